//! The invoice that waits for a payment, among those of its sale as QuickBooks has them.

use actions::response::{self, Warning};
use actions::subject::{Apart, Choice, StandingInvoice};
use actions::{ActionError, Subject};
use rust_decimal::Decimal;

/// Chooses the invoice on which a payment is received: the one of which as much is open as was paid, in the same currency; of
/// several, the one that is open for exactly it. A rest of it that no payment of HubSpot's is likely to pay is told.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] when less is open, all are voided, or nothing tells which of several it pays,
/// [`ActionError::InvalidRequest`] for another currency.
pub(crate) fn choose(
    subject: &Subject,
    invoices: &[StandingInvoice],
    book_anyway: bool,
) -> Result<Choice, ActionError> {
    let is_open = |invoice: &&StandingInvoice| {
        is_same_currency(subject, invoice)
            && !invoice.is_voided()
            && subject.total <= invoice.balance
    };
    let open: Vec<&StandingInvoice> = invoices.iter().filter(is_open).collect();
    let exact = open.iter().copied();
    let exact = exact.filter(|invoice| invoice.balance == subject.total);
    let exact: Vec<&StandingInvoice> = exact.collect();
    let is_apart = match subject.apart {
        _ if invoices.iter().all(StandingInvoice::is_voided) => true,
        Apart::Never => false,
        Apart::Settled => invoices.iter().all(|invoice| invoice.balance.is_zero()),
        Apart::NotTaken => open.is_empty(),
        Apart::NotExact => exact.is_empty(),
    };
    if book_anyway && is_apart {
        let told = stays_open(subject, SOLD, invoices.iter());
        return Ok(Choice::Apart(told.into_iter().collect()));
    }
    match (&*open, &*exact) {
        ([invoice], _) | (_, [invoice]) => {
            let booked = format!("it is received on {}", invoice.named());
            let others = invoices.iter().filter(|other| other.id != invoice.id);
            let told = stays_open(subject, &booked, others);
            let told = rest_open(subject, invoice).into_iter().chain(told);
            Ok(Choice::On(Some((*invoice).clone()), told.collect()))
        }
        ([], _) => Err(none_takes(subject, invoices, book_anyway)),
        (several, _) => Err(nothing_tells(subject, several)),
    }
}

const SOLD: &str = "an invoice of its own is made of it (`options.book_anyway`)";
const BY_HAND: &str = "receive the payment in QuickBooks by hand";

fn is_same_currency(subject: &Subject, invoice: &StandingInvoice) -> bool {
    let currency = invoice.currency.as_deref();
    currency.is_none_or(|code| code == subject.currency.code())
}

/// The refusal of a payment that none of the invoices takes.
fn none_takes(subject: &Subject, invoices: &[StandingInvoice], book_anyway: bool) -> ActionError {
    let or_anyway = |otherwise| if book_anyway { "" } else { otherwise };
    let label = &subject.label;
    let same = invoices.iter();
    let same = same.filter(|invoice| is_same_currency(subject, invoice));
    let same: Vec<&StandingInvoice> = same.collect();
    match (&*same, invoices) {
        ([], [other, ..]) => ActionError::invalid(format!(
            "{label}: it is in {}, and {} of its sale is in {}: nothing was created; {BY_HAND}",
            subject.currency.code(),
            other.named(),
            other.currency.as_deref().unwrap_or_default()
        )),
        ([invoice, ..], _) if invoice.is_voided() => ActionError::AlreadyBooked {
            message: format!(
                "{label}: {} of its sale is voided in QuickBooks, so nothing can be received on it: nothing was created; \
                 {BY_HAND}{}",
                invoice.named(),
                or_anyway(", or set `options.book_anyway`, which makes another invoice")
            ),
        },
        _ => ActionError::AlreadyBooked {
            message: format!(
                "{label}: {} was paid, and {} is open: nothing was created; {BY_HAND}{}",
                response::amount(subject.total, subject.decimals()),
                open_of(subject, &same),
                or_anyway(
                    ", or, where the payment is of a sale of its own, set `options.book_anyway`"
                )
            ),
        },
    }
}

/// The refusal of a payment that several invoices take.
fn nothing_tells(subject: &Subject, several: &[&StandingInvoice]) -> ActionError {
    ActionError::AlreadyBooked {
        message: format!(
            "{}: {} was paid, and {} is open, and nothing tells which of them it pays: nothing was created; {BY_HAND} on \
             that one, or, where that is the invoice of a quote, associate the payment with the quote in HubSpot",
            subject.label,
            response::amount(subject.total, subject.decimals()),
            open_of(subject, several)
        ),
    }
}

/// The amount that is open of each invoice, as messages name it.
fn open_of(subject: &Subject, invoices: &[&StandingInvoice]) -> String {
    let open = invoices.iter().map(|invoice| {
        let open = response::amount(invoice.balance, subject.decimals());
        format!("{open} of its sale's {}", invoice.named())
    });
    open.collect::<Vec<_>>().join(" and ")
}

/// The warning that invoices of its sale stay open although a payment is booked like this.
fn stays_open<'i>(
    subject: &Subject,
    booked: &str,
    others: impl Iterator<Item = &'i StandingInvoice>,
) -> Option<Warning> {
    let open = others.filter(|invoice| !invoice.balance.is_zero());
    let open: Vec<&StandingInvoice> = open.collect();
    (!open.is_empty()).then(|| {
        let message = format!(
            "{}: {booked}, and {} stays open: if that is what was paid, or is the same sale again, correct it in QuickBooks",
            subject.label,
            open_of(subject, &open)
        );
        Warning::new("invoice_stays_open", message)
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
