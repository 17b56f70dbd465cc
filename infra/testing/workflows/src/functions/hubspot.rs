//! The records that an action given one by its id would read from HubSpot: they come from the functions' samples.

use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use serde_json::Value;

use crate::sample::record;

/// The record that HubSpot has under every id, by its type.
const SAMPLES: [(&str, &str); 3] = [
    ("deal", "create-estimate/events/01-deal"),
    ("quote", "create-estimate/events/02-quote"),
    ("payment", "create-paid-invoice/events/01-payment-link"),
];

/// The request in an event: the event itself, or the detail of one of a bus.
pub(super) fn request_of(event: &Value) -> &Value {
    event.get("detail").unwrap_or(event)
}

/// True when an event gives a record by its type and id alone.
pub(super) fn is_by_id(event: &Value) -> bool {
    let record = &request_of(event)["record"];
    record["id"].is_string() && record["properties"].is_null()
}

/// The event with the record that HubSpot holds: the test's own, else the sample of its type.
pub(super) fn whole(event: &Value, own: Option<Value>) -> Option<Value> {
    let mut whole = request_of(event).clone();
    let record = own.or_else(|| record_of_type(&whole["record"]))?;
    whole["record"] = record;
    Some(whole)
}

/// The answer to a record by its id, as the function gives it unless details are wanted: without its customer's name,
/// and with people masked in a preview, here with every text.
pub(super) async fn without_people(event: &Value, answer: Response) -> Response {
    if request_of(event)["run"]["details"] == true {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let mut body: Value = serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_default();
    if let Some(customer) = body.get_mut("customer").and_then(Value::as_object_mut) {
        customer.remove("name");
    }
    if let Some(preview) = body.get_mut("preview") {
        mask(preview);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.to_string()))
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(mask),
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::String(text) => "…".clone_into(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn record_of_type(of: &Value) -> Option<Value> {
    let (_, sample) = SAMPLES
        .iter()
        .find(|(name, _)| of["object_type"] == *name)?;
    Some(record(sample, of["id"].as_str()?))
}
