//! The sale of which a payment is given back: without it, income and cash would come out negative.

use actions::record::payer::SaleCustomer;
use actions::reservation::{BookedSale, Sold, in_progress};
use actions::response::{self, Warning};
use actions::settings::WithoutSale;
use actions::subject::StandingInvoice;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;
use storage::DocumentRef;

use crate::options::RefundOptions;

/// The sale of a payment.
pub(crate) enum Sale {
    /// It is in the books, and paid.
    Known,
    /// It is this invoice, which may be open.
    OnInvoice(DocumentRef),
    /// It is not known here; the warning of that, if there is to be one.
    NotKnown(Option<Warning>),
}

/// Finds the sale of a payment.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] when it is not known here and the settings refuse that,
/// [`ActionError::InProgress`] while it is being booked.
pub(crate) fn find(asked: &ReadInput<'_, RefundOptions>) -> Result<Sale, ActionError> {
    let label = asked.record.label();
    let company = &asked.settings.company.realm_id;
    let booked = match asked.sale.sold() {
        Sold::Nothing => return without_sale(&label, asked.settings.refunds.without_sale),
        Sold::InProgress(unit) => return Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => booked,
    };
    let invoice = EntityKind::Invoice.to_string();
    let is_invoice = |document: &DocumentRef| document.entity == invoice;
    // What stands in a company that the connection has left cannot be asked for.
    let here = booked.into_iter().filter(|sale| sale.company == *company);
    let open = here
        .map(|sale| sale.document)
        .find(|document| is_invoice(document));
    Ok(open.map_or(Sale::Known, Sale::OnInvoice))
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
            document: named(&sale.document),
            id: sale.customer.clone()?,
        })
    })
}

/// The document of a sale, and the total at which it is booked.
pub(crate) fn booked_at(booked: &[BookedSale]) -> Option<(String, Decimal)> {
    let mut booked = booked.iter();
    booked.find_map(|sale| Some((named(&sale.document), sale.total?)))
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

fn named(document: &DocumentRef) -> String {
    format!("{} {}", document.entity, document.id)
}

fn without_sale(label: &str, remedy: WithoutSale) -> Result<Sale, ActionError> {
    let message = format!(
        "{label}: no sale of it is known here, and a refund without its sale makes income and cash \
         negative"
    );
    match remedy {
        WithoutSale::Book => Ok(Sale::NotKnown(None)),
        WithoutSale::Warn => Ok(Sale::NotKnown(Some(Warning::new(
            "sale_not_known",
            format!(
                "{message}: book the sale too, or set `refunds.without_sale` to `book` where sales are \
                 booked another way"
            ),
        )))),
        WithoutSale::Refuse => Err(ActionError::SaleNotBooked {
            message: format!(
                "{message}: nothing was created; book the sale first, or set \
                 `refunds.without_sale` or `options.book_anyway` where it was booked another way"
            ),
        }),
    }
}

/// Refuses a refund while the invoice of its sale is open: the customer would owe what was given back. One that
/// is voided is no sale any more.
///
/// # Errors
///
/// [`ActionError::SaleNotBooked`] that names the invoice and what is open of it.
pub(crate) fn require_paid(
    subject: &Subject,
    invoice: &StandingInvoice,
) -> Result<(), ActionError> {
    if invoice.is_voided() {
        return Err(ActionError::SaleNotBooked {
            message: format!(
                "{}: Invoice {} of its sale is voided in QuickBooks, and a refund without its sale makes income \
                 and cash negative: nothing was created; book the sale again, or set `options.book_anyway`",
                subject.label, invoice.id
            ),
        });
    }
    if invoice.balance.is_zero() {
        return Ok(());
    }
    Err(ActionError::SaleNotBooked {
        message: format!(
            "{}: {} of its sale's Invoice {} is open: nothing was created; receive what is open \
             on it first, by create-paid-invoice of the payments that it waits for or by hand, or set `options.book_anyway`",
            subject.label,
            response::amount(invoice.balance, subject.decimals()),
            invoice.id
        ),
    })
}
