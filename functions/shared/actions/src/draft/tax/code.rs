//! The choice of a line's tax code, before names are resolved.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::ActionError;
use crate::options::NameOrId;
use crate::record::sale::{LineTax, Sale, SaleLine};
use crate::settings::{Settings, is_us};
use crate::text::fold::fold;

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
    let by_rate = || {
        let found = of_rate(tax, &rules.codes);
        found.map_err(|missing| missing_code(line, sale, missing))
    };
    let (chosen, missing) = if tax.is_exempt {
        (rules.untaxed_code.as_ref(), "`tax.untaxed_code`")
    } else if tax.is_taxed() {
        (
            by_rate()?.or(rules.default_code.as_ref()),
            "`tax.codes` for its rate, or `tax.default_code`",
        )
    } else if tax.has_name() {
        (by_rate()?, "`tax.codes` for its rate")
    } else {
        (
            by_rate()?.or(rules.untaxed_code.as_ref()),
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
    let missing = match (tax.rate, tax.has_name()) {
        (None, true) => missing.replace("its rate", "its name"),
        _ => missing.to_owned(),
    };
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
        None if tax.is_taxed() => format!(
            "{}, {}: its tax in HubSpot has neither rate nor name in the record, by which it finds its QuickBooks tax \
             code: load `hs_tax_rate` and `hs_tax_label`, or set {missing}",
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

/// The code that the settings have for a tax: by its id, its name or its percentage, the most exact first.
///
/// HubSpot's ids are long, but nothing says that they are: one that reads as another percentage than the tax's own
/// finds the code of that percentage. So it gives way to the name and the percentage; where these find nothing,
/// nothing tells what the setting means by the number.
///
/// # Errors
///
/// The setting that tells it.
pub(super) fn of_rate<'s>(
    tax: &LineTax,
    codes: &'s BTreeMap<String, NameOrId>,
) -> Result<Option<&'s NameOrId>, &'static str> {
    let find = |key: String| {
        let exact = codes.get(&key).or_else(|| in_any_order(&key, codes));
        exact.or_else(|| in_another_case(&key, codes))
    };
    let by_id = tax.rate_group.clone().and_then(find);
    let rate = tax.rate.map(|rate| rate.normalize().to_string());
    let by_name = [tax.label.clone(), rate].into_iter().flatten();
    let by_name = || by_name.clone().find_map(find);
    if by_id.is_none() || !is_another_percentage(tax) {
        return Ok(by_id.or_else(by_name));
    }
    let missing =
        "`tax.codes` for its name or its percentage: a key of its id reads as another percentage";
    by_name().map(Some).ok_or(missing)
}

/// True where a tax's id, or those of several together, read as another percentage than its own.
fn is_another_percentage(tax: &LineTax) -> bool {
    let percentage = |part: &str| {
        let number: Decimal = part.trim().parse().ok()?;
        (Decimal::ZERO..=Decimal::ONE_HUNDRED)
            .contains(&number)
            .then_some(number)
    };
    let (Some(id), Some(rate)) = (&tax.rate_group, tax.rate) else {
        return false;
    };
    let read: Option<Decimal> = id.split('+').map(percentage).sum();
    read.is_some_and(|read| read != rate)
}

/// The code of several taxes together, such as `GST + PST`: the order in which HubSpot lists them says
/// nothing.
fn in_any_order<'s>(key: &str, codes: &'s BTreeMap<String, NameOrId>) -> Option<&'s NameOrId> {
    let wanted = parts(key);
    let mut codes = codes.iter();
    let found = codes.find(|(known, _)| wanted.len() > 1 && parts(known) == wanted);
    found.map(|(_, code)| code)
}

/// The code of the one name that is the same but for upper and lower case, as in all other names of settings.
fn in_another_case<'s>(key: &str, codes: &'s BTreeMap<String, NameOrId>) -> Option<&'s NameOrId> {
    let wanted = fold(key);
    let mut same = codes.iter().filter(|(known, _)| fold(known) == wanted);
    match (same.next(), same.next()) {
        (Some((_, code)), None) => Some(code),
        _ => None,
    }
}

fn parts(key: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = key.split('+').map(str::trim).collect();
    parts.sort_unstable();
    parts
}

#[cfg(test)]
mod tests;
