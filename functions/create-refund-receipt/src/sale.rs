//! The sale of which a payment is given back: without it, income and cash would come out negative.

use actions::record::payer::SaleCustomer;
use actions::request::EnrolledRecord;
use actions::reservation::{BookedSale, Sold, in_progress};
use actions::response::{self, Warning};
use actions::settings::WithoutSale;
use actions::subject::StandingInvoice;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;
use storage::DocumentRef;

use crate::options::RefundOptions;

/// Checks that the sale of a payment is in the books; the warning where it is not known here, if there is to be one.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] when it is not known here and the settings refuse that,
/// [`ActionError::InProgress`] while it is being booked.
pub(crate) fn require_known(
    asked: &ReadInput<'_, RefundOptions>,
) -> Result<Option<Warning>, ActionError> {
    let label = asked.record.label();
    match asked.sale.sold() {
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) if asked.sale.covers_record(&booked) => Ok(None),
        Sold::Nothing | Sold::Booked(_) => {
            without_sale(&label, asked.settings.refunds.without_sale)
        }
    }
}

/// The warning that a sale is booked with tax, and the payment's lines give none of it back.
pub(crate) fn without_tax(subject: &Subject, booked: &[BookedSale]) -> Option<Warning> {
    let sale = &subject.sale.as_ref()?.sale;
    if sale.lines.iter().any(|line| line.tax.is_taxed()) {
        return None;
    }
    let (document, tax) = booked
        .iter()
        .find_map(|sale| Some((sale.named(), sale.tax?)))?;
    let tax = response::amount(tax, subject.decimals());
    Some(Warning::new(
        "refund_without_tax",
        format!(
            "{}: its sale, {document}, is booked with a tax of {tax}, and the payment's lines have none, so the refund \
             receipt gives none of it back: correct the receipt in QuickBooks, and give the lines of payments their tax \
             in HubSpot",
            subject.label
        ),
    ))
}

/// The invoice of a sale, which may be open, and may be another customer's by now; none of a payment that has a sales
/// receipt of its own, which is paid, whatever else its sale has. What stands in a company that the connection has left
/// cannot be asked for.
pub(crate) fn invoice(record: &EnrolledRecord, booked: &[BookedSale]) -> Option<DocumentRef> {
    let own = format!("/{}/{}", record.object_type, record.id);
    let is_own_receipt = |sale: &BookedSale| {
        sale.unit.ends_with(&own) && sale.document.entity == EntityKind::SalesReceipt.name()
    };
    if booked.iter().any(is_own_receipt) {
        return None;
    }
    let mut documents = booked.iter().map(|sale| &sale.document);
    documents
        .find(|document| document.entity == EntityKind::Invoice.name())
        .cloned()
}

/// True where the sale of a payment has an invoice, of which the payment may be a part.
pub(crate) fn has_invoice(asked: &ReadInput<'_, RefundOptions>) -> bool {
    let invoice = EntityKind::Invoice.to_string();
    match asked.sale.sold() {
        Sold::Booked(booked) => booked.iter().any(|sale| sale.document.entity == invoice),
        Sold::Nothing | Sold::InProgress(_) => false,
    }
}

/// The customer to whom a sale was booked by these documents.
pub(crate) fn customer(booked: &[BookedSale]) -> Option<SaleCustomer> {
    booked.iter().find_map(|sale| {
        Some(SaleCustomer {
            document: sale.document.clone(),
            number: sale.number.clone(),
            id: sale.customer.clone()?,
        })
    })
}

/// The document of a sale, and the total at which it is booked.
pub(crate) fn booked_at(booked: &[BookedSale]) -> Option<(String, Decimal)> {
    let mut booked = booked.iter();
    booked.find_map(|sale| Some((sale.named(), sale.total?)))
}

/// The documents of the sale of a payment in the present company: the payment's own first.
pub(crate) fn booked(asked: &ReadInput<'_, RefundOptions>) -> Vec<BookedSale> {
    let Sold::Booked(mut booked) = asked.sale.sold() else {
        return Vec::new();
    };
    let company = &asked.settings.company.realm_id;
    booked.retain(|sale| sale.company == *company);
    booked
}

fn without_sale(label: &str, remedy: WithoutSale) -> Result<Option<Warning>, ActionError> {
    let message = format!(
        "{label}: no sale of it is known here, and a refund without its sale makes income and cash \
         negative"
    );
    match remedy {
        WithoutSale::Book => Ok(None),
        WithoutSale::Warn => Ok(Some(Warning::new(
            "sale_not_known",
            format!(
                "{message}: book the sale too, or set `refunds.without_sale` to `book` where sales are \
                 booked another way"
            ),
        ))),
        WithoutSale::Refuse => Err(ActionError::SaleNotBooked {
            message: format!(
                "{message}: nothing was created; book the sale first, or set \
                 `refunds.without_sale` or `options.book_anyway` where it was booked another way"
            ),
        }),
    }
}

/// Refuses a refund while the invoice of its sale is open: the customer would owe what was given back. So little that it
/// is a difference of tax or rounding is told, for no payment of it is to come. One that is voided is no sale any more.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] that names the invoice and what is open of it.
pub(crate) fn require_paid(
    subject: &Subject,
    invoice: &StandingInvoice,
) -> Result<Vec<Warning>, ActionError> {
    if invoice.is_voided() {
        return Err(ActionError::SaleNotBooked {
            message: format!(
                "{}: {} of its sale is voided in QuickBooks, and a refund without its sale makes income \
                 and cash negative: nothing was created; book the sale again, or set `options.book_anyway`",
                subject.label,
                invoice.named()
            ),
        });
    }
    let open = response::amount(invoice.balance, subject.decimals());
    if invoice.balance.is_zero() {
        return Ok(Vec::new());
    }
    if invoice.is_little(invoice.balance) {
        let message = format!(
            "{}: {open} of its sale's {} is open, which is taken for a difference of tax or rounding: correct the \
             invoice, or write the rest off, in QuickBooks",
            subject.label,
            invoice.named()
        );
        return Ok(vec![Warning::new("rest_open", message)]);
    }
    Err(ActionError::SaleNotBooked {
        message: format!(
            "{}: {open} of its sale's {} is open: nothing was created; receive what is open \
             on it first, by create-paid-invoice of the payments that it waits for or by hand, or set `options.book_anyway`",
            subject.label,
            invoice.named()
        ),
    })
}
