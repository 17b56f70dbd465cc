//! The definitions of properties.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The definition of a property, as far as the portal goes by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Definition {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) label: String,
    /// `string`, `number`, `bool`, `enumeration`, `date` or `datetime`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) field_type: String,
    #[serde(default)]
    pub(crate) group_name: String,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) options: Vec<PropertyOption>,
    #[serde(default)]
    pub(crate) has_unique_value: bool,
    /// `true` if only HubSpot sets it.
    #[serde(default)]
    pub(crate) read_only: bool,
    /// `true` if it came with HubSpot.
    #[serde(default)]
    pub(crate) hubspot_defined: bool,
}

/// A value that an enumeration may have.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PropertyOption {
    #[serde(default)]
    pub(crate) label: String,
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) hidden: bool,
}

impl Definition {
    /// The definition as the API answers it.
    pub(crate) fn json(&self) -> Value {
        let option = |(order, option): (usize, &PropertyOption)| {
            json!({
                "label": option.label,
                "value": option.value,
                "displayOrder": order,
                "hidden": option.hidden,
            })
        };
        let options: Vec<Value> = self.options.iter().enumerate().map(option).collect();
        json!({
            "name": self.name,
            "label": self.label,
            "type": self.kind,
            "fieldType": self.field_type,
            "description": self.description,
            "groupName": self.group_name,
            "options": options,
            "displayOrder": -1,
            "calculated": self.read_only,
            "externalOptions": false,
            "archived": false,
            "hasUniqueValue": self.has_unique_value,
            "hidden": false,
            "hubspotDefined": self.hubspot_defined,
            "formField": !self.read_only,
            "modificationMetadata": {
                "archivable": !self.hubspot_defined,
                "readOnlyDefinition": self.hubspot_defined,
                "readOnlyValue": self.read_only,
            },
        })
    }
}
