//! A payment that is received on the invoice that was made of its sale before.

use actions::record::payment::Payment;
use actions::record::sale::Sale;
use actions::reservation::{BookedSale, Scope, Sold, in_progress};
use actions::response::{self, Warning};
use actions::settings::is_inclusive;
use actions::subject::Apart;
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
    /// The payment alone, on one of the invoices that were made of its sale; none where it is only to be repeated.
    Receive(Invoices),
    /// The one or the other, by what is open of these invoices: it is booked anyway.
    Either(Invoices),
}

/// The invoices that were made of the sale of a payment.
#[derive(Default)]
pub(crate) struct Invoices {
    all: Vec<DocumentRef>,
    /// True where the sale has one document, and that is the invoice.
    is_one: bool,
    /// The case in which the payment is received on none of them.
    apart: Option<Apart>,
}

impl Invoices {
    /// The same for a payment that is a sale of its own in this case.
    pub(crate) fn unless(self, apart: Apart) -> Self {
        let apart = Some(apart);
        Self { apart, ..self }
    }

    /// The same for a part, or a payment of a HubSpot invoice: each of its kind would make an invoice over the whole else.
    pub(crate) fn unless_settled(self) -> Self {
        let apart = if self.is_one {
            Apart::Never
        } else {
            Apart::Settled
        };
        self.unless(apart)
    }
}

/// Decides the way of a payment: the one that was begun, else by what was made of its sale.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] for a sale that has something else than invoices,
/// [`ActionError::InProgress`] while another payment is received on one.
pub(crate) fn way(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Way, ActionError> {
    match asked.begun_with {
        Some(EntityKind::Payment) => return Ok(Way::Receive(Invoices::default())),
        Some(_) => return Ok(Way::Sell),
        None if asked.options.book_anyway => return anyway(asked),
        None => {}
    }
    let label = asked.record.label();
    match asked.sale.sold() {
        Sold::Nothing => Ok(Way::Sell),
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => {
            let invoices = invoices(asked, &label, &booked)?;
            Ok(Way::Receive(unsettled(asked, &label, invoices)?))
        }
    }
}

/// The way of a payment that is booked although it, or its sale, is booked already: on an invoice of its sale that waits for
/// it all the same, and where none does, as QuickBooks says, with one of its own.
fn anyway(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Way, ActionError> {
    let label = asked.record.label();
    let booked = match asked.sale.sold() {
        Sold::Booked(booked) if asked.apart.is_none() => booked,
        Sold::InProgress(unit) => return Err(in_progress(&label, &unit)),
        Sold::Booked(_) | Sold::Nothing => return Ok(Way::Sell),
    };
    let mut standing = asked.sale.of_named_quotes(&booked);
    let is_one = standing.len() == 1;
    standing.retain(|sale| is_invoice(sale) && !asked.sale.is_of_other_quote(sale));
    let standing = of_company(asked, standing);
    if standing.is_empty() || booked.iter().any(|sale| asked.sale.is_own(sale)) {
        return Ok(Way::Sell);
    }
    let all = complete(&label, standing)?;
    let all = unsettled(asked, &label, all)?.all;
    let invoices = Invoices {
        all,
        is_one,
        apart: None,
    };
    Ok(if is_of_hubspot_invoice(asked.record) {
        Way::Receive(invoices.unless_settled())
    } else {
        Way::Either(invoices)
    })
}

/// Refuses a part where a quote of the same deal has a document, also where each record is a sale of its own
/// (`one_sale_per`): the one that is made of this part would be over the whole of the deal.
///
/// # Errors
///
/// [`ActionError::AlreadyBooked`] then, [`ActionError::InProgress`] while it is being made.
pub(crate) fn refuse_beside_quotes(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
) -> Result<(), ActionError> {
    let label = asked.record.label();
    match asked.sale.sold_by_quotes() {
        Sold::Nothing => Ok(()),
        Sold::InProgress(unit) => Err(in_progress(&label, &unit)),
        Sold::Booked(booked) => {
            let advice = booked.iter().any(is_invoice).then_some(NAME_THE_QUOTE);
            Err(asked.sale.already_booked(&label, &booked, advice))
        }
    }
}

const NAME_THE_QUOTE: &str =
    "to receive the part on the invoice of the quote, associate the payment with that in HubSpot";

/// The invoices of a sale: of those, QuickBooks tells which is open. Those of a quote that the payment names come first.
fn invoices(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    label: &str,
    booked: &[BookedSale],
) -> Result<Vec<DocumentRef>, ActionError> {
    let sale = asked.sale;
    if booked.iter().any(|one| sale.is_own(one)) {
        // It was received for an enrolment, before a payment was received once.
        return Err(sale.already_booked(label, booked, None));
    }
    let is_itself = |one: &BookedSale| sale.is_of_record(&one.unit);
    if booked.iter().any(is_itself) && !booked.iter().all(is_itself) {
        return Err(sale.booked_itself(label, booked));
    }
    let named = sale.of_named_quotes(booked);
    if !named.iter().all(is_invoice) {
        let advice = named.iter().any(is_invoice).then_some(NOT_IN_RECEIPT);
        return Err(sale.already_booked(label, &named, advice));
    }
    let standing = of_company(asked, named);
    if standing.is_empty() {
        return Err(sale.already_booked(label, booked, None));
    }
    complete(label, standing)
}

const NOT_IN_RECEIPT: &str =
    "where the sales receipt is not of this money, receive the payment in QuickBooks by hand";

fn is_invoice(sale: &BookedSale) -> bool {
    sale.document.entity == EntityKind::Invoice.name()
}

/// Those in the connection's company.
fn of_company(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    mut booked: Vec<BookedSale>,
) -> Vec<BookedSale> {
    booked.retain(|sale| sale.company == asked.settings.company.realm_id);
    booked
}

/// These documents, none of which waits for its own payment: that comes first, and if it is refused, the invoice is deleted
/// again.
fn complete(label: &str, booked: Vec<BookedSale>) -> Result<Vec<DocumentRef>, ActionError> {
    match booked.iter().find(|sale| !sale.is_complete) {
        Some(sale) => Err(in_progress(label, &sale.unit)),
        None => Ok(booked.into_iter().map(|sale| sale.document).collect()),
    }
}

/// These invoices, while no other payment is received on one of them: what is open is not known before.
fn unsettled(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    label: &str,
    all: Vec<DocumentRef>,
) -> Result<Invoices, ActionError> {
    match asked.sale.settling() {
        Some(unit) => Err(in_progress(label, unit)),
        None => Ok(Invoices {
            all,
            ..Invoices::default()
        }),
    }
}

/// The money of a payment, received on one of these invoices.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment of nothing.
pub(crate) fn subject(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    payment: Payment,
    invoices: Invoices,
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
    let left_out = left_out(asked, &invoices.all);
    let received = Subject::of_receipt(asked, payment, method);
    Ok(Subject {
        warnings: received.warnings.into_iter().chain(left_out).collect(),
        only: Some(EntityKind::Payment),
        scope: Scope::Beside,
        apart: invoices.apart.unwrap_or(Apart::Never),
        invoices: invoices.all,
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
fn left_out(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    invoices: &[DocumentRef],
) -> Option<Warning> {
    let invoice = match invoices {
        [] => return None,
        [invoice] => response::named(&invoice.entity, None, &invoice.id),
        _ => "an invoice".to_owned(),
    };
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
                "{}: it is received on {invoice} of its sale, and a payment has none of this: {} left out; change \
                 the invoice in QuickBooks where it is to say so",
                asked.record.label(),
                given.join(", ")
            ),
        )
    })
}
