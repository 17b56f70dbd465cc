//! Files of made-up deals.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A deal of a customer and a product that every sample company has.
pub(crate) fn deal(id: usize) -> Value {
    let amount = format!("{}.{:02}", 10 + id % 90, id % 100);
    let line = json!({ "name": "Hours", "quantity": "1", "price": amount, "amount": amount });
    json!({
        "object_type": "deal",
        "id": id.to_string(),
        "properties": { "dealname": format!("Deal {id}"), "amount": amount },
        "contacts": [{ "id": "301", "properties": {
            "firstname": "Amy", "lastname": "Lauterbach", "email": "birds@intuit.com",
        } }],
        "line_items": [{ "id": format!("7{id}"), "properties": line }],
    })
}

/// A file of deals with these ids, as JSON lines.
pub(crate) fn json_lines(folder: &Path, name: &str, ids: std::ops::Range<usize>) -> PathBuf {
    let mut text = String::new();
    for id in ids {
        writeln!(text, "{}", deal(id)).unwrap();
    }
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}
