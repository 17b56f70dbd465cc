//! The sample events.

use serde_json::Value;

/// The path of a sample event.
pub(crate) fn path(name: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    format!("{root}/functions/create-invoice/events/{name}.json")
}

/// The bytes of a sample event.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

/// A sample event as JSON.
pub(crate) fn json(name: &str) -> Value {
    serde_json::from_slice(&bytes(name)).unwrap()
}
