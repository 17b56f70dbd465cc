//! A payment that is received on the invoice that was made of its sale before.

use actions::record::payment::Payment;
use actions::record::sale::Sale;
use actions::reservation::{BookedSale, Scope, Sold, in_progress};
use actions::response::{self, Warning};
use actions::settings::is_inclusive;
use actions::subject::StandingInvoice;
use actions::subject::duplicate::is_of_hubspot_invoice;
use actions::subject::priced_sale::PricedSale;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde_json::Value;
use storage::DocumentRef;

use crate::options::PaidInvoiceOptions;

/// The way of a payment into the books.
pub(crate) enum Way {
    /// An invoice of its own, and the payment that settles it.
    Sell,
    /// The payment alone, on the invoice that was made of its sale; none where it is only to be repeated.
    Receive(Option<DocumentRef>),
}

/// Decides the way of a payment: the one that was begun, else by what was made of its sale.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] for a sale that has something else than one invoice,
/// [`ActionError::InProgress`] while another payment is received on it.
pub(crate) fn way(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Way, ActionError> {
    match asked.begun_with {
        Some(EntityKind::Payment) => return Ok(Way::Receive(None)),
        Some(_) => return Ok(Way::Sell),
        None if asked.options.book_anyway => return anyway(asked),
        None => {}
    }
    let label = asked.record.label();
    match asked.sale.sold() {
        Sold::Nothing => Ok(Way::Sell),
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => {
            let invoice = invoice(asked, &label, &booked)?;
            match asked.sale.settling() {
                Some(unit) => Err(in_progress(&label, unit)),
                None => Ok(Way::Receive(Some(invoice))),
            }
        }
    }
}

/// The way of a payment that is booked although it, or its sale, is booked already: of a HubSpot invoice, on the invoice
/// that was made of that here, since each of its payments would make one over the whole else.
fn anyway(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Way, ActionError> {
    if !is_of_hubspot_invoice(asked.record) {
        return Ok(Way::Sell);
    }
    let invoice = standing_invoice(asked)?;
    Ok(invoice.map_or(Way::Sell, |invoice| Way::Receive(Some(invoice))))
}

/// The invoice on which a part is received that is booked anyway, if its sale has one.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] where a quote of the same deal has a document, also where each record is a sale of its own
/// (`one_sale_per`): the one that is made of this part would be over the whole of the deal.
pub(crate) fn invoice_of_part(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
) -> Result<Option<DocumentRef>, ActionError> {
    if asked.options.book_anyway {
        return standing_invoice(asked);
    }
    let label = asked.record.label();
    let is_invoice = |sale: &BookedSale| sale.document.entity == EntityKind::Invoice.name();
    match asked.sale.sold_by_quotes() {
        Sold::Nothing => Ok(None),
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => {
            let advice = booked.iter().any(is_invoice).then_some(NAME_THE_QUOTE);
            Err(asked.sale.already_booked(&label, &booked, advice))
        }
    }
}

const NAME_THE_QUOTE: &str =
    "to receive the part on the invoice of the quote, associate the payment with that in HubSpot";

/// The one invoice that the sale of a payment has here, if it has one and no more.
///
/// # Errors
///
/// [`ActionError::InProgress`] while it is made, or another payment is received on it.
pub(crate) fn standing_invoice(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
) -> Result<Option<DocumentRef>, ActionError> {
    let label = asked.record.label();
    match asked.sale.sold() {
        Sold::Nothing => Ok(None),
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => match (invoice(asked, &label, &booked), asked.sale.settling()) {
            (Err(ActionError::AlreadyBooked { .. }), _) => Ok(None),
            (Ok(_), Some(unit)) => Err(in_progress(&label, unit)),
            (invoice, _) => invoice.map(Some),
        },
    }
}

/// The one invoice of a sale.
fn invoice(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    label: &str,
    booked: &[BookedSale],
) -> Result<DocumentRef, ActionError> {
    let company = &asked.settings.company.realm_id;
    if booked.iter().any(|sale| asked.sale.is_own(sale)) {
        // It was received for an enrolment, before a payment was received once.
        return Err(asked.sale.already_booked(label, booked, None));
    }
    let [sale] = booked else {
        return Err(asked.sale.already_booked(label, booked, Some(BY_HAND)));
    };
    if sale.document.entity != EntityKind::Invoice.to_string() || sale.company != *company {
        return Err(asked.sale.already_booked(label, booked, None));
    }
    if !sale.is_complete {
        // Its own payment comes first: if that is refused, the invoice is deleted again.
        return Err(in_progress(label, &sale.unit));
    }
    Ok(sale.document.clone())
}

const BY_HAND: &str = "receive the payment in QuickBooks by hand";

/// The money of a payment, received on an invoice.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment of nothing.
pub(crate) fn subject(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    payment: Payment,
    invoice: Option<DocumentRef>,
) -> Result<Subject, ActionError> {
    if !asked.begun && payment.gross <= Decimal::ZERO {
        return Err(ActionError::invalid(format!(
            "{}: nothing was paid: leave such payments out of the workflow",
            payment.label
        )));
    }
    let gross = payment.gross;
    let due = comes_to_its_lines(asked, gross).then_some(gross);
    let method = asked.options.payment_method.as_ref();
    let left_out = invoice
        .as_ref()
        .and_then(|invoice| left_out(asked, invoice));
    let received = Subject::of_receipt(asked, payment, method);
    Ok(Subject {
        warnings: received.warnings.into_iter().chain(left_out).collect(),
        only: Some(EntityKind::Payment),
        scope: Scope::Beside,
        invoices: invoice.into_iter().collect(),
        due,
        ..received
    })
}

/// True where a payment's own lines come to what was paid, with the tax that HubSpot has for them: nobody else pays a rest
/// of those.
fn comes_to_its_lines(asked: &ReadInput<'_, PaidInvoiceOptions>, gross: Decimal) -> bool {
    let sale = Sale::read(asked.record, &asked.settings.company, None);
    let priced = sale.and_then(|sale| PricedSale::of(sale, asked.settings));
    priced.is_ok_and(|priced| {
        let tax = (!is_inclusive(asked.settings)).then_some(priced.due_tax);
        priced.total().checked_add(tax.unwrap_or_default()) == Some(gross)
    })
}

/// The options that stand on an invoice, and on no payment.
const OF_INVOICES: [&str; 6] = [
    "class",
    "custom_fields",
    "department",
    "document_number",
    "memo",
    "service_date",
];

/// The warning that options of the request say what the invoice says already.
fn left_out(asked: &ReadInput<'_, PaidInvoiceOptions>, invoice: &DocumentRef) -> Option<Warning> {
    let is_given = |name: &&str| match asked.given.get(*name) {
        None | Some(Value::Null) => false,
        Some(Value::Object(fields)) => !fields.is_empty(),
        Some(value) => *value != "",
    };
    let given = OF_INVOICES.iter().copied().filter(is_given);
    let given: Vec<String> = given.map(|name| format!("`options.{name}`")).collect();
    (!given.is_empty()).then(|| {
        Warning::new(
            "options_left_out",
            format!(
                "{}: it is received on {} of its sale, and a payment has none of this: {} left out; change \
                 the invoice in QuickBooks where it is to say so",
                asked.record.label(),
                response::named(&invoice.entity, None, &invoice.id),
                given.join(", ")
            ),
        )
    })
}

/// Accepts an invoice of which as much is open as was paid, in the same currency. A rest of it that no payment of
/// HubSpot's is likely to pay is told.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] when less is open, or it is voided, [`ActionError::InvalidRequest`] for another currency.
pub(crate) fn accept(
    subject: &Subject,
    invoice: &StandingInvoice,
    book_anyway: bool,
) -> Result<Vec<Warning>, ActionError> {
    let or_anyway = |otherwise| if book_anyway { "" } else { otherwise };
    let currency = subject.currency.code();
    if let Some(other) = invoice.currency.as_deref().filter(|code| *code != currency) {
        return Err(ActionError::invalid(format!(
            "{}: it is in {currency}, and {} of its sale is in {other}: nothing was created; \
             {BY_HAND}",
            subject.label,
            invoice.named()
        )));
    }
    if invoice.is_voided() {
        return Err(ActionError::AlreadyBooked {
            message: format!(
                "{}: {} of its sale is voided in QuickBooks, so nothing can be received on it: nothing \
                 was created; {BY_HAND}{}",
                subject.label,
                invoice.named(),
                or_anyway(", or set `options.book_anyway`, which makes another invoice")
            ),
        });
    }
    if subject.total <= invoice.balance {
        return Ok(rest_open(subject, invoice).into_iter().collect());
    }
    let amount = |value| response::amount(value, subject.decimals());
    Err(ActionError::AlreadyBooked {
        message: format!(
            "{}: {} was paid, and {} of its sale's {} is open: nothing was created; {BY_HAND}{}",
            subject.label,
            amount(subject.total),
            amount(invoice.balance),
            invoice.named(),
            or_anyway(", or, where the payment is of a sale of its own, set `options.book_anyway`")
        ),
    })
}

/// The warning that an invoice stays open by a rest although the payment is one of the whole, or that so little is left
/// that it is a difference of tax or rounding.
fn rest_open(subject: &Subject, invoice: &StandingInvoice) -> Option<Warning> {
    let rest = invoice.balance - subject.total;
    let is_whole = subject.due == Some(subject.total);
    let is_told = !rest.is_zero() && (is_whole || invoice.is_little(rest));
    let of_invoice = format!("its sale's {}", invoice.named());
    is_told.then(|| left_open(subject, subject.total, rest, &of_invoice))
}

/// The warning that so much of an invoice stays open.
pub(crate) fn left_open(
    subject: &Subject,
    paid: Decimal,
    rest: Decimal,
    of_invoice: &str,
) -> Warning {
    let amount = |value| response::amount(value, subject.decimals());
    Warning::new(
        "rest_open",
        format!(
            "{}: {} was paid, which leaves {} of {of_invoice} open: if no other payment is to come, correct the invoice, \
             or write the rest off, in QuickBooks",
            subject.label,
            amount(paid),
            amount(rest),
        ),
    )
}
