//! Inputs of workflows.

use serde_json::{Value, json};
use workflows::{CONNECTION, read_json};

/// The sample of a payment that was refunded in full.
pub(crate) const REFUNDED: &str = "create-refund-receipt/events/01-full-refund";

/// A request for a record of which only the id is known.
pub(crate) fn by_id(object_type: &str, id: &str) -> Value {
    json!({
        "connection": CONNECTION,
        "record": { "object_type": object_type, "id": id },
        "options": { "private_note": "an option" },
        "run": { "callback_id": format!("callback-{id}") },
    })
}

/// A request for an action.
pub(crate) fn for_action(action: &str, id: &str) -> Value {
    let mut request = by_id("deal", id);
    request["action"] = action.into();
    request
}

/// A sample event of `create-invoice` for a record with this id, as an input of `quickbooks-action`.
pub(crate) fn sample(name: &str, id: &str) -> Value {
    let mut event = read_json(&format!("functions/create-invoice/events/{name}.json"));
    event["action"] = "create-invoice".into();
    event["record"]["id"] = id.into();
    event["record"]["properties"]["hs_object_id"] = id.into();
    event
}
