//! The id of a run: an action and a record.

use std::fmt;
use std::str::FromStr;

use hubspot::ObjectId;
use registry::RegisteredAction;
use serde_json::{Value, json};

/// The id of a run, such as `create-invoice/deal/9001`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RunId {
    action: RegisteredAction,
    object_type: String,
    id: String,
}

impl RunId {
    /// The run of an action for a record, if there can be one.
    pub(crate) fn of(action: &str, object_type: &str, id: &str) -> Option<Self> {
        let action = RegisteredAction::named(action)?;
        let is_type = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let is_record = !object_type.is_empty() && object_type.bytes().all(is_type);
        (is_record && ObjectId::new(id).is_ok()).then(|| Self {
            action,
            object_type: object_type.to_owned(),
            id: id.to_owned(),
        })
    }

    /// The action.
    pub(crate) fn action(&self) -> RegisteredAction {
        self.action
    }

    /// The record, such as `deal 9001`.
    pub(crate) fn record(&self) -> String {
        format!("{} {}", self.object_type, self.id)
    }

    /// The request by the record's id.
    pub(crate) fn request(&self, connection: &str) -> Value {
        json!({
            "connection": connection,
            "record": { "object_type": self.object_type, "id": self.id },
        })
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.action.name(), self.object_type, self.id)
    }
}

impl FromStr for RunId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(['/', ' ']).collect();
        match parts.as_slice() {
            [action, object_type, id] => Self::of(action, object_type, id),
            _ => None,
        }
        .ok_or_else(|| {
            "a run is a function, a type of record and an id, such as create-invoice/deal/9001"
                .to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RunId;

    #[test]
    fn a_run_is_an_action_and_a_record() {
        let id: RunId = "create-invoice/deal/9001".parse().unwrap();
        assert_eq!(id.to_string(), "create-invoice/deal/9001");
        assert_eq!(id.record(), "deal 9001");
        for wrong in [
            "",
            "deal 9001",
            "create-invoce/deal/9001",
            "create-invoice/deal",
            "create-invoice/deal/x",
            "create-invoice/Deal/9001",
            "create-invoice/deal/9001/Invoice",
        ] {
            assert!(wrong.parse::<RunId>().is_err(), "{wrong}");
        }
    }
}
