//! Webhooks, with the records of a local HubSpot account.

use hubspot_gateway::Noted;
use jiff::SignedDuration;
use sandbox_hubspot::{FaultEffect, FaultScript, ScriptedAnswer};
use serde_json::{Value, json};
use storage::{Connection, PortalId, PortalSecret, Portals as _, Settings, SettingsDocument};

use crate::stage::{Stage, json_of};

const PATH: &str = "/hubspot/webhooks";

impl Stage {
    pub(crate) fn change(&self, type_id: &str, id: u64, property: &str, at: i64) -> Value {
        json!({
            "eventId": 1, "subscriptionId": 2, "portalId": self.account.sandbox.portal_id(), "appId": 3,
            "occurredAt": at, "subscriptionType": "object.propertyChange", "attemptNumber": 0,
            "objectId": id, "objectTypeId": type_id, "propertyName": property, "propertyValue": "x",
        })
    }

    pub(crate) fn plant(&self, kind: &str, id: u64, properties: &Value) {
        let record = json!({"id": id.to_string(), "properties": properties});
        self.account.sandbox.plant(kind, record).unwrap();
    }
}

#[tokio::test]
async fn a_batch_is_read_once_per_type_and_becomes_events_of_our_shape() {
    let stage = Stage::start().await;
    for id in [9031, 9032] {
        stage.plant(
            "deals",
            id,
            &json!({"dealname": format!("Payment link {id}"), "amount": "240.00"}),
        );
    }
    let paid = json!({"hs_latest_status": "succeeded", "hs_initial_amount": "240.00", "hs_currency_code": "USD"});
    stage.plant("commerce_payments", 3302, &paid);
    let at = 1_700_000_200_000;
    let batch = json!([
        stage.change("0-3", 9031, "dealname", at),
        stage.change("0-3", 9032, "dealname", at + 1),
        stage.change("0-101", 3302, "hs_latest_status", at + 2),
        stage.change("0-3", 9031, "dealname", at),
    ]);
    stage.account.sandbox.clear_journal();
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(
        (response.status, response.noted),
        (200, Noted::Changes),
        "{}",
        response.body
    );
    assert_eq!(json_of(&response), json!({"events": 3}));
    let mut requests = stage.account.requests();
    requests.sort();
    assert_eq!(
        requests,
        [
            "GET /account-info/2026-03/details",
            "POST /crm/objects/2026-03/commerce_payments/batch/read",
            "POST /crm/objects/2026-03/deals/batch/read",
        ]
    );
    let events = stage.bus.take();
    let portal = stage.portal();
    let expected = json!({
        "connection": "us-books",
        "record": {"object_type": "deal", "id": "9031", "properties": {"dealname": "Payment link 9031"}},
        "changed": ["dealname"],
        "run": {"occasion": format!("change-0-3-9031-dealname-{at}"), "portal_id": portal},
    });
    let deal = events
        .iter()
        .find(|event| event.detail["record"]["id"] == "9031")
        .unwrap();
    assert_eq!(deal.detail, expected);
    assert_eq!(deal.time.as_millisecond(), at);
    let payment = events
        .iter()
        .find(|event| event.detail["record"]["id"] == "3302")
        .unwrap();
    // A property without a value is left out: a rule tells it from absence.
    assert_eq!(
        payment.detail["record"]["properties"],
        json!({"hs_latest_status": "succeeded"})
    );
    assert_eq!(payment.detail["record"]["object_type"], "payment");
}

#[tokio::test]
async fn a_batch_that_is_delivered_again_has_the_same_occasions() {
    let stage = Stage::start().await;
    stage.plant(
        "quotes",
        77,
        &json!({"hs_title": "Q", "hs_esign_date": "2026-03-01"}),
    );
    let batch = json!([stage.change("0-14", 77, "hs_esign_date", 1_700_000_200_000)]);
    let mut occasions = Vec::new();
    for _ in 0..2 {
        stage.call(&stage.signed(PATH, &batch)).await;
        let events = stage.bus.take();
        occasions.push(events[0].detail["run"]["occasion"].clone());
        stage
            .rehearsal
            .environment
            .advance(SignedDuration::from_hours(1));
    }
    assert_eq!(occasions[0], occasions[1]);
}

#[tokio::test]
async fn a_change_of_a_payment_s_status_says_what_it_became_beside_what_it_is_by_now() {
    let stage = Stage::start().await;
    let refunded = json!({"hs_latest_status": "refunded", "hs_refunds_amount": "240.00"});
    stage.plant("commerce_payments", 3302, &refunded);
    let at = 1_700_000_200_000;
    let mut change = stage.change("0-101", 3302, "hs_latest_status", at);
    change["propertyValue"] = json!("succeeded");
    let amount = stage.change("0-101", 3302, "hs_refunds_amount", at + 1);
    stage
        .call(&stage.signed(PATH, &json!([change, amount])))
        .await;
    let events = stage.bus.take();
    assert_eq!(events[0].detail["became"], "succeeded");
    let status = &events[0].detail["record"]["properties"]["hs_latest_status"];
    assert_eq!(status, "refunded");
    assert!(
        events[1].detail["became"].is_null(),
        "no other value is told"
    );
}

#[tokio::test]
async fn a_record_that_is_gone_and_a_change_of_nothing_booked_are_passed_over() {
    let stage = Stage::start().await;
    let batch = json!([
        stage.change("0-3", 404, "dealname", 1_700_000_200_000),
        stage.change("0-1", 5, "email", 1_700_000_200_000),
    ]);
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(response.status, 200);
    assert!(stage.bus.take().is_empty());
}

