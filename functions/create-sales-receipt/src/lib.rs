//! Creates a QuickBooks sales receipt from a HubSpot deal, quote or payment.
//!
//! Particular to the sales receipt: it is paid, so it has an account to which the money went,
//! and from a payment its day, its method and its reference; products may be taxable. Everything else
//! is the pipeline of [`actions`].

mod body;
mod options;
mod paid;
mod sold;

pub use options::SalesReceiptOptions;

use actions::draft::Body;
use actions::draft::totals::QuickBooksTotals;
use actions::options::{NamedReference, references};
use actions::reservation::SaleRole;
use actions::response::Warning;
use actions::settings::{OncePer, Settings};
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use storage::MappingKind;

/// The action `create-sales-receipt`.
#[derive(Debug)]
pub struct CreateSalesReceipt;

impl Action for CreateSalesReceipt {
    type Options = SalesReceiptOptions;

    const NAME: &'static str = "create-sales-receipt";
    const DOCUMENTS: Documents = Documents::one(EntityKind::SalesReceipt);
    const SALE: SaleRole = SaleRole::Books;
    const RECORDS: &'static [ObjectType] =
        &[ObjectType::Deal, ObjectType::Quote, ObjectType::Payment];

    /// A payment is money that came once, so no enrolment books it again; a deal or a quote may be sold anew.
    fn once_per(settings: &Settings, record: &ObjectType) -> OncePer {
        match record {
            ObjectType::Payment => OncePer::Record,
            _ => settings.once_per,
        }
    }

    fn books_anyway(options: &SalesReceiptOptions) -> bool {
        options.book_anyway
    }

    fn check_sold(asked: &ReadInput<'_, SalesReceiptOptions>) -> Result<(), ActionError> {
        let is_payment = asked.record.object_type == ObjectType::Payment;
        let advice = is_payment
            .then_some("to receive the payment on an invoice, let create-paid-invoice book it");
        asked.sale.refuse_second(&asked.record.label(), advice)
    }

    fn read(asked: &ReadInput<'_, SalesReceiptOptions>) -> Result<Reading, ActionError> {
        let subject = match asked.record.object_type {
            ObjectType::Payment => paid::subject(asked),
            _ => sold::subject(asked),
        };
        subject.map(|subject| Reading::Subject(Box::new(subject)))
    }

    fn references(options: &SalesReceiptOptions) -> Vec<NamedReference> {
        let account = options.deposit_account.as_ref();
        let method = options.payment_method.as_ref();
        references([
            (MappingKind::Account, account, "options.deposit_account"),
            (MappingKind::PaymentMethod, method, "options.payment_method"),
        ])
    }

    fn draft(draft: DraftInput<'_, SalesReceiptOptions>) -> Result<Body, ActionError> {
        body::sales_receipt(draft)
    }

    fn accept(
        subject: &Subject,
        computed: &QuickBooksTotals,
        settings: &Settings,
    ) -> Result<Vec<Warning>, ActionError> {
        paid::accept(subject, computed, settings)
    }
}
