use hubspot::{ApiVersion, Endpoint, Request};
use serde_json::{Value, json};

use super::*;
use crate::outcome::tests::outcome;

/// The body that HubSpot gets.
fn body(outcomes: &[Value]) -> Value {
    let outcomes: Vec<Outcome> = outcomes.iter().map(outcome).collect();
    let request = Request::complete(&completion("ap-1-2-3-0", &outcomes));
    let endpoint = Endpoint::new("https://example.com", ApiVersion::default()).unwrap();
    let http = request.to_http(&endpoint, &"token".into()).unwrap();
    serde_json::from_slice(http.body()).unwrap()
}

#[test]
fn a_workflow_is_told_the_document_or_the_error_and_goes_on_in_both() {
    let booked = json!({"action": "create-invoice", "status": "succeeded", "response": {"status": "already_created",
        "document": {"type": "Invoice", "id": "145", "total": "1480.00", "currency": "USD"}}});
    let failed = json!({"action": "create-expense", "status": "failed", "waits_for": "connection",
        "failure": {"Error": "ReauthorizationRequired", "Cause": "{\"errorMessage\":\"connection us must be connected\"}"}});
    let nothing = json!({"action": "create-expense", "status": "succeeded", "response": {"status": "nothing_to_do"}});
    let bodies = [
        body(std::slice::from_ref(&booked)),
        body(&[booked, failed]),
        body(&[nothing]),
    ];
    insta::assert_snapshot!(format!("{:#}", json!(bodies)));
}
