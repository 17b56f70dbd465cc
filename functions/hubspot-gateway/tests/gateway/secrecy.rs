//! The log, the answers and `Debug`: none of them names a person, a secret or an input.

use hubspot_gateway::HttpRequest;
use rehearsal::Log;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn neither_log_nor_debug_has_a_person_a_secret_or_an_input() {
    let stage = Stage::start().await;
    stage
        .account
        .sandbox
        .plant(
            "deals",
            json!({"id": "9031", "properties": {"dealname": "canary"}}),
        )
        .unwrap();
    stage
        .rehearsal
        .sandbox
        .insert("Customer", json!({"DisplayName": "canary"}))
        .unwrap();

    let mut body = stage.execution("ap-1-2-3-0");
    body["object"]["properties"] = json!({"dealname": "canary"});
    body["inputFields"]["memo"] = "canary".into();
    body["inputFields"]["payment_terms"] = "canary".into();
    let portal = stage.account.sandbox.portal_id();
    let batch = json!([{"portalId": portal, "subscriptionType": "object.propertyChange", "objectTypeId": "0-3",
        "objectId": 9031, "propertyName": "dealname", "propertyValue": "canary", "occurredAt": 1_700_000_200_000_i64}]);
    let requests = [
        stage.signed("/hubspot/actions/create-invoice", &body),
        stage.signed_v2(
            "/hubspot/actions/create-invoice",
            &stage.execution("ap-1-2-3-1"),
        ),
        stage.signed(
            "/hubspot/options/customer",
            &stage.fetch(Some("us-books"), "canary", None),
        ),
        stage.signed("/hubspot/webhooks", &batch),
        HttpRequest {
            query: "userEmail=canary@example.com".into(),
            ..stage.signed("/hubspot/webhooks", &batch)
        },
    ];
    for request in &requests {
        let response = stage.call(request).await;
        let shown = format!(
            "{request:?} {response:?} {:?} {:?}",
            stage.gateway, stage.bus
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
    let events = stage.bus.take();
    assert_eq!(events.len(), 1);
    assert!(!format!("{events:?} {:?}", stage.workflows).contains("canary"));

    let log = Log::kept().text();
    let ours: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("hubspot_gateway") || line.contains("list_options"))
        .collect();
    assert!(!ours.is_empty());
    let credentials = stage.account.sandbox.credentials();
    for line in ours {
        for secret in [
            "canary",
            &credentials.client_secret,
            &credentials.access_token,
        ] {
            assert!(!line.contains(secret), "{line}");
        }
    }
    // The names of the headers are told once, and none of their values.
    assert!(log.contains("the first request of this HubSpot account"));
}
