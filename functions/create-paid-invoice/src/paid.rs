//! The payment for an invoice, checked against the lines before it is made and against QuickBooks' total
//! after.

use actions::draft::totals::QuickBooksTotals;
use actions::record::payment::Payment;
use actions::reservation::Scope;
use actions::response::{self, Warning};
use actions::settings::{Settings, is_inclusive};
use actions::subject::priced_sale::PricedSale;
use actions::subject::{Apart, duplicate, is_little};
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;

use crate::options::PaidInvoiceOptions;
use crate::received::{self, Way};
use crate::waiting;

/// The sale that a payment paid for, or the money that is received on the invoice of that sale.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment that was not charged, is booked another way or is not
/// what its lines sum to; [`ActionError::TaxableLineItem`] for taxable lines where the settings do not
/// take them; [`ActionError::AlreadyBooked`] for a sale of which no invoice is to be paid. What was begun
/// is finished or repeated, whatever became of the payment since.
pub(crate) fn subject(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Subject, ActionError> {
    let payment = Payment::read(asked.record, &asked.settings.company)?;
    if !asked.begun {
        payment.require_charged()?;
        payment.check_decimals("what was paid", payment.gross, asked.settings)?;
        if !asked.options.book_anyway {
            duplicate::refuse_from_quickbooks(asked.record)?;
        }
    }
    match received::way(asked)? {
        // One of a HubSpot invoice, too: the sale of that invoice was made here.
        Way::Receive(invoices) => received::subject(asked, payment, invoices),
        Way::Either(invoices) => {
            let invoices = match sold(asked, payment.clone()) {
                // A part makes no second invoice over all lines beside the one on which it can be received.
                Ok(sold) if sold.scope == Scope::Whole => invoices.unless_settled(),
                Ok(_) => invoices.unless(Apart::NotExact),
                Err(_) => invoices.unless(Apart::NotTaken),
            };
            received::subject(asked, payment, invoices)
        }
        Way::Sell => {
            if !asked.begun && !asked.options.book_anyway {
                duplicate::refuse_booked_elsewhere(asked.record)?;
                duplicate::refuse_without_its_quote(asked.record, asked.settings.one_sale_per)?;
            }
            let mut sold = sold(asked, payment)?;
            if !asked.begun && !asked.options.book_anyway && sold.scope == Scope::Whole {
                received::refuse_beside_quotes(asked)?;
            }
            (sold.warnings).extend(asked.apart.into_iter().flatten().cloned());
            Ok(sold)
        }
    }
}

/// The sale with an invoice of its own.
fn sold(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    payment: Payment,
) -> Result<Subject, ActionError> {
    let (gross, is_recurring) = (payment.gross, payment.is_recurring);
    let sold = Subject::of_payment(asked, payment, asked.options.payment_method.as_ref())?;
    let is_part = gross < with_tax(&sold, asked.settings)
        || is_part_of_rates(asked, &sold, gross, is_recurring);
    if !asked.begun {
        check_tax(asked, &sold)?;
        if is_part {
            check_part(asked, &sold, gross, is_recurring)?;
        } else {
            check_sum(asked, &sold, gross)?;
        }
    }
    if is_part {
        // Whoever pays the rest settles this invoice, so the sale is held whole.
        let scope = Scope::Whole;
        return Ok(Subject { scope, ..sold });
    }
    let due = Some(gross);
    Ok(Subject { due, ..sold })
}

/// The amount of the lines with the tax that HubSpot shows.
fn with_tax(sold: &Subject, settings: &Settings) -> Decimal {
    let tax = sold.sale.as_ref().and_then(|priced| priced.sale.tax);
    let tax = tax.filter(|_| !is_inclusive(settings));
    sold.total + tax.unwrap_or_default()
}

/// True where a payment is less than the lines with the tax that their rates come to, and may be a part of that.
/// One that may not is compared with what QuickBooks computes: a buyer may be exempt from a rate.
fn is_part_of_rates(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    sold: &Subject,
    gross: Decimal,
    is_recurring: bool,
) -> bool {
    let tax = sold.sale.as_ref().map(|priced| priced.due_tax);
    let tax = tax.filter(|_| !is_inclusive(asked.settings));
    let due = sold.total + tax.unwrap_or_default();
    gross < due && check_part(asked, sold, gross, is_recurring).is_ok()
}

fn check_tax(asked: &ReadInput<'_, PaidInvoiceOptions>, sold: &Subject) -> Result<(), ActionError> {
    let taxed = taxed_lines(sold);
    if is_taxed(asked, &taxed) && !asked.settings.paid_invoices.taxable_lines {
        return Err(taxable(&sold.label, &taxed));
    }
    Ok(())
}

fn taxed_lines(sold: &Subject) -> Vec<&str> {
    let lines = sold.sale.iter().flat_map(|priced| &priced.sale.lines);
    let taxed = lines.filter(|line| line.tax.is_taxed());
    taxed.map(|line| line.id.as_str()).collect()
}

fn is_taxed(asked: &ReadInput<'_, PaidInvoiceOptions>, taxed: &[&str]) -> bool {
    !taxed.is_empty() || !asked.record.taxes.is_empty()
}

/// Checks that a payment of less than its lines may be a part of them.
fn check_part(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    sold: &Subject,
    gross: Decimal,
    is_recurring: bool,
) -> Result<(), ActionError> {
    let record = asked.record;
    let shares = [&record.deals, &record.quotes, &record.invoices];
    let recurring = sold.sale.as_ref().and_then(|priced| {
        // A HubSpot invoice is of one period, whose payments share it.
        let line = priced.sale.recurring_line();
        line.filter(|_| record.invoices.is_empty())
    });
    let of_recurring;
    let way_out = if gross <= Decimal::ZERO {
        "leave payments of nothing out of the workflow"
    } else if is_recurring {
        "it is recurring, so it is a sale of its own, and no other payment pays the rest: correct its line \
         items"
    } else if let Some(line) = recurring {
        of_recurring = format!("{} {OF_RECURRING}", line.label());
        &of_recurring
    } else if !asked.settings.paid_invoices.part_payments {
        "if it is a part payment, set `paid_invoices.part_payments`; if the difference is a discount, put it \
         on the line items"
    } else if shares.iter().all(|records| records.is_empty()) {
        record.way_to_complete(SHARES_NOTHING_AS_GIVEN, SHARES_NOTHING)
    } else {
        return Ok(());
    };
    Err(not_settled(asked.settings, sold, gross, way_out))
}

const OF_RECURRING: &str = "recurs, and its later payments are sales of their own, so none of them pays the rest: if it was \
     not charged in full yet, as before the end of a trial or for a part of a month, book the payment by \
     create-sales-receipt with `payments.on_difference` at `warn`, and correct the receipt in QuickBooks; if another payment \
     pays the rest, let create-invoice book the deal or quote that they share first, on which each is received";
const SHARES_NOTHING: &str = "it shares no deal, quote or invoice with the payments of the rest, so these would not find \
     its invoice: associate them in HubSpot";
const SHARES_NOTHING_AS_GIVEN: &str = "it shares no deal, quote or invoice with the payments of the rest, so these would \
     not find its invoice: associate them in HubSpot, and load the associations too";

/// Checks that a payment is what its lines come to, where QuickBooks adds no tax.
fn check_sum(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    sold: &Subject,
    gross: Decimal,
) -> Result<(), ActionError> {
    if gross > Decimal::ZERO && (sold.total == gross || is_taxed(asked, &taxed_lines(sold))) {
        return Ok(());
    }
    let way_out = if gross > Decimal::ZERO {
        "if the difference is a fee or a tax, put it on the line items; if it is a tip, which no line item of a payment in \
         HubSpot takes, let create-sales-receipt book the payment with `payments.on_difference` at `warn`, and add the tip to \
         the receipt in QuickBooks"
    } else {
        "leave payments of nothing out of the workflow"
    };
    Err(not_settled(asked.settings, sold, gross, way_out))
}

fn not_settled(settings: &Settings, sold: &Subject, gross: Decimal, way_out: &str) -> ActionError {
    let amount = |value| response::amount(value, sold.decimals());
    let due = with_tax(sold, settings);
    let tax = due - sold.total;
    let taxed = if tax.is_zero() {
        String::new()
    } else {
        format!(", with the tax of {} to {}", amount(tax), amount(due))
    };
    let sale = sold.sale.as_ref();
    let without_unbilled = sale.map(PricedSale::without_unbilled).unwrap_or_default();
    ActionError::invalid(format!(
        "{}: {} was paid, and its line items sum to {}{taxed}{without_unbilled}: an invoice over them would not be settled, so \
         nothing was created; {way_out}",
        sold.label,
        amount(gross),
        amount(sold.total)
    ))
}

fn taxable(label: &str, lines: &[&str]) -> ActionError {
    let lines = match lines {
        [] => "the record as a whole is".to_owned(),
        [line] => format!("line item {line} is"),
        lines => format!("line items {} are", lines.join(", ")),
    };
    ActionError::TaxableLineItem {
        message: format!(
            "{label}: {lines} taxable, and a paid invoice takes no taxable lines: book the payment as a \
             sales receipt, or set the connection's `paid_invoices.taxable_lines`"
        ),
    }
}

/// Accepts an invoice of which QuickBooks' total, with the tax it computed, is what was paid, or more
/// where that is a part. So little more that no payment is likely to come for it is told.
///
/// # Errors
///
/// [`ActionError::TaxableLineItem`] with both figures: such an invoice would never be settled.
pub(crate) fn accept(
    subject: &Subject,
    computed: &QuickBooksTotals,
) -> Result<Vec<Warning>, ActionError> {
    let paid = subject.payment.as_ref().map(|payment| payment.gross);
    let is_settled = match computed.due {
        Some(due) => due == computed.total,
        None => paid.is_none_or(|paid| paid <= computed.total),
    };
    let (false, EntityKind::Invoice) = (is_settled, computed.document) else {
        return Ok(rest_open(subject, computed).into_iter().collect());
    };
    let amount = |value| response::amount(value, subject.decimals());
    Err(ActionError::TaxableLineItem {
        message: format!(
            "{}: {} was paid, and QuickBooks computes {} for it, of which {} is tax: the invoice was \
             deleted again; {}make the tax in QuickBooks the same as HubSpot's, or set `payments.on_difference` to \
             `warn`, and book the payment as a sales receipt of what QuickBooks computes",
            subject.label,
            amount(computed.due.or(paid).unwrap_or_default()),
            amount(computed.total),
            amount(computed.tax),
            subject
                .sale
                .as_ref()
                .map_or("", |sale| sale.way_out_of_other_tax(computed.tax))
        ),
    })
}

/// The warning that a part leaves so little of the invoice that is made of it open that it is no payment to come.
fn rest_open(subject: &Subject, computed: &QuickBooksTotals) -> Option<Warning> {
    let paid = subject.payment.as_ref()?.gross;
    let rest = computed.total.checked_sub(paid)?;
    let is_told = computed.document == EntityKind::Invoice
        && computed.due.is_none()
        && !rest.is_zero()
        && is_little(rest, computed.total);
    is_told.then(|| waiting::left_open(subject, paid, rest, "its invoice"))
}
