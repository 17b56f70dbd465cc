//! Creates a QuickBooks refund receipt for a refund of a HubSpot payment.
//!
//! HubSpot's own action takes a full refund. Where the settings allow refunds of a part
//! (`refunds.partial`), each is booked once, whatever the order and the number of its events: HubSpot
//! tells how much was given back so far, the ledger how much is booked, and the difference is the
//! refund. It is dated today unless `transaction_date` says otherwise, since HubSpot does not tell the
//! day of a refund.

mod base;
mod below;
mod beyond;
mod body;
mod booked;
mod cents;
mod options;
mod paid;
mod refunded;
mod sale;
mod subject;
mod tax;
mod whole;

pub use options::RefundOptions;

use actions::draft::Body;
use actions::draft::totals::QuickBooksTotals;
use actions::options::NamedReference;
use actions::request::EnrolledRecord;
use actions::reservation::{SaleRole, usual_entries};
use actions::response::{self, Warning};
use actions::settings::{OncePer, Settings};
use actions::subject::{Choice, StandingInvoice};
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Response, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use rust_decimal::Decimal;
use storage::{Connection, LedgerKey};

use booked::booked;
use refunded::by_hand;
use tax::FEW_CENTS;

/// Warnings of how the amount that HubSpot shows now differs from what is booked, which no recorded response knows.
const TOLD_AGAIN: [&str; 2] = ["refund_capped", "refund_below_booked"];

/// The action `create-refund-receipt`.
#[derive(Debug)]
pub struct CreateRefundReceipt;

impl Action for CreateRefundReceipt {
    type Options = RefundOptions;

    const NAME: &'static str = "create-refund-receipt";
    const DOCUMENTS: Documents = Documents::one(EntityKind::RefundReceipt);
    const SALE: SaleRole = SaleRole::GivesBack;
    const RECORDS: &'static [ObjectType] = &[ObjectType::Payment];

    fn related(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
        usual_entries(connection, record)
    }

    fn read(asked: &ReadInput<'_, RefundOptions>) -> Result<Reading, ActionError> {
        subject::read(asked).map(|subject| Reading::Subject(Box::new(subject)))
    }

    fn references(options: &RefundOptions) -> Vec<NamedReference> {
        options.references()
    }

    fn draft(draft: DraftInput<'_, RefundOptions>) -> Result<Body, ActionError> {
        body::refund_receipt(draft)
    }

    fn choose_invoice(
        subject: &Subject,
        invoices: &[StandingInvoice],
        _options: &RefundOptions,
    ) -> Result<Choice, ActionError> {
        let mut told = Vec::new();
        for invoice in invoices {
            told.extend(sale::require_paid(subject, invoice)?);
        }
        Ok(Choice::On(invoices.first().cloned(), told))
    }

    /// Refunds are counted per payment, so an enrolment never gets one of its own.
    fn once_per(_settings: &Settings, _record: &ObjectType) -> OncePer {
        OncePer::Record
    }

    fn accept(
        subject: &Subject,
        computed: &QuickBooksTotals,
        _settings: &Settings,
    ) -> Result<Vec<Warning>, ActionError> {
        let Some(due) = computed.due.filter(|due| *due != computed.total) else {
            return Ok(Vec::new());
        };
        let amount = |value| response::amount(value, subject.decimals());
        let by_hand = by_hand(subject);
        let way_out = match &subject.sale {
            Some(priced) if priced.is_tax_full => {
                "its sale is taxed before the discount on the whole, and QuickBooks gives no part of that back with its tax"
            }
            _ => "make its tax there the same as HubSpot's, and run it again",
        };
        Err(ActionError::TaxableLineItem {
            message: format!(
                "{}: {} was refunded, and QuickBooks computes {} for it, of which {} is tax: the refund \
                 receipt was deleted again; {way_out}; {by_hand}",
                subject.label,
                amount(due),
                amount(computed.total),
                amount(computed.tax)
            ),
        })
    }

    fn tries_other_cents(subject: &Subject, computed: &QuickBooksTotals) -> bool {
        let few = Decimal::new(FEW_CENTS, subject.decimals());
        let is_near = |due: Decimal| (due - computed.total).abs() <= few;
        !computed.rates.is_empty() && computed.due.is_some_and(is_near)
    }

    fn tells_again(subject: &Subject) -> Vec<Warning> {
        let warnings = subject.warnings.iter();
        let again = warnings.filter(|told| TOLD_AGAIN.contains(&told.code.as_str()));
        again.cloned().collect()
    }

    fn needs_another(subject: &Subject, recorded: &Response) -> bool {
        match (&subject.refund, booked(recorded)) {
            (Some(refund), Some(booked)) => refund.total > booked.total,
            _ => false,
        }
    }
}
