//! Creates a QuickBooks invoice from a HubSpot deal or quote.
//!
//! What is particular to the invoice: payment terms, due date and e-mail. Everything else is the
//! pipeline of [`actions`].

mod body;
mod options;

pub use options::{InvoiceOptions, SendEmail};

use actions::{Action, ActionError, Asked, Draft, Reading, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use serde_json::Value;
use storage::MappingKind;

use actions::resolve::directory::NamedReference;

/// The action `create-invoice`.
#[derive(Debug)]
pub struct CreateInvoice;

impl Action for CreateInvoice {
    type Options = InvoiceOptions;

    const NAME: &'static str = "create-invoice";
    const DOCUMENTS: &'static [EntityKind] = &[EntityKind::Invoice];
    const RECORDS: &'static [ObjectType] = &[ObjectType::Deal, ObjectType::Quote];

    fn read(asked: &Asked<'_, InvoiceOptions>) -> Result<Reading, ActionError> {
        Subject::of_sale(asked).map(|sale| Reading::Subject(Box::new(sale)))
    }

    fn references(options: &InvoiceOptions) -> Vec<NamedReference> {
        let terms = options.payment_terms.clone().map(|object| NamedReference {
            kind: MappingKind::Term,
            object,
            place: "options.payment_terms",
        });
        terms.into_iter().collect()
    }

    fn draft(draft: Draft<'_, InvoiceOptions>) -> Result<Value, ActionError> {
        body::invoice(draft)
    }

    fn wants_payment_link(options: &InvoiceOptions) -> bool {
        options.payment_link
    }

    fn sends_email(options: &InvoiceOptions) -> bool {
        options.send_email == SendEmail::Now
    }
}
