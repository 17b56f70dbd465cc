//! Records of the functions' sample events.

use serde_json::{Value, json};

/// Personal data of every record here; it may go to an action and nowhere else.
pub const PERSONAL: [&str; 3] = ["canary@example.com", "(510) 555-0199", "9 Canary Lane"];

/// The sample that HubSpot has under every id, by its type and the type's name in HubSpot's addresses.
const SAMPLES: [(&str, &str, &str); 3] = [
    ("deal", "deals", "create-estimate/events/01-deal"),
    ("quote", "quotes", "create-estimate/events/02-quote"),
    (
        "payment",
        "commerce_payments",
        "create-paid-invoice/events/01-payment-link",
    ),
];

/// The lists of a record whose objects are its own alone.
const OWN: [&str; 5] = ["contacts", "line_items", "discounts", "fees", "taxes"];

/// The name in HubSpot's addresses, and the sample, of a type of records.
pub(crate) fn of_type(object_type: &Value) -> Option<(&'static str, &'static str)> {
    let mut all = SAMPLES.iter();
    let found = all.find(|(name, ..)| object_type == *name);
    found.map(|(_, path, sample)| (*path, *sample))
}

/// The record of a sample event, such as `create-invoice/events/01-deal`, under another id, with a contact of its own, and
/// with the ids of its objects made of its own: what is put into HubSpot again under an id leaves the record that had it.
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
    for (place, list) in OWN.into_iter().enumerate() {
        let objects = record[list].as_array_mut().into_iter().flatten();
        for (number, object) in objects.enumerate() {
            object["id"] = format!("{}{id}{number:03}", place + 1).into();
            if let Some(properties) = object["properties"].as_object_mut() {
                properties.remove("hs_object_id");
            }
        }
    }
    record
}

/// A JSON file of the workspace, by its path from the root.
pub fn read_json(path: &str) -> Value {
    serde_json::from_str(&template::read_file(path))
        .unwrap_or_else(|error| panic!("{path} is not JSON: {error}"))
}
