//! Lines that are first billed later: what HubSpot charges, and shows as due, is without them until then
//! (<https://knowledge.hubspot.com/payments/schedule-recurring-payments-to-start-in-the-future>).

use super::billing_period::contract_value;
use super::ties;
use crate::record::sale::{Sale, SaleLine};
use crate::response::{Warning, amount};
use crate::settings::Settings;

/// Leaves the lines out that are billed later, where the total that the record shows is what the others come to, and not
/// what all do: who opens a payment link once the billing has begun pays for all.
pub(super) fn leave_out(sale: &mut Sale, settings: &Settings) -> Option<Warning> {
    let is_later = |line: &SaleLine| sale.is_billed_later(line);
    let is_mixed = sale.lines.iter().any(is_later) && !sale.lines.iter().all(is_later);
    let shown = sale.shown_total.filter(|_| is_mixed)?;
    if ties(sale, settings) || contract_value(sale, settings).is_some() {
        return None;
    }
    let (later, now) = sale.lines.iter().cloned().partition(is_later);
    let billed = Sale {
        lines: now,
        ..sale.clone()
    };
    if !ties(&billed, settings) {
        return None;
    }
    let warning = Warning::new(
        "billed_later",
        format!(
            "{} shows {}, which is without {}: the document is without it, so book it when it is billed",
            sale.label,
            amount(shown, sale.decimals()),
            words(&later)
        ),
    );
    *sale = billed;
    Some(warning)
}

pub(super) fn words(lines: &[SaleLine]) -> String {
    let first = |line: &SaleLine| line.recurrence.as_ref()?.first_billing();
    let word = |line: &SaleLine| {
        let first = first(line).unwrap_or_default();
        format!("{}, which is billed from {first}", line.label())
    };
    let words: Vec<String> = lines.iter().map(word).collect();
    words.join(", and ")
}
