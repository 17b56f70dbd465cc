//! Custom fields of sales forms, such as a purchase order's number.

use std::collections::{BTreeMap, HashSet};

use quickbooks::entity::CustomField;
use serde::Deserialize;
use serde_json::Value;

use crate::ActionError;
use crate::options::{custom_field_id, custom_fields_fit};
use crate::response::Warning;

/// The custom fields to post, from values by id or by a name that the settings give an id.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for more than three, for a value that is too long, and for a name
/// that the settings do not know.
pub fn custom_fields(
    values: &BTreeMap<String, String>,
    ids: &BTreeMap<String, String>,
) -> Result<Vec<CustomField>, ActionError> {
    custom_fields_fit(values)?;
    let filled = values.iter().filter(|(_, value)| !value.trim().is_empty());
    let fields = filled.map(|(name, value)| custom_field(name, value.trim(), ids));
    let fields: Vec<CustomField> = fields.collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    match fields
        .iter()
        .find(|field| !seen.insert(&field.definition_id))
    {
        None => Ok(fields),
        Some(twice) => Err(ActionError::invalid(format!(
            "`options.custom_fields` has two values for the field {}, one of them by its name in the setting \
             `custom_fields`: leave one out",
            twice.definition_id.as_deref().unwrap_or_default()
        ))),
    }
}

fn custom_field(
    name: &str,
    value: &str,
    ids: &BTreeMap<String, String>,
) -> Result<CustomField, ActionError> {
    Ok(CustomField {
        definition_id: Some(custom_field_id(name, value, ids)?),
        name: None,
        field_type: Some("StringType".to_owned()),
        string_value: Some(value.to_owned()),
    })
}

/// The part of a document that has custom fields, as posted and as answered.
#[derive(Default, Deserialize)]
struct WithFields {
    #[serde(default, rename = "CustomField")]
    fields: Vec<CustomField>,
}

/// A warning that names the custom fields of which QuickBooks' answer shows no value: it drops the value of a field that
/// the company does not define, and says nothing (laravel-quickbooks, issue 2).
pub(crate) fn left_out(posted: &[u8], answered: &Value, label: &str) -> Option<Warning> {
    let posted: WithFields = serde_json::from_slice(posted).unwrap_or_default();
    if posted.fields.is_empty() {
        return None;
    }
    let answered = WithFields::deserialize(answered).unwrap_or_default();
    let is_there = |wanted: &CustomField| {
        answered.fields.iter().any(|field| {
            field.definition_id == wanted.definition_id && field.string_value.is_some()
        })
    };
    let lost = posted.fields.iter().filter(|field| !is_there(field));
    let ids: Vec<&str> = lost
        .filter_map(|field| field.definition_id.as_deref())
        .collect();
    (!ids.is_empty()).then(|| {
        let message = format!(
            "{label}: QuickBooks left out the value of custom field {}: define the field in the company, or correct its \
             id in `options.custom_fields` or the setting `custom_fields`",
            ids.join(" and ")
        );
        Warning::new("custom_field_left_out", message)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{custom_fields, left_out};

    #[test]
    fn a_custom_field_that_quickbooks_dropped_is_named_and_one_it_kept_is_not() {
        let posted = br#"{"CustomField": [{"DefinitionId": "1", "StringValue": "Crew 7"}, {"DefinitionId": "9", "StringValue": "x"}]}"#;
        let kept = json!({"DefinitionId": "1", "Name": "Crew #", "StringValue": "Crew 7"});
        let empty = json!({"DefinitionId": "9", "Name": "Colour"});
        let warned = |answered| {
            let warning = left_out(posted, &json!({ "CustomField": answered }), "deal 9001");
            warning.map(|warning| warning.message)
        };
        let message = warned(json!([kept, empty])).unwrap();
        assert!(
            message.starts_with("deal 9001: QuickBooks left out the value of custom field 9:"),
            "{message}"
        );
        assert!(warned(json!([])).unwrap().contains("custom field 1 and 9"));
        let both = json!([kept, {"DefinitionId": "9", "StringValue": "x"}]);
        assert_eq!(warned(both), None);
        assert_eq!(left_out(b"{}", &json!({}), "deal 9001"), None);
    }

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn posted(values: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
        let fields = custom_fields(&map(values), &map(&[("po_number", "2")]));
        let pair = |field: quickbooks::entity::CustomField| {
            (field.definition_id.unwrap(), field.string_value.unwrap())
        };
        fields
            .map(|fields| fields.into_iter().map(pair).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_field_is_named_by_its_id_or_a_name_of_the_settings() {
        let fields = posted(&[("1", "Crew 7"), ("po_number", " 4500017733 "), ("3", "")]).unwrap();
        let expected = [("1", "Crew 7"), ("2", "4500017733")];
        assert_eq!(
            fields,
            expected.map(|(id, value)| (id.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(
            posted(&[("crew", "7")])
                .unwrap_err()
                .contains("options.custom_fields.crew")
        );
        assert!(
            posted(&[("1", &"x".repeat(32))])
                .unwrap_err()
                .contains("31")
        );
        assert!(
            posted(&[("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")])
                .unwrap_err()
                .contains('4')
        );
        let twice = posted(&[("2", "a"), ("po_number", "b")]).unwrap_err();
        assert!(twice.contains("two values for the field 2"), "{twice}");
    }
}
