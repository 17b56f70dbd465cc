//! The connection's sync filter, which a contact must meet to be billed.

use std::collections::BTreeSet;

use hubspot::{FilterGroup, Record};

use crate::ActionError;
use crate::record::absence::absent;
use crate::settings::{CustomerMatching, MatchingMode};

/// Checks a contact (or, when a company is billed, the company) against the connection's filter.
///
/// # Errors
///
/// [`ActionError::ContactNotEligible`] that names the conditions not met, without values.
pub fn check_eligible(
    label: &str,
    record: &Record,
    rules: &CustomerMatching,
) -> Result<(), ActionError> {
    if rules.mode == MatchingMode::Legacy {
        return Ok(());
    }
    let groups = &rules.filter_groups;
    match hubspot::matches(groups, &record.properties) {
        Ok(true) => Ok(()),
        Ok(false) => Err(ActionError::ContactNotEligible {
            message: format!(
                "{label} does not meet the connection's sync filter ({}): nothing was created; {}",
                hubspot::unmet(groups, &record.properties).join("; "),
                not_loaded(groups, record).unwrap_or_else(|| {
                    "enrol only records that meet it, or change the filter".to_owned()
                })
            ),
        }),
        Err(error) => Err(ActionError::SettingMissing {
            message: format!("the setting `customers.filter_groups` cannot be used: {error}"),
        }),
    }
}

/// The properties that the filter asks for and the record was not loaded with: none of them is known to be empty.
fn not_loaded(groups: &[FilterGroup], record: &Record) -> Option<String> {
    let filters = groups.iter().flat_map(|group| &group.filters);
    let names: BTreeSet<&str> = filters
        .map(|filter| filter.property_name.as_str())
        .filter(|name| !record.properties.has(name))
        .collect();
    let absent: Vec<String> = names
        .into_iter()
        .map(|name| absent(&record.properties, name))
        .collect();
    (!absent.is_empty()).then(|| absent.join("; "))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check_eligible;
    use crate::settings::Settings;

    fn refusal(properties: &Value) -> String {
        let filter =
            json!({"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"});
        let settings = json!({"company": {"realm_id": "1"}, "customers": {"mode": "sync_filter",
            "filter_groups": [{"filters": [filter]}]}});
        let settings = Settings::parse(&settings.to_string()).unwrap();
        let contact =
            serde_json::from_value(json!({"id": "51", "properties": properties})).unwrap();
        let checked = check_eligible("contact 51", &contact, &settings.customers);
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn a_property_of_the_filter_that_was_not_loaded_is_told_apart_from_an_empty_one() {
        let missing = refusal(&json!({}));
        let expected = "`lifecyclestage` is not in the record: load it too";
        assert!(missing.contains(expected), "{missing}");
        for present in [json!(""), json!("lead")] {
            let other = refusal(&json!({"lifecyclestage": present}));
            assert!(other.contains("does not meet"), "{other}");
            assert!(!other.contains("load"), "{other}");
        }
        assert_eq!(refusal(&json!({"lifecyclestage": "customer"})), "");
    }
}
