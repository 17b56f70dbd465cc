//! The payment for an invoice, checked against the lines before it is made and against QuickBooks' total
//! after.

use actions::draft::totals::QuickBooksTotals;
use actions::record::payment::Payment;
use actions::response;
use actions::subject::duplicate;
use actions::{ActionError, ReadInput, Subject};
use quickbooks::EntityKind;
use rust_decimal::Decimal;

use crate::options::PaidInvoiceOptions;

/// The sale that a payment paid for.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a payment that was not charged, is in the books already or is
/// not what its lines sum to; [`ActionError::TaxableLineItem`] for taxable lines where the settings do
/// not take them. What was begun is finished or repeated, whatever became of the payment since.
pub(crate) fn subject(asked: &ReadInput<'_, PaidInvoiceOptions>) -> Result<Subject, ActionError> {
    let payment = Payment::read(asked.record, &asked.settings.company)?;
    let gross = payment.gross;
    if !asked.begun {
        payment.require_charged()?;
    }
    if !asked.begun && !asked.options.book_anyway {
        duplicate::refuse_booked_elsewhere(asked.record)?;
    }
    let sold = Subject::of_payment(asked, payment, asked.options.payment_method.as_ref())?;
    if !asked.begun {
        check(asked, &sold, gross)?;
    }
    let due = Some(gross);
    Ok(Subject { due, ..sold })
}

fn check(
    asked: &ReadInput<'_, PaidInvoiceOptions>,
    sold: &Subject,
    gross: Decimal,
) -> Result<(), ActionError> {
    let lines = sold.sale.iter().flat_map(|priced| &priced.sale.lines);
    let taxed: Vec<&str> = lines
        .filter(|line| line.tax.is_taxed())
        .map(|line| line.id.as_str())
        .collect();
    let is_taxed = !taxed.is_empty() || !asked.record.taxes.is_empty();
    match (is_taxed, asked.settings.paid_invoices.taxable_lines) {
        (true, true) => Ok(()),
        (true, false) => Err(taxable(&sold.label, &taxed)),
        (false, _) => check_sum(sold, gross),
    }
}

fn check_sum(sold: &Subject, gross: Decimal) -> Result<(), ActionError> {
    if gross > Decimal::ZERO && sold.total == gross {
        return Ok(());
    }
    let amount = |value| response::amount(value, sold.decimals());
    Err(ActionError::invalid(format!(
        "{}: {} was paid, and its line items sum to {}: an invoice over them would not be settled, so \
         nothing was created; if the difference is a discount or a tax, put it on the line items, or \
         book the payment as a sales receipt",
        sold.label,
        amount(gross),
        amount(sold.total)
    )))
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

/// Accepts an invoice of which QuickBooks' total, with the tax it computed, is what was paid.
///
/// # Errors
///
/// [`ActionError::TaxableLineItem`] with both figures: such an invoice would never be settled.
pub(crate) fn accept(subject: &Subject, computed: &QuickBooksTotals) -> Result<(), ActionError> {
    let due = computed.due.filter(|due| *due != computed.total);
    let (Some(due), EntityKind::Invoice) = (due, computed.document) else {
        return Ok(());
    };
    let amount = |value| response::amount(value, subject.decimals());
    Err(ActionError::TaxableLineItem {
        message: format!(
            "{}: {} was paid, and QuickBooks computes {} for it, of which {} is tax: the invoice was \
             deleted again; make the tax in QuickBooks the same as HubSpot's, or book the payment as a \
             sales receipt",
            subject.label,
            amount(due),
            amount(computed.total),
            amount(computed.tax)
        ),
    })
}
