//! Evaluates a filter on a record, and names what the record does not meet.

use std::cmp::Ordering;

use super::{Filter, FilterError, FilterGroup, Operator, operand, token, validate};
use crate::Properties;

/// Tells whether the record's properties meet all filters of at least one group.
///
/// No groups match every record, as in HubSpot's search. The filter is validated first, so that a
/// broken one is an error and not a refusal.
pub fn matches(groups: &[FilterGroup], properties: &Properties) -> Result<bool, FilterError> {
    validate(groups)?;
    Ok(any_group(groups, properties))
}

/// The filters the record does not meet, such as `lifecyclestage IN` or
/// `country EQ (has no value)`; empty when it matches.
///
/// Names properties and operators, each pair once and in the order of the filter; never a value,
/// neither the record's nor the filter's.
pub fn unmet(groups: &[FilterGroup], properties: &Properties) -> Vec<String> {
    let mut descriptions = Vec::new();
    if any_group(groups, properties) {
        return descriptions;
    }
    for filter in groups.iter().flat_map(|group| &group.filters) {
        let description = describe(filter, properties);
        if !holds(filter, properties) && !descriptions.contains(&description) {
            descriptions.push(description);
        }
    }
    descriptions
}

fn any_group(groups: &[FilterGroup], properties: &Properties) -> bool {
    let all_hold =
        |group: &FilterGroup| group.filters.iter().all(|filter| holds(filter, properties));
    groups.is_empty() || groups.iter().any(all_hold)
}

fn describe(filter: &Filter, properties: &Properties) -> String {
    let has_value = properties.get(&filter.property_name).is_some();
    let remark = match filter.operator {
        Operator::HasProperty | Operator::NotHasProperty => "",
        _ if has_value => "",
        _ => " (has no value)",
    };
    format!("{} {}{remark}", filter.property_name, filter.operator)
}

/// Tells whether one filter holds; an operand that is missing makes it false.
fn holds(filter: &Filter, properties: &Properties) -> bool {
    let Some(value) = properties.get(&filter.property_name) else {
        return filter.operator == Operator::NotHasProperty;
    };
    let low = filter.value.as_deref().map(str::trim);
    let high = filter.high_value.as_deref().map(str::trim);
    let ordered = |bound: Option<&str>, wanted: fn(Ordering) -> bool| {
        bound
            .and_then(|bound| operand::order(value, bound))
            .is_some_and(wanted)
    };
    match filter.operator {
        Operator::HasProperty => true,
        Operator::NotHasProperty => false,
        Operator::Eq => low.is_some_and(|operand| operand::equal(value, operand)),
        Operator::Neq => low.is_some_and(|operand| !operand::equal(value, operand)),
        Operator::Lt => ordered(low, Ordering::is_lt),
        Operator::Lte => ordered(low, Ordering::is_le),
        Operator::Gt => ordered(low, Ordering::is_gt),
        Operator::Gte => ordered(low, Ordering::is_ge),
        Operator::Between => ordered(low, Ordering::is_ge) && ordered(high, Ordering::is_le),
        Operator::In => is_in(value, &filter.values),
        Operator::NotIn => !filter.values.is_empty() && !is_in(value, &filter.values),
        Operator::ContainsToken => low.is_some_and(|words| token::contains(value, words)),
        Operator::NotContainsToken => low.is_some_and(|words| !token::contains(value, words)),
    }
}

fn is_in(value: &str, operands: &[String]) -> bool {
    operands
        .iter()
        .any(|operand| operand::includes(value, operand.trim()))
}
