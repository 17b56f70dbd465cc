//! A sales receipt for a HubSpot payment: what is read of it, and the comparison of the totals.

use actions::draft::totals::QuickBooksTotals;
use actions::record::payment::Payment;
use actions::response::{self, Warning};
use actions::settings::{Mismatch, Settings};
use actions::subject::duplicate;
use actions::subject::priced_sale::PricedSale;
use actions::{ActionError, ReadInput, Subject};
use rust_decimal::Decimal;

use crate::options::SalesReceiptOptions;

/// The sale that a payment paid for.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment that was not charged, is in the books already or is not
/// what its lines come to; one that was begun before is finished or repeated, whatever became of the
/// payment since.
pub(crate) fn subject(asked: &ReadInput<'_, SalesReceiptOptions>) -> Result<Subject, ActionError> {
    let payment = Payment::read(asked.record, &asked.settings.company)?;
    if !asked.begun {
        payment.require_charged()?;
    }
    if !asked.begun && !asked.options.book_anyway {
        duplicate::refuse_booked_elsewhere(asked.record)?;
    }
    let gross = payment.gross;
    let sold = Subject::of_payment(asked, payment, asked.options.payment_method.as_ref())?;
    if !asked.begun && asked.settings.payments.on_difference == Mismatch::Refuse {
        check_sum(&sold, gross)?;
    }
    Ok(sold)
}

/// Refuses what cannot come to the amount that was paid, before anything is posted: QuickBooks computes
/// the tax, and only adds it.
fn check_sum(sold: &Subject, gross: Decimal) -> Result<(), ActionError> {
    let lines = sold.sale.iter().flat_map(|priced| &priced.sale.lines);
    let is_taxed = lines.into_iter().any(|line| line.tax.is_taxed());
    if sold.total == gross || (is_taxed && sold.total < gross) {
        return Ok(());
    }
    let amount = |value| response::amount(value, sold.decimals());
    if gross <= Decimal::ZERO {
        return Err(ActionError::invalid(format!(
            "{}: nothing was paid, and its line items sum to {}: leave payments of nothing out of the workflow",
            sold.label,
            amount(sold.total)
        )));
    }
    let sale = sold.sale.as_ref();
    let without_unbilled = sale.map(PricedSale::without_unbilled).unwrap_or_default();
    let mut sales = sold.sale.iter();
    let recurs = sales.any(|priced| priced.sale.recurring_line().is_some());
    let part = if sold.total > gross && recurs {
        "if a line item that recurs was not charged in full yet, as before the end of a trial, set `payments.on_difference` \
         to `warn`, and correct the receipt in QuickBooks; "
    } else if sold.total > gross {
        "if it is a part payment, let create-paid-invoice book it with the setting \
         `paid_invoices.part_payments`; "
    } else {
        ""
    };
    Err(ActionError::invalid(format!(
        "{}: {} was paid, and its line items sum to {}{without_unbilled}: a sales receipt is for what was paid, so nothing was \
         created; {part}if the difference is a discount, a fee or a tax, put it on the line items; else, as for a tip, which \
         no line item of a payment in HubSpot takes, set `payments.on_difference` to `warn`, and correct the receipt in \
         QuickBooks",
        sold.label,
        amount(gross),
        amount(sold.total)
    )))
}

/// Compares QuickBooks' total, with the tax it computed, with what the buyer paid.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] with both figures, where the settings refuse a difference.
pub(crate) fn accept(
    subject: &Subject,
    computed: &QuickBooksTotals,
    settings: &Settings,
) -> Result<Vec<Warning>, ActionError> {
    let Some(payment) = &subject.payment else {
        return Ok(Vec::new());
    };
    if computed.total == payment.gross {
        return Ok(Vec::new());
    }
    let amount = |value| response::amount(value, payment.decimals());
    let message = format!(
        "{}: {} was paid, and QuickBooks computes {} for it, of which {} is tax",
        payment.label,
        amount(payment.gross),
        amount(computed.total),
        amount(computed.tax)
    );
    match settings.payments.on_difference {
        Mismatch::Warn => Ok(vec![Warning::new("paid_differs", message)]),
        Mismatch::Refuse => Err(ActionError::invalid(format!(
            "{message}: the sales receipt was deleted again; {}correct the line items or the tax rates, or \
             set `payments.on_difference` to `warn`",
            subject
                .sale
                .as_ref()
                .map_or("", |sale| sale.way_out_of_other_tax(computed.tax))
        ))),
    }
}
