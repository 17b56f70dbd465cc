//! Properties and groups of properties that are to be made.

use serde::Serialize;

use crate::properties::PropertyType;

/// A group of properties: a heading under which people find them.
///
/// <https://developers.hubspot.com/docs/guides/api/crm/properties>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPropertyGroup {
    /// The internal name: small letters, digits and underscores, with a letter first.
    pub name: String,
    /// The name that people see.
    pub label: String,
}

/// A property that is to be made.
///
/// <https://developers.hubspot.com/docs/guides/api/crm/properties>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewProperty {
    /// The internal name: small letters, digits and underscores, with a letter first. It cannot be changed later.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// An explanation for people.
    pub description: String,
    /// The internal name of its group.
    pub group_name: String,
    /// The type of the values.
    #[serde(rename = "type")]
    pub property_type: PropertyType,
    /// The control by which it is edited, such as `text` or `select`.
    pub field_type: String,
    /// The options of an enumeration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<NewPropertyOption>,
    /// False keeps it out of forms.
    pub form_field: bool,
}

/// One option of an enumeration that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPropertyOption {
    /// The text that a record's property holds.
    pub value: String,
    /// The text that people see.
    pub label: String,
    /// The place among the options.
    pub display_order: u32,
    /// True when people cannot choose it.
    pub hidden: bool,
}
