//! The choice of a line's tax code, before names are resolved.

use std::collections::BTreeMap;

use crate::ActionError;
use crate::options::NameOrId;
use crate::record::sale::{LineTax, Sale, SaleLine};
use crate::settings::{Settings, is_us};

/// A line's tax code, before names are resolved.
pub(super) enum Code<'s> {
    /// A US line: taxed or not; QuickBooks computes the tax.
    Us(bool),
    /// One of the company's tax codes.
    Named(&'s NameOrId),
}

/// The code of a line. Outside the US a rate of nothing has a code of its own as any other: what is
/// zero-rated and what is not taxed stand apart in a tax return. A line that HubSpot exempts from its
/// rate has the code of those it does not tax.
pub(super) fn code<'s>(
    line: &SaleLine,
    sale: &Sale,
    settings: &'s Settings,
) -> Result<Code<'s>, ActionError> {
    let tax = &line.tax;
    if is_us(&settings.company) {
        return Ok(Code::Us(tax.is_taxed()));
    }
    let rules = &settings.tax;
    let by_rate = of_rate(tax, &rules.codes);
    let (chosen, missing) = if tax.is_exempt {
        (rules.untaxed_code.as_ref(), "`tax.untaxed_code`")
    } else if tax.is_taxed() {
        (
            by_rate.or(rules.default_code.as_ref()),
            "`tax.codes` for its rate, or `tax.default_code`",
        )
    } else if tax.has_name() {
        (by_rate, "`tax.codes` for its rate")
    } else {
        (
            by_rate.or(rules.untaxed_code.as_ref()),
            "`tax.untaxed_code`",
        )
    };
    chosen
        .map(Code::Named)
        .ok_or_else(|| missing_code(line, sale, missing))
}

/// The refusal of a tax without a code: the one on the whole, or that of a line.
pub(super) fn missing_code(line: &SaleLine, sale: &Sale, missing: &str) -> ActionError {
    let tax = &line.tax;
    let shown = shown(tax);
    let message = match shown {
        Some(shown) if sale.order.is_tax_of(tax) => format!(
            "{}: the tax on its whole, {shown}, has no QuickBooks tax code: set {missing}",
            sale.label
        ),
        Some(shown) => format!(
            "{}, {}: its tax in HubSpot, {shown}, has no QuickBooks tax code: set {missing}",
            sale.label,
            line.label()
        ),
        None => format!(
            "{}, {}: it has no tax in HubSpot, and no QuickBooks tax code: set {missing}",
            sale.label,
            line.label()
        ),
    };
    ActionError::SettingMissing { message }
}

/// A tax as people know it: by its name, its percentage and HubSpot's id of it, by each of which it may stand
/// in the settings.
pub(super) fn shown(tax: &LineTax) -> Option<String> {
    let label = tax.label.as_ref().map(|label| format!("`{label}`"));
    let rate = tax.rate.map(|rate| format!("{} %", rate.normalize()));
    let id = tax.rate_group.as_ref().map(|id| format!("id `{id}`"));
    let parts: Vec<String> = [label, rate, id].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The code that the settings have for a tax rate.
pub(super) fn of_rate<'s>(
    tax: &LineTax,
    codes: &'s BTreeMap<String, NameOrId>,
) -> Option<&'s NameOrId> {
    keys(tax)
        .iter()
        .find_map(|key| codes.get(key).or_else(|| in_any_order(key, codes)))
}

/// The code of several taxes together, such as `GST + PST`: the order in which HubSpot lists them says
/// nothing.
fn in_any_order<'s>(key: &str, codes: &'s BTreeMap<String, NameOrId>) -> Option<&'s NameOrId> {
    let wanted = parts(key);
    let mut codes = codes.iter();
    let found = codes.find(|(known, _)| wanted.len() > 1 && parts(known) == wanted);
    found.map(|(_, code)| code)
}

fn parts(key: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = key.split('+').map(str::trim).collect();
    parts.sort_unstable();
    parts
}

/// By what a rate may stand in the settings, the most exact first.
fn keys(tax: &LineTax) -> Vec<String> {
    let rate = tax.rate.map(|rate| rate.normalize().to_string());
    [tax.rate_group.clone(), tax.label.clone(), rate]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests;
