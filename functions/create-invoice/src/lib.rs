//! Creates a QuickBooks invoice from a HubSpot deal or quote.
//!
//! Particular to the invoice: payment terms, due date, e-mail, and the estimate it comes of.
//! Everything else is the pipeline of [`actions`].

mod body;
mod copies;
mod estimate;
mod options;

pub use options::{FromEstimate, InvoiceOptions, SendEmail};

use actions::draft::Body;
use actions::options::{NamedReference, references};
use actions::record::quote;
use actions::request::EnrolledRecord;
use actions::reservation::SaleRole;
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Subject};
use hubspot::{ObjectType, Properties};
use quickbooks::{EntityKind, Fault};
use storage::{Connection, LedgerKey, MappingKind};

/// The action `create-invoice`.
#[derive(Debug)]
pub struct CreateInvoice;

impl Action for CreateInvoice {
    type Options = InvoiceOptions;

    const NAME: &'static str = "create-invoice";
    const DOCUMENTS: Documents = Documents::one(EntityKind::Invoice);
    const SALE: SaleRole = SaleRole::Books;
    const RECORDS: &'static [ObjectType] = &[ObjectType::Deal, ObjectType::Quote];

    fn related(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
        estimate::keys(connection, record)
    }

    fn books_anyway(options: &InvoiceOptions) -> bool {
        options.book_anyway
    }

    fn with_properties(
        options: InvoiceOptions,
        properties: &Properties,
    ) -> Result<InvoiceOptions, ActionError> {
        options.with_properties(properties)
    }

    fn read(asked: &ReadInput<'_, InvoiceOptions>) -> Result<Reading, ActionError> {
        if !asked.begun {
            quote::require_sold(asked.record)?;
        }
        let mut sale = Subject::of_sale(asked)?;
        let not_loaded = quote::status_not_loaded(asked.record, &["hs_status"]);
        sale.warnings.extend(not_loaded);
        sale.warnings.extend(quote::status_unknown(asked.record));
        let copies = asked.options.left_out.iter();
        sale.warnings
            .extend(copies.map(|left_out| left_out.warning(&sale.label)));
        estimate::link(asked, &mut sale)?;
        Ok(Reading::Subject(Box::new(sale)))
    }

    fn references(options: &InvoiceOptions) -> Vec<NamedReference> {
        let terms = options.payment_terms.as_ref();
        references([(MappingKind::Term, terms, "options.payment_terms")])
    }

    fn draft(draft: DraftInput<'_, InvoiceOptions>) -> Result<Body, ActionError> {
        body::invoice(draft)
    }

    fn wants_payment_link(options: &InvoiceOptions) -> bool {
        options.payment_link
    }

    fn advice(subject: &Subject, fault: &Fault) -> Option<String> {
        estimate::advice(subject, fault)
    }

    fn sends_email(options: &InvoiceOptions) -> bool {
        options.send_email == SendEmail::Now
    }
}
