//! Custom fields of sales forms, such as a purchase order's number.

use std::collections::BTreeMap;

use quickbooks::entity::CustomField;

use crate::ActionError;
use crate::options::custom_fields_fit;
use crate::text;
use crate::text::shortened;

/// The longest value, by Intuit's schema of a string custom field. A longer one is refused, never
/// cut: half an order number is another order's.
const LONGEST: usize = 31;

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
    filled
        .map(|(name, value)| custom_field(name, value.trim(), ids))
        .collect()
}

fn custom_field(
    name: &str,
    value: &str,
    ids: &BTreeMap<String, String>,
) -> Result<CustomField, ActionError> {
    let place = format!("`options.custom_fields.{}`", shortened(name));
    let is_id = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let id = ids
        .get(name)
        .cloned()
        .or_else(|| is_id.then(|| name.to_owned()));
    let id = id.ok_or_else(|| {
        ActionError::invalid(format!(
            "{place}: use the field's id, or give the name one in the setting `custom_fields`"
        ))
    })?;
    if value.chars().count() > LONGEST {
        return Err(ActionError::invalid(format!(
            "{place} has more than the {LONGEST} characters QuickBooks takes"
        )));
    }
    if text::one_line(value, LONGEST).text != value {
        return Err(ActionError::invalid(format!(
            "{place} has line ends or characters that QuickBooks does not take"
        )));
    }
    Ok(CustomField {
        definition_id: Some(id),
        name: None,
        field_type: Some("StringType".to_owned()),
        string_value: Some(value.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::custom_fields;

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
    }
}
