//! The id of a run: an action and a record.

use std::fmt;
use std::str::FromStr;

use hubspot::RecordName;
use registry::RegisteredAction;
use serde_json::{Value, json};

/// The id of a run, such as `create-invoice/deal/9001`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RunId {
    action: RegisteredAction,
    record: RecordName,
}

impl RunId {
    /// The run of an action for a record, if there can be one.
    pub(crate) fn of(action: &str, object_type: &str, id: &str) -> Option<Self> {
        format!("{action}/{object_type}/{id}").parse().ok()
    }

    /// The action.
    pub(crate) fn action(&self) -> RegisteredAction {
        self.action
    }

    /// The record, such as `deal 9001`.
    pub(crate) fn record(&self) -> String {
        self.record.to_string()
    }

    /// The request by the record's id.
    pub(crate) fn request(&self, connection: &str) -> Value {
        json!({
            "connection": connection,
            "record": { "object_type": self.record.object_type, "id": self.record.id },
        })
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RecordName { object_type, id } = &self.record;
        write!(f, "{}/{object_type}/{id}", self.action.name())
    }
}

impl FromStr for RunId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (action, record) = text.trim().split_once(['/', ' ']).unwrap_or_default();
        match (RegisteredAction::named(action), record.parse()) {
            (Some(action), Ok(record)) => Ok(Self { action, record }),
            _ => Err(
                "a run is a function, a type of record and an id, such as create-invoice/deal/9001"
                    .to_owned(),
            ),
        }
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
        for spelling in [
            "create-invoice deal 9001",
            "create-invoice/Deals/9001",
            "create-invoice/0-3/9001",
        ] {
            assert_eq!(spelling.parse().as_ref(), Ok(&id), "{spelling}");
        }
        for wrong in [
            "",
            "deal 9001",
            "create-invoce/deal/9001",
            "create-invoice/deal",
            "create-invoice/deal/x",
            "create-invoice/deel/9001",
            "create-invoice/deal/9001/Invoice",
        ] {
            assert!(wrong.parse::<RunId>().is_err(), "{wrong}");
        }
    }
}
