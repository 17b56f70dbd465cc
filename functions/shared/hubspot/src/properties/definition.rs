//! The definitions of properties.

use serde::{Deserialize, Serialize};

/// The definition of a property, which says how its values are to be read and whether they can be written.
///
/// <https://developers.hubspot.com/docs/guides/api/crm/properties>
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyDefinition {
    /// The internal name, such as `hs_tax_amount`.
    pub name: String,
    /// The name that people see.
    #[serde(default)]
    pub label: String,
    /// The type of the values.
    #[serde(rename = "type")]
    pub property_type: PropertyType,
    /// The control by which it is edited, such as `select` or `checkbox` (of several options).
    #[serde(default)]
    pub field_type: String,
    /// The internal name of its group.
    #[serde(default)]
    pub group_name: String,
    /// The options of an enumeration.
    #[serde(default)]
    pub options: Vec<PropertyOption>,
    /// HubSpot computes the values.
    #[serde(default)]
    pub calculated: bool,
    /// It is in the recycle bin.
    #[serde(default)]
    pub archived: bool,
    /// People do not see it.
    #[serde(default)]
    pub hidden: bool,
    /// The type of record that the values name, such as `OWNER`.
    pub referenced_object_type: Option<String>,
    modification_metadata: Option<Modification>,
}

/// A group of properties.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PropertyGroup {
    /// The internal name.
    pub name: String,
    /// The name that people see.
    #[serde(default)]
    pub label: String,
    /// It is in the recycle bin.
    #[serde(default)]
    pub archived: bool,
}

/// One option of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PropertyOption {
    /// The text that a record's property holds.
    pub value: String,
    /// The text that people see.
    #[serde(default)]
    pub label: String,
    /// People cannot choose it any more.
    #[serde(default)]
    pub hidden: bool,
}

/// The type of a property's values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PropertyType {
    /// Text.
    String,
    /// A decimal number.
    Number,
    /// `true` or `false`.
    Bool,
    /// One option, or several.
    Enumeration,
    /// A day.
    Date,
    /// A moment.
    Datetime,
    /// A telephone number.
    PhoneNumber,
    /// Another one, as HubSpot writes it.
    #[serde(untagged)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Modification {
    #[serde(default)]
    read_only_value: bool,
}

impl PropertyDefinition {
    /// Tells whether an update of the property could only be refused.
    pub fn is_read_only(&self) -> bool {
        let modification = self.modification_metadata.as_ref();
        self.calculated || modification.is_some_and(|modification| modification.read_only_value)
    }
}

#[cfg(test)]
mod tests {
    use super::{PropertyDefinition, PropertyType};

    fn read(json: &str) -> PropertyDefinition {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_definition_is_read_as_hubspot_writes_it() {
        let definition = read(
            r#"{"updatedAt":"2026-01-05T10:00:00.000Z","createdAt":"2026-01-05T10:00:00.000Z","name":"qbo_status",
                "label":"QuickBooks status","type":"enumeration","fieldType":"select","description":"","groupName":"dealinformation",
                "options":[{"label":"Open","value":"open","displayOrder":0,"hidden":false},{"label":"Void","value":"void","hidden":true}],
                "displayOrder":-1,"calculated":false,"externalOptions":false,"hasUniqueValue":false,"hidden":false,"formField":true,
                "dataSensitivity":"non_sensitive",
                "modificationMetadata":{"archivable":true,"readOnlyDefinition":false,"readOnlyValue":false}}"#,
        );
        assert_eq!(definition.property_type, PropertyType::Enumeration);
        let values: Vec<_> = definition
            .options
            .iter()
            .map(|option| option.value.as_str())
            .collect();
        assert_eq!(values, ["open", "void"]);
        assert!(!definition.is_read_only());
    }

    #[test]
    fn a_calculated_or_read_only_property_cannot_be_written() {
        for (json, expected) in [
            (r#"{"name":"a","type":"number"}"#, false),
            (r#"{"name":"a","type":"number","calculated":true}"#, true),
            (
                r#"{"name":"a","type":"number","modificationMetadata":{"readOnlyValue":true}}"#,
                true,
            ),
        ] {
            assert_eq!(read(json).is_read_only(), expected, "{json}");
        }
    }

    #[test]
    fn a_type_that_is_not_known_keeps_its_name() {
        for (text, expected) in [
            ("string", PropertyType::String),
            ("phone_number", PropertyType::PhoneNumber),
            (
                "object_coordinates",
                PropertyType::Other("object_coordinates".to_owned()),
            ),
        ] {
            let json = format!(r#"{{"name":"a","type":"{text}"}}"#);
            assert_eq!(read(&json).property_type, expected);
        }
    }
}
