//! Inputs of workflows.

use serde_json::{Value, json};

use super::super::connection::NAME;
use crate::error::XtaskError;
use crate::workspace;

/// The sample of a payment that was refunded in full.
pub(super) const REFUNDED: &str = "create-refund-receipt/events/01-full-refund";

/// A request for a record of which only the id is known.
pub(super) fn by_id(object_type: &str, id: &str) -> Value {
    json!({
        "connection": NAME,
        "record": { "object_type": object_type, "id": id },
        "options": { "private_note": "an option" },
        "run": { "callback_id": format!("callback-{id}") },
    })
}

/// A request for an action.
pub(super) fn for_action(action: &str, id: &str) -> Value {
    let mut request = by_id("deal", id);
    request["action"] = action.into();
    request
}

/// A sample event of `create-invoice`, as an input of `quickbooks-action`.
pub(super) fn sample(name: &str) -> Result<Value, XtaskError> {
    let mut event = read(&format!("functions/create-invoice/events/{name}.json"))?;
    event["action"] = "create-invoice".into();
    Ok(event)
}

/// A JSON file of the workspace.
pub(super) fn read(path: &str) -> Result<Value, XtaskError> {
    let text = std::fs::read_to_string(workspace::root().join(path))?;
    serde_json::from_str(&text)
        .map_err(|error| XtaskError::broken(format!("{path} is JSON"), error))
}
