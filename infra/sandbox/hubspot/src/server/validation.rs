//! The account's own rules for values, which writes are checked against from `2026-09` on.
//!
//! <https://developers.hubspot.com/changelog>, August 2026. The refusal's words are published nowhere.

use serde_json::{Map, Value};

use super::api::Context;
use super::call::Call;
use crate::object_type::ObjectType;
use crate::portal::text_of;
use crate::refusal::{PropertyFault, Refusal};

/// The date from which on the rules count.
const SINCE: &str = "/2026-09/";

/// Refuses a write under that date with a value that the account's rules do not allow.
pub(super) fn check(context: &Context<'_>, call: &Call) -> Result<(), Refusal> {
    let rules = &context.shared.options.validation_rules;
    let is_checked = call.operation().is_write() && context.request.path.contains(SINCE);
    let Some(object_type) = call
        .object_type()
        .filter(|_| is_checked && !rules.is_empty())
    else {
        return Ok(());
    };
    let sent: Map<String, Value> = context.request.json().unwrap_or_default();
    let inputs = sent.get("inputs").and_then(Value::as_array);
    let inputs = inputs.into_iter().flatten();
    let all = inputs
        .filter_map(|input| input.get("properties"))
        .chain(sent.get("properties"));
    let faults = all.flat_map(|properties| faults(context, object_type, properties));
    let faults: Vec<PropertyFault> = faults.collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refusal::properties(context.state.portal.id, &faults))
}

fn faults(
    context: &Context<'_>,
    object_type: ObjectType,
    properties: &Value,
) -> Vec<PropertyFault> {
    let rules = context.shared.options.validation_rules.iter();
    let rules = rules.filter(|rule| rule.object_type == object_type);
    rules
        .filter_map(|rule| {
            let text = text_of(properties.get(&rule.property)?).unwrap_or_default();
            let is_too_long = text.chars().count() > rule.longest;
            is_too_long.then(|| PropertyFault {
                name: rule.property.clone(),
                code: "PROPERTY_VALIDATION_RULE",
                message: format!(
                    "{} may have {} characters at most",
                    rule.property, rule.longest
                ),
            })
        })
        .collect()
}
