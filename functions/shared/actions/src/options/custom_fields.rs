//! Custom fields of sales forms, as options give them values.

use std::collections::BTreeMap;

use crate::ActionError;
use crate::text::{self, shortened};

/// The longest value, by Intuit's schema of a string custom field. A longer one is refused, never
/// cut: half an order number is another order's.
const LONGEST: usize = 31;

/// Sales forms have three custom fields of text
/// (<https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields>).
const MOST_CUSTOM_FIELDS: usize = 3;

/// Checks that there are no more custom fields than a sales form has.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for more than three.
pub fn custom_fields_fit(values: &BTreeMap<String, String>) -> Result<(), ActionError> {
    if values.len() <= MOST_CUSTOM_FIELDS {
        return Ok(());
    }
    Err(ActionError::invalid(format!(
        "`options.custom_fields` has {} fields: QuickBooks' sales forms have {MOST_CUSTOM_FIELDS}",
        values.len()
    )))
}

/// QuickBooks' id of a custom field, which options give by that or by a name of the settings, where its value can be sent.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a name that the settings do not know, and for a value that is too long.
pub fn custom_field_id(
    name: &str,
    value: &str,
    ids: &BTreeMap<String, String>,
) -> Result<String, ActionError> {
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
    Ok(id)
}
