//! Records of the functions' sample events.

use serde_json::{Value, json};

/// The connection of the samples.
pub const CONNECTION: &str = "us-books";

/// Personal data of every record here; it may go to an action and nowhere else.
pub const PERSONAL: [&str; 3] = ["canary@example.com", "(510) 555-0199", "9 Canary Lane"];

/// The record of a sample event, such as `create-invoice/events/01-deal`, under another id, with a contact of its own.
pub fn record(sample: &str, id: &str) -> Value {
    let event = read_json(&format!("functions/{sample}.json"));
    let mut record = match event.get("detail") {
        Some(detail) => detail["record"].clone(),
        None => event["record"].clone(),
    };
    let [email, phone, address] = PERSONAL;
    record["id"] = id.into();
    record["properties"]["hs_object_id"] = id.into();
    record["contacts"] = json!([{ "id": "8051", "properties": {
        "firstname": "Petra", "lastname": "Finch",
        "email": email, "phone": phone, "address": address, "lifecyclestage": "customer",
    } }]);
    record
}

/// A JSON file of the workspace, by its path from the root.
pub fn read_json(path: &str) -> Value {
    serde_json::from_str(&template::read_file(path))
        .unwrap_or_else(|error| panic!("{path} is not JSON: {error}"))
}
