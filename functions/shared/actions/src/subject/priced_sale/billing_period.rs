//! Recurring lines: a document of them is over one billing period, whatever the record shows as its total.

use rust_decimal::Decimal;
use strum::VariantArray;

use super::{comes_to_total, tied_of, ties};
use crate::record::sale::{ContractValue, Sale, SaleLine, contract_amount};
use crate::response::Warning;
use crate::settings::Settings;

/// The contract value that a record with recurring lines shows as its total, where it is one: the lines
/// are of one billing period then, and are not compared with it.
pub(super) fn contract_value(sale: &Sale, settings: &Settings) -> Option<(ContractValue, Decimal)> {
    let shown = sale.shown_total?;
    let is_recurring = sale.lines.iter().any(|line| line.recurrence.is_some());
    if !is_recurring || sale.total_has_tax || ties(sale, settings) {
        return None;
    }
    let comes_to = |kind: &ContractValue| {
        let amount = |line: &SaleLine| contract_amount(line.recurrence.as_ref(), *kind, line.net);
        let nets: Option<Vec<Decimal>> = sale.lines.iter().map(amount).collect();
        nets.is_some_and(|nets| {
            tied_of(&nets, sale, settings.amounts.order_discount_style, settings)
                .as_ref()
                .is_ok_and(|(tied, _)| comes_to_total(tied))
        })
    };
    let kind = ContractValue::VARIANTS.iter().find(|kind| comes_to(kind))?;
    Some((*kind, shown))
}

/// The warning that a document of recurring lines is over one billing period.
pub(super) fn billing_period(
    sale: &Sale,
    contract: Option<(ContractValue, Decimal)>,
) -> Option<Warning> {
    let recurring = |line: &SaleLine| {
        let recurrence = line.recurrence.as_ref()?;
        if recurrence.is_once() {
            return None;
        }
        let times = recurrence
            .billings
            .map(|times| format!(", {} times", times.round_dp(2).normalize()));
        let from = recurrence.first_billing();
        let from = from.map(|first| format!(", from {first}"));
        Some(format!(
            "{} is billed {}{}{}",
            line.label(),
            recurrence.frequency,
            times.unwrap_or_default(),
            from.unwrap_or_default()
        ))
    };
    let lines: Vec<String> = sale.lines.iter().filter_map(recurring).collect();
    if lines.is_empty() || sale.total_has_tax {
        return None;
    }
    let shown = contract.map(|(kind, shown)| format!(" (it shows the {kind}, {shown})"));
    Some(Warning::new(
        "one_billing_period",
        format!(
            "{}{}: {}: the document is over one billing period",
            sale.label,
            shown.unwrap_or_default(),
            lines.join("; ")
        ),
    ))
}
