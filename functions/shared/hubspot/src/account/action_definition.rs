//! Definitions of workflow actions, as the older API has them.

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

/// A definition of a workflow action that an app has registered.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionDefinition {
    /// HubSpot's id of the definition.
    pub id: String,
    /// The definition as HubSpot has it.
    pub content: Value,
}

impl<'de> Deserialize<'de> for ActionDefinition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let content = Value::deserialize(deserializer)?;
        let id = match &content["id"] {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return Err(D::Error::missing_field("id")),
        };
        Ok(Self { id, content })
    }
}
