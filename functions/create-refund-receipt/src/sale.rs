//! The sale of which a payment is given back: without it, income and cash would come out negative.

use actions::record::payer::SaleCustomer;
use actions::reservation::{BookedSale, PaidSale, Sold, in_progress};
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
/// [`ActionError::InProgress`] while it is being booked, or another payment of it received.
pub(crate) fn require_known(
    asked: &ReadInput<'_, RefundOptions>,
    sale: &PaidSale,
) -> Result<Option<Warning>, ActionError> {
    let label = asked.record.label();
    if let Sold::InProgress(unit) = asked.sale.sold() {
        return Err(in_progress(&label, &unit));
    }
    if let Some(unit) = &sale.at_work {
        return Err(in_progress(&label, unit));
    }
    if sale.documents.is_empty() {
        return without_sale(&label, sale, asked.settings.refunds.without_sale);
    }
    Ok(None)
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

/// The invoices of a sale, which may be open, and may be another customer's by now; none of a payment that has a sales
/// receipt of its own, which is paid, whatever else its sale has. Where no sale of it is known, the one that another payment
/// of its deal began may wait for it. What stands in a company that the connection has left cannot be asked for.
pub(crate) fn invoices(sale: &PaidSale, booked: &[BookedSale]) -> Vec<DocumentRef> {
    if has_own_receipt(sale) || !sale.settled.is_empty() && sale.documents.is_empty() {
        return Vec::new();
    }
    let (documents, most) = match &*sale.documents {
        [] => (booked, 1),
        documents => (documents, documents.len()),
    };
    let invoices = documents.iter().filter(|sale| is_invoice(sale));
    let invoices = invoices.map(|sale| sale.document.clone());
    invoices.take(most).collect()
}

/// True for a payment that has a sales receipt of its own: what other payments give back is not of that.
pub(crate) fn has_own_receipt(sale: &PaidSale) -> bool {
    let receipt = EntityKind::SalesReceipt.name();
    sale.own.iter().any(|own| own.document.entity == receipt)
}

/// The documents of which a payment may be a part: those of its sale, then invoices of other things that it belongs to.
pub(crate) fn documents<'b>(sale: &'b PaidSale, booked: &'b [BookedSale]) -> Vec<&'b BookedSale> {
    let invoices = booked.iter().filter(|sale| is_invoice(sale));
    sale.documents.iter().chain(invoices).collect()
}

pub(crate) fn is_invoice(sale: &BookedSale) -> bool {
    sale.document.entity == EntityKind::Invoice.name()
}

/// The customer to whom the sale of a payment was booked, or what was made of its deal or quote.
pub(crate) fn customer(sale: &PaidSale, booked: &[BookedSale]) -> Option<SaleCustomer> {
    let of_all = booked
        .iter()
        .filter(|sale| !sale.unit.contains("/payment/"));
    let mut documents = sale.documents.iter().chain(of_all);
    documents.find_map(|sale| {
        Some(SaleCustomer {
            document: sale.document.clone(),
            number: sale.number.clone(),
            id: sale.customer.clone()?,
        })
    })
}

/// The documents of the sale of a payment, and the total at which they are booked: the payment's own, where it has one.
pub(crate) fn booked_at(sale: &PaidSale) -> Option<(String, Decimal)> {
    let mut own = sale.own.iter();
    let own = own.find_map(|sale| Some((sale.named(), sale.total?)));
    own.or_else(|| Some((all_named(&sale.documents), sale.total()?)))
}

/// The documents of the sale of a payment in the present company, of whatever other payment of its deal they are.
pub(crate) fn booked(asked: &ReadInput<'_, RefundOptions>) -> Vec<BookedSale> {
    let Sold::Booked(mut booked) = asked.sale.sold() else {
        return Vec::new();
    };
    let company = &asked.settings.company.realm_id;
    booked.retain(|sale| sale.company == *company);
    booked
}

/// The sale of a payment of so much, in whatever company.
pub(crate) fn of_payment(asked: &ReadInput<'_, RefundOptions>, paid: Decimal) -> PaidSale {
    match asked.sale.sold() {
        Sold::Booked(booked) => asked.sale.paid_sale(&booked, paid),
        Sold::Nothing | Sold::InProgress(_) => PaidSale::default(),
    }
}

/// The documents as messages name them.
pub(crate) fn all_named(booked: &[BookedSale]) -> String {
    let documents = booked.iter().map(BookedSale::named);
    documents.collect::<Vec<_>>().join(" and ")
}

/// The payments of these units as messages name them.
pub(crate) fn payments<'u>(units: impl Iterator<Item = &'u String>) -> String {
    let records = units.filter_map(|unit| unit.split_once('/'));
    let records = records.map(|(_, record)| record.replacen('/', " ", 1));
    records.collect::<Vec<_>>().join(" and ")
}

fn without_sale(
    label: &str,
    sale: &PaidSale,
    remedy: WithoutSale,
) -> Result<Option<Warning>, ActionError> {
    let (why, told, refused) = match sale.settled.first() {
        Some((settled, received)) => {
            let why = format!(
                "it was not received here, and there is no room for it on {} of its deal or quote beside {}",
                settled.named(),
                payments(received.keys())
            );
            (why, DELETE_IT, LEAVE_IT_OUT)
        }
        None => (
            "no sale of it is known here".to_owned(),
            BOOK_IT,
            BOOK_IT_FIRST,
        ),
    };
    let message =
        format!("{label}: {why}, and a refund without its sale makes income and cash negative");
    match remedy {
        WithoutSale::Book => Ok(None),
        WithoutSale::Warn => Ok(Some(Warning::new(
            "sale_not_known",
            format!("{message}: {told}"),
        ))),
        WithoutSale::Refuse => Err(ActionError::SaleNotBooked {
            message: format!("{message}: nothing was created; {refused}"),
        }),
    }
}

const BOOK_IT: &str =
    "book the sale too, or set `refunds.without_sale` to `book` where sales are booked another way";
const BOOK_IT_FIRST: &str = "book the sale first, or set `refunds.without_sale` or `options.book_anyway` where it was \
     booked another way";
const DELETE_IT: &str = "if the buyer paid twice, and QuickBooks has not the money of this payment, delete the refund \
     receipt there";
const LEAVE_IT_OUT: &str = "if the buyer paid twice, leave it out of the workflow, since its money is not in the books \
     either, or set `options.book_anyway` where it is";

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
             on it first, by create-paid-invoice of the payments that it waits for or by hand; if nobody is to pay it, correct the \
             invoice, or write the rest off, in QuickBooks; or set `options.book_anyway`",
            subject.label,
            invoice.named()
        ),
    })
}