#[tokio::test]
async fn an_odd_change_keeps_no_other_of_its_batch_back_and_an_alarm_tells_it() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let good = stage.change("0-3", 9031, "dealname", 1_700_000_200_000);
    let mut odd = good.clone();
    odd["objectId"] = json!("abc");
    let batch = json!([odd, good]);
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(
        (response.status, response.noted),
        (503, Noted::WebhookFailed)
    );
    let events = stage.bus.take();
    assert_eq!(events.len(), 1, "the good one is on the bus");
    let mut foreign = batch_of(&stage)[0].clone();
    foreign["portalId"] = json!(7);
    let batch = json!([foreign, batch_of(&stage)[0]]);
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(response.status, 401, "each account must have signed it");
}

#[tokio::test]
async fn hubspot_is_asked_to_send_again_what_could_not_be_read() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    stage
        .account
        .sandbox
        .grant_scopes(&["crm.objects.contacts.read"])
        .unwrap();
    let batch = json!([stage.change("0-3", 9031, "dealname", 1_700_000_200_000)]);
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(
        (response.status, response.noted),
        (503, Noted::WebhookFailed)
    );
    assert!(
        response
            .headers
            .iter()
            .any(|(name, _)| *name == "retry-after")
    );
    assert!(stage.bus.take().is_empty());
}

#[tokio::test]
async fn a_record_that_hubspot_leaves_out_without_a_word_is_asked_for_again() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let empty = FaultEffect::Status(ScriptedAnswer {
        status: 200,
        body: json!({"status": "COMPLETE", "results": []}).to_string(),
        after_effect: false,
        content_type: "application/json".to_owned(),
    });
    let sandbox = &stage.account.sandbox;
    sandbox.script(FaultScript::new(empty).object_type("deals").always());
    let response = stage.call(&stage.signed(PATH, &batch_of(&stage))).await;
    assert_eq!(response.status, 503, "{}", response.body);
}

#[tokio::test]
async fn of_two_connections_neither_is_guessed() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let second = json!({"hubspot": {"portal_id": stage.portal()}});
    stage.rehearsal.connect("west-books", second).await;
    let batch = json!([stage.change("0-3", 9031, "dealname", 1_700_000_200_000)]);
    let response = stage.call(&stage.signed(PATH, &batch)).await;
    assert_eq!(response.status, 503, "HubSpot sends it again");
    assert_eq!(
        response.noted,
        Noted::WebhookFailed,
        "and an alarm tells it"
    );
    assert!(stage.bus.take().is_empty());

    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let chosen = json!({"hubspot": {"portal_id": stage.portal(), "webhooks": true}});
    stage.rehearsal.connect("west-books", chosen).await;
    stage.call(&stage.signed(PATH, &batch_of(&stage))).await;
    let events = stage.bus.take();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].detail["connection"], "west-books");
}

async fn put(stage: &Stage, name: &str, document: Value) {
    let connection = Connection::try_from(name).unwrap();
    let document = SettingsDocument(document.to_string());
    let store = &stage.rehearsal.engine.store;
    let put = store.put_settings(&connection, None, &document).await;
    assert!(put.unwrap().is_some(), "{name}");
}

#[tokio::test]
async fn changes_come_again_while_settings_cannot_be_read_that_may_take_them() {
    let broken = |account: Value| json!({"hubspot": {"portal_id": account}, "once_per": "moon"});
    for (is_own, status) in [(true, 503), (false, 200)] {
        let stage = Stage::start().await;
        stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
        let account = if is_own {
            stage.portal()
        } else {
            "7".to_owned()
        };
        put(&stage, "uk-books", broken(json!(account))).await;
        let response = stage.call(&stage.signed(PATH, &batch_of(&stage))).await;
        assert_eq!(response.status, status, "{}", response.body);
        assert_eq!(stage.bus.take().is_empty(), is_own);
    }
    let stage = Stage::start().await;
    put(&stage, "uk-books", broken(json!(null))).await;
    let response = stage.call(&stage.signed(PATH, &batch_of(&stage))).await;
    assert_eq!(response.status, 200, "it is of no account");
}

#[tokio::test]
async fn changes_of_an_account_without_a_connection_come_again() {
    let account = rehearsal::HubSpotAccount::start().await;
    let stage = Stage::with(account, json!({})).await;
    let response = stage.call(&stage.signed(PATH, &batch_of(&stage))).await;
    assert_eq!(
        (response.status, response.noted),
        (503, Noted::WebhookFailed)
    );
}

fn batch_of(stage: &Stage) -> Value {
    json!([stage.change("0-3", 9031, "dealname", 1_700_000_200_000)])
}

#[tokio::test]
async fn a_token_of_another_account_puts_nothing_of_that_account_s_records_on_the_bus() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let stranger = "4713";
    let settings = json!({"hubspot": {"portal_id": stranger}});
    stage.rehearsal.connect("stranger", settings).await;
    let credentials = stage.account.sandbox.credentials();
    let secret = PortalSecret {
        access_token: credentials.access_token.into(),
        client_secret: Some(credentials.client_secret.into()),
    };
    let portal = PortalId::try_from(stranger).unwrap();
    let store = &stage.rehearsal.engine.store;
    store.store_portal(&portal, &secret).await.unwrap();
    let mut change = stage.change("0-3", 9031, "dealname", 1_700_000_200_000);
    change["portalId"] = json!(4713);
    let response = stage.call(&stage.signed(PATH, &json!([change]))).await;
    assert_eq!(
        (response.status, response.noted),
        (503, Noted::WebhookFailed)
    );
    assert!(stage.bus.take().is_empty());
}
