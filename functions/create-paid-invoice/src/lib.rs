//! Creates a QuickBooks invoice and the payment that settles it from a HubSpot payment.
//!
//! The two belong together: a retry finishes what was begun, and where the payment is refused for
//! good, or QuickBooks computes another total than was paid, no invoice is left behind. Everything
//! else is the pipeline of [`actions`].

mod body;
mod options;
mod paid;
mod received;
mod waiting;

pub use options::PaidInvoiceOptions;

use actions::draft::Body;
use actions::draft::totals::QuickBooksTotals;
use actions::options::NamedReference;
use actions::request::EnrolledRecord;
use actions::reservation::{SaleRole, usual_entries};
use actions::response::Warning;
use actions::settings::{OncePer, Settings};
use actions::subject::{Choice, StandingInvoice};
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use storage::{Connection, LedgerKey};

/// The action `create-paid-invoice`.
#[derive(Debug)]
pub struct CreatePaidInvoice;

impl Action for CreatePaidInvoice {
    type Options = PaidInvoiceOptions;

    const NAME: &'static str = "create-paid-invoice";
    const DOCUMENTS: Documents = Documents {
        first: EntityKind::Invoice,
        rest: &[EntityKind::Payment],
    };
    const SALE: SaleRole = SaleRole::Books;
    const RECORDS: &'static [ObjectType] = &[ObjectType::Payment];

    fn related(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
        usual_entries(connection, record)
    }

    /// A sale that has an invoice already is gone on from: the payment is received on it.
    fn check_sold(_asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<(), ActionError> {
        Ok(())
    }

    /// A payment is money that came once, so no enrolment receives it again.
    fn once_per(_settings: &Settings, _record: &ObjectType) -> OncePer {
        OncePer::Record
    }

    fn takes_parts(settings: &Settings) -> bool {
        settings.paid_invoices.part_payments
    }

    fn choose_invoice(
        subject: &Subject,
        invoices: &[StandingInvoice],
        options: &PaidInvoiceOptions,
    ) -> Result<Choice, ActionError> {
        waiting::choose(subject, invoices, options.book_anyway)
    }

    fn books_anyway(options: &PaidInvoiceOptions) -> bool {
        options.book_anyway
    }

    fn read(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Reading, ActionError> {
        paid::subject(asked).map(|subject| Reading::Subject(Box::new(subject)))
    }

    fn references(options: &PaidInvoiceOptions) -> Vec<NamedReference> {
        options.references()
    }

    fn draft(draft: DraftInput<'_, PaidInvoiceOptions>) -> Result<Body, ActionError> {
        body::body(draft)
    }

    fn accept(
        subject: &Subject,
        computed: &QuickBooksTotals,
        _settings: &Settings,
    ) -> Result<Vec<Warning>, ActionError> {
        paid::accept(subject, computed)
    }
}
