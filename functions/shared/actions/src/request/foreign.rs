//! Events of HubSpot's that are no requests, and fields that have a place of their own in one.

use serde_json::{Map, Value};
use strum::VariantArray as _;

use super::properties::Associated;

/// The fields of a record beside its lists, also those that HubSpot's API sends.
pub(super) const OF_RECORD: [&str; 8] = [
    "object_type",
    "id",
    "properties",
    "archived",
    "associations",
    "createdAt",
    "updatedAt",
    "url",
];

/// The fields of a run.
const OF_RUN: [&str; 6] = [
    "workflow_id",
    "callback_id",
    "enrollment_id",
    "occasion",
    "portal_id",
    "details",
];

/// The fields of what HubSpot posts when a workflow comes to an action of an app.
const OF_WORKFLOW: [&str; 6] = [
    "callbackId",
    "origin",
    "inputFields",
    "typedInputs",
    "fields",
    "object",
];

/// The way out for an event that is HubSpot's own, as its API answers and its workflows and webhooks post it.
pub fn advice(event: &Map<String, Value>) -> Option<String> {
    let has = |field: &str| event.contains_key(field);
    if OF_WORKFLOW.into_iter().any(has) {
        return Some(
            "the event is what a workflow of HubSpot posts, and no request: give hubspot-gateway's address to \
             HubSpot (`POST /hubspot/actions/{action}`), which makes a request of it, or send `connection` and \
             `record` with its `object_type` and `id`"
                .to_owned(),
        );
    }
    if has("subscriptionType") || has("eventId") {
        return Some(of_webhook());
    }
    if has("results") || has("paging") {
        return Some(
            "the event is a list that HubSpot's API answered, and no request: send one request for each of its \
             `results`, with it as `record`, its `object_type` there, and `connection` beside"
                .to_owned(),
        );
    }
    if has("correlationId") || (has("category") && has("message")) {
        return Some(
            "the event is an error that HubSpot's API answered, and no request: see there why the record could not be read, \
             and send `connection` and `record` with its `object_type` and `id`"
                .to_owned(),
        );
    }
    if has("objectId") || has("dealId") {
        return Some(
            "the event tells an object of HubSpot's in a form of its own, and no request: send `connection` and `record` \
             with its `object_type` (such as \"deal\") and its id as `id`, and it is read from HubSpot"
                .to_owned(),
        );
    }
    (has("id") && has("properties")).then(|| {
        "the event is HubSpot's answer for one record, and no request: put it into `record`, with its \
         `object_type` (such as \"deal\") and what is associated with it, and `connection` beside; or send its \
         `object_type` and `id` alone, and it is read from HubSpot"
            .to_owned()
    })
}

/// The way out for a list of events, as HubSpot's webhooks post them.
pub fn advice_on_list(events: &[Value]) -> Option<String> {
    let is_webhook = |event: &Value| event.get("subscriptionType").is_some();
    events.iter().any(is_webhook).then(of_webhook)
}

fn of_webhook() -> String {
    "the event is what a webhook of HubSpot posts, and no request: give hubspot-gateway's address to HubSpot \
     (`POST /hubspot/webhooks`)"
        .to_owned()
}

/// The place of a field that stands elsewhere in a request.
pub(super) fn place(field: &str) -> Option<String> {
    let is_list = |list: &Associated| <&str>::from(list) == field;
    let place = if OF_RECORD.contains(&field) || Associated::VARIANTS.iter().any(is_list) {
        "record"
    } else if OF_RUN.contains(&field) {
        "run"
    } else {
        return None;
    };
    Some(format!("it stands in `{place}`"))
}
