//! A QuickBooks object named in options or settings, by its name or its id.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::choice::{is_id, quickbooks_id};

/// The name or the id of a QuickBooks object such as a term, an account or a class.
///
/// In JSON a text of digits is an id and any other text a name; `{"quickbooks_id": "3"}` and
/// `{"name": "2026"}` say it outright, for the department that is called 2026.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NameOrId {
    /// The object's name, or its fully qualified name (`Parent:Child`).
    Name(String),
    /// QuickBooks' id of the object.
    Id(String),
}

/// The most bytes of a name: one of QuickBooks' longest with all its parents' has fewer.
const LONGEST: usize = 1_000;

impl NameOrId {
    /// The id, or the name where only a name is given.
    pub fn into_text(self) -> String {
        match self {
            Self::Name(text) | Self::Id(text) => text,
        }
    }
}

impl<'de> Deserialize<'de> for NameOrId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let named = value.as_object().filter(|object| object.len() == 1);
        let name = named.and_then(|object| object.get("name")?.as_str());
        match (value.as_str().map(str::trim), name.map(str::trim)) {
            (Some(id), _) if is_id(id) => Ok(Self::Id(id.to_owned())),
            (Some(name), _) | (_, Some(name)) if name.len() > LONGEST => {
                Err(D::Error::custom("expected a name of at most 1,000 bytes"))
            }
            (Some(name), _) | (_, Some(name)) if !name.is_empty() => {
                Ok(Self::Name(name.to_owned()))
            }
            _ => quickbooks_id(&value).map(Self::Id).ok_or_else(|| {
                D::Error::custom(
                    "expected a name or an id as a text, an id in quotation marks too, or an object with `name` or `quickbooks_id`",
                )
            }),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for NameOrId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NameOrId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The name or the id of a QuickBooks object: a text of digits is an id, \
                any other text a name.",
            "oneOf": [
                { "type": "string", "pattern": "\\S" },
                {
                    "type": "object",
                    "properties": { "quickbooks_id": { "type": "string", "pattern": "^[0-9]{1,20}$" } },
                    "required": ["quickbooks_id"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": { "name": { "type": "string", "pattern": "\\S" } },
                    "required": ["name"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl Serialize for NameOrId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, value) = match self {
            Self::Name(name) => ("name", name),
            Self::Id(id) => ("quickbooks_id", id),
        };
        serializer.collect_map([(key, value)])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::NameOrId;
    use crate::request::without_values;

    #[test]
    fn what_is_expected_of_a_name_reaches_the_reader_whole() {
        for given in [json!({"5": "GST"}), json!(3.5), json!(""), Value::Null] {
            let refused = serde_json::from_value::<NameOrId>(given).unwrap_err();
            let message = refused.to_string();
            assert!(message.contains("an id in quotation marks"), "{message}");
            assert_eq!(without_values(&message), message);
        }
    }
}
