//! Creates a QuickBooks estimate from a HubSpot deal or quote.
//!
//! Particular to the estimate: the day on which the offer expires. There are no payment terms;
//! those are the invoice's that comes of it. Everything else is the pipeline of [`actions`].

mod body;
mod expiration;
mod options;

pub use options::{EstimateOptions, ExpirationDate};

use actions::draft::Body;
use actions::options::NamedReference;
use actions::record::quote;
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use serde_json::json;

/// The action `create-estimate`.
#[derive(Debug)]
pub struct CreateEstimate;

impl Action for CreateEstimate {
    type Options = EstimateOptions;

    const NAME: &'static str = "create-estimate";
    const DOCUMENTS: Documents = Documents::one(EntityKind::Estimate);
    const RECORDS: &'static [ObjectType] = &[ObjectType::Deal, ObjectType::Quote];

    fn read(asked: &ReadInput<'_, EstimateOptions>) -> Result<Reading, ActionError> {
        // An estimate that was made stays one, whatever became of the offer since.
        if !asked.begun {
            quote::require_offered(asked.record)?;
        }
        let own = expiration::of_record(asked)?;
        let mut sale = Subject::of_sale(asked)?;
        sale.expires = expiration::chosen(asked.options.expiration_date, own);
        if asked.options.expiration_date.is_none() {
            sale.warnings
                .extend(expiration::expired(asked, sale.expires)?);
        }
        sale.warnings.extend(quote::status_unknown(asked.record));
        sale.content = json!({"expires": own});
        Ok(Reading::Subject(Box::new(sale)))
    }

    fn references(_options: &EstimateOptions) -> Vec<NamedReference> {
        Vec::new()
    }

    fn draft(draft: DraftInput<'_, EstimateOptions>) -> Result<Body, ActionError> {
        body::estimate(draft)
    }
}
