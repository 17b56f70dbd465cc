//! The sample events of the functions, as tests send them.

use std::path::Path;

use serde_json::{Value, json};

/// A sample event of a function, such as `create-invoice` and `01-deal`, for a record with this id and
/// with nobody who waits.
pub fn sample(function: &str, name: &str, id: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let path = root.join(format!("functions/{function}/events/{name}.json"));
    let text = std::fs::read_to_string(path).expect("a sample event");
    let mut event: Value = serde_json::from_str(&text).expect("JSON");
    event["record"]["id"] = id.into();
    if let Some(own) = event["record"]["properties"].get_mut("hs_object_id") {
        *own = id.into();
    }
    event["run"] = json!({});
    event
}
