//! A deal given by its type and id alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::{ActionError, Response, Status};
use create_invoice::CreateInvoice;
use hubspot::ApiVersion;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use sandbox_hubspot::{PlantedRecord, SandboxOptions};
use serde_json::{Value, json};
use storage::{Connection, Settings as _, SettingsDocument};

async fn stage() -> (Rehearsal, HubSpotAccount) {
    let account = HubSpotAccount::start().await;
    put(&account, "16", "1480.00");
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    (account.opened_to(stage).await, account)
}

/// Puts the deal there, with so many hours.
fn put(account: &HubSpotAccount, hours: &str, amount: &str) {
    let lines = vec![line(1, "Hours", hours, "92.50", amount)];
    let mut record = deal("9001", amount, lines, json!({}))["record"].take();
    record["properties"]["description"] = json!("PO-7");
    record["properties"]["dealtype"] = json!("West");
    account.put(&record);
}

pub(crate) fn by_id(options: &Value, run: &Value) -> Value {
    json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001"},
        "options": options, "run": run})
}

pub(crate) async fn run(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreateInvoice>(event).await
}

pub(crate) async fn change_settings(stage: &Rehearsal, change: impl Fn(&mut Value)) {
    let connection = Connection::try_from(CONNECTION).unwrap();
    let stands = stage
        .store
        .get_settings(&connection)
        .await
        .unwrap()
        .unwrap();
    let mut settings: Value = serde_json::from_str(&stands.value.0).unwrap();
    change(&mut settings);
    let document = SettingsDocument(settings.to_string());
    let put = stage
        .store
        .put_settings(&connection, Some(stands.version), &document);
    assert!(put.await.unwrap().is_some());
}

#[tokio::test]
async fn a_deal_by_id_is_booked_once_and_its_answer_names_nobody() {
    let (stage, _account) = stage().await;
    let event = by_id(&json!({"memo": "{{description}}"}), &json!({}));
    let first = run(&stage, &event).await.unwrap();
    assert_eq!(first.status, Status::Created);
    let customer = first.customer.as_ref().unwrap();
    assert!(!customer.id.is_empty() && customer.name.is_none());
    assert_eq!(first.document.as_ref().unwrap().total, "1480.00");
    let made = stage.made("Invoice");
    assert_eq!(made[0]["CustomerMemo"]["value"], "PO-7");

    let again = run(&stage, &event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert!(again.customer.unwrap().name.is_none());
    let details = by_id(
        &json!({"memo": "{{description}}"}),
        &json!({"details": true}),
    );
    let again = run(&stage, &details).await.unwrap();
    assert!(again.customer.unwrap().name.is_some());
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_repeat_by_id_reads_the_record_and_tells_when_it_has_changed() {
    let (stage, account) = stage().await;
    let event = by_id(&json!({}), &json!({}));
    run(&stage, &event).await.unwrap();
    put(&account, "17", "1572.50");
    let error = run(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_record_is_read_again_where_the_settings_have_moved_on_and_want_more_of_it() {
    let (stage, account) = stage().await;
    let preview = by_id(&json!({"dry_run": true}), &json!({}));
    run(&stage, &preview).await.unwrap();
    let defaults = json!({"all": {"memo": "{{dealtype}}"}});
    change_settings(&stage, |settings| settings["defaults"] = defaults.clone()).await;

    let made = run(&stage, &by_id(&json!({}), &json!({}))).await.unwrap();
    assert_eq!(made.status, Status::Created);
    assert_eq!(stage.made("Invoice")[0]["CustomerMemo"]["value"], "West");
    let reads = account.requests();
    let reads = reads
        .iter()
        .filter(|request| request.ends_with("/deals/9001"));
    assert_eq!(
        reads.count(),
        3,
        "one for the preview, and two for the invoice"
    );
}

#[tokio::test]
async fn a_request_of_another_account_is_refused_and_one_without_an_account_names_the_setting() {
    let (stage, account) = stage().await;
    let own = account.sandbox.portal_id();
    let cases = [
        (json!(own), None),
        (json!(own.to_string()), None),
        (json!("148"), Some("InvalidRequest")),
    ];
    for (portal, expected) in cases {
        let event = by_id(&json!({"dry_run": true}), &json!({"portal_id": portal}));
        let refused = run(&stage, &event)
            .await
            .err()
            .map(|error| error.error_type());
        assert_eq!(refused, expected, "{portal}");
    }
    change_settings(&stage, |settings| settings["hubspot"] = json!({})).await;
    let whole = deal(
        "1",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    );
    assert!(run(&stage, &whole).await.is_ok());
    let mut named = whole.clone();
    named["run"] = json!({"portal_id": own});
    for event in [by_id(&json!({}), &json!({})), named] {
        let fresh = Rehearsal::start().await;
        let error = run(&fresh, &event).await.unwrap_err();
        assert_eq!(error.error_type(), "SettingMissing");
        assert!(error.to_string().contains("`hubspot.portal_id`"), "{error}");
    }
}

#[tokio::test]
async fn a_setting_that_is_put_right_serves_at_once() {
    let (stage, account) = stage().await;
    let own = account.setting();
    let event = by_id(&json!({}), &json!({}));
    for (wrong, expected) in [
        (json!({}), "SettingMissing"),
        (json!({"portal_id": "4242"}), "SettingMissing"),
    ] {
        change_settings(&stage, |settings| settings["hubspot"] = wrong.clone()).await;
        for _ in 0..2 {
            let error = run(&stage, &event).await.unwrap_err();
            assert_eq!(error.error_type(), expected, "{error}");
        }
    }
    change_settings(&stage, |settings| settings["hubspot"] = own.clone()).await;
    let made = run(&stage, &event).await.unwrap();
    assert_eq!(made.status, Status::Created);
}

#[tokio::test]
async fn a_record_that_hubspot_does_not_have_is_named_and_nothing_is_done() {
    let (stage, _account) = stage().await;
    let mut event = by_id(&json!({}), &json!({}));
    event["record"]["id"] = json!("9002");
    let error = run(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordNotFound");
    assert!(error.to_string().contains("deal 9002"), "{error}");
    assert!(stage.requests().is_empty());
}

/// A deal with so many lines, two contacts, a company, and a discount, a fee and a tax on the whole.
pub(crate) fn large_order(lines: u32) -> Value {
    let lines = (1..=lines).map(|number| line(number, "Hours", "1", "2.00", "2.00"));
    let mut record = deal("9001", "500.00", lines.collect(), json!({}))["record"].take();
    let second = json!({"id": "52", "properties": {"firstname": "Bea", "lastname": "Finch"}});
    record["contacts"].as_array_mut().unwrap().push(second);
    record["companies"] = json!([{"id": "77", "properties": {"name": "Garden Works"}}]);
    let term = |id: &str, kind: &str, value: &str| json!([{"id": id, "properties": {"hs_label": "Whole", "hs_type": kind, "hs_value": value}}]);
    record["discounts"] = term("88101", "PERCENT", "10");
    record["fees"] = term("88201", "FIXED", "10");
    record["taxes"] = term("88301", "PERCENT", "8");
    record
}

/// A stage whose account brings so many rows of an association with a record.
pub(crate) async fn stage_of(inline: usize, record: &Value) -> (Rehearsal, HubSpotAccount) {
    let account = HubSpotAccount::with(SandboxOptions {
        inline_associations: inline,
        ..SandboxOptions::default()
    })
    .await;
    account.put(record);
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    (account.opened_to(stage).await, account)
}

fn sold(invoice: &Value) -> usize {
    let lines = invoice["Line"].as_array().unwrap().iter();
    lines
        .filter(|line| line["DetailType"] == "SalesItemLineDetail")
        .count()
}

#[tokio::test]
async fn a_deal_of_250_lines_is_read_in_two_round_trips_and_in_one_more_for_each_further_page() {
    for (inline, requests, round_trips) in [(500, 10, 2), (100, 11, 3)] {
        let (stage, account) = stage_of(inline, &large_order(250)).await;
        let event = by_id(&json!({"create_missing_products": true}), &json!({}));
        let response = run(&stage, &event).await.unwrap();
        assert_eq!(response.status, Status::Created);
        // The lines, and the fee.
        assert_eq!(sold(&stage.made("Invoice")[0]), 251);
        let asked = account.requests();
        // Beside the first record of a process: the question whose the token is.
        assert_eq!(asked.len(), requests, "{inline}: {asked:#?}");
        let taken = account.take_round_trips();
        // While further pages come, what is side by side may end later than they.
        assert!((2..=round_trips).contains(&taken), "{inline}: {taken}");
    }
}

#[tokio::test]
async fn a_deal_is_read_and_booked_the_same_under_every_version_of_the_api() {
    let versions = [
        (ApiVersion::Numbered, "/crm/v3/", "/crm/v4/"),
        (ApiVersion::MARCH_2026, "/2026-03/", "/2026-03/"),
        (ApiVersion::SEPTEMBER_2026, "/2026-09/", "/2026-09/"),
    ];
    for (version, objects, associations) in versions {
        // Every list has a further page, and the contacts a label.
        let options = SandboxOptions {
            inline_associations: 1,
            ..SandboxOptions::default()
        };
        let account = HubSpotAccount::with(options).await.under(version);
        account.put(&large_order(250));
        let mut setting = account.setting();
        setting["contact_label"] = json!("Billing contact");
        let stage = Rehearsal::with_settings(json!({ "hubspot": setting })).await;
        let stage = account.opened_to(stage).await;
        let event = by_id(&json!({"create_missing_products": true}), &json!({}));
        for status in [Status::Created, Status::AlreadyCreated] {
            assert_eq!(run(&stage, &event).await.unwrap().status, status);
        }
        let made = stage.made("Invoice");
        assert_eq!((made.len(), sold(&made[0])), (1, 251), "{version}");
        for request in account.requests() {
            let (_, path) = request.split_once(' ').unwrap();
            let version = if path.contains("/associations/") {
                associations
            } else {
                objects
            };
            let is_of_token = path.starts_with("/account-info/");
            assert!(is_of_token || path.contains(version), "{request}");
        }
    }
}

#[tokio::test]
async fn a_deal_of_a_thousand_untaxed_lines_is_read_and_booked_by_a_direct_call() {
    let lines = (1..=1_000).map(|number| line(number, "Hours", "1", "2.00", "2.00"));
    let record = deal("9001", "2000.00", lines.collect(), json!({}))["record"].take();
    let (stage, account) = stage_of(100, &record).await;
    let response = run(&stage, &by_id(&json!({}), &json!({}))).await.unwrap();
    assert_eq!(response.document.unwrap().total, "2000.00");
    assert_eq!(sold(&stage.made("Invoice")[0]), 1_000);
    // The deal, two further pages of its lines (of 500, after the 100 that come with it), ten batches of them, the
    // contact, and whose the token is.
    let asked = account.requests();
    assert_eq!(asked.len(), 15, "{asked:#?}");
    let requests = stage.requests();
    assert_eq!(
        requests.len(),
        3,
        "a query for the names, the new customer, and the invoice: {requests:?}"
    );
}

#[tokio::test]
async fn what_a_deal_by_id_lacks_is_to_be_added_in_hubspot_and_not_loaded() {
    let (stage, account) = stage().await;
    let mut bare = deal("9001", "1480.00", vec![], json!({}))["record"].take();
    for (contacts, lacks) in [
        (true, "has no line items: add"),
        (false, "contact: associate one"),
    ] {
        if !contacts {
            bare["contacts"] = json!([]);
            bare["line_items"] = json!([line(1, "Hours", "16", "92.50", "1480.00")]);
        }
        let other = if contacts { "9011" } else { "9012" };
        bare["id"] = json!(other);
        account.put(&bare);
        let mut event = by_id(&json!({}), &json!({}));
        event["record"]["id"] = json!(other);
        let message = run(&stage, &event).await.unwrap_err().to_string();
        assert!(
            message.contains(lacks) && !message.contains("load"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn the_contact_with_the_label_of_the_setting_is_billed_and_else_hubspot_s_first() {
    for (label, billed) in [
        (json!(null), "Ada O'Keefe"),
        (json!("billing contact"), "Bea Finch"),
    ] {
        let account = HubSpotAccount::start().await;
        for mut planted in PlantedRecord::with_associated(&large_order(1)) {
            if let Some(second) = planted.record.pointer_mut("/associations/contacts/1") {
                *second = json!({"id": "52", "labels": ["Billing contact"]});
            }
            account
                .sandbox
                .plant(&planted.object_type, planted.record)
                .unwrap();
        }
        let mut setting = account.setting();
        setting["contact_label"] = label;
        let stage = Rehearsal::with_settings(json!({ "hubspot": setting })).await;
        let stage = account.opened_to(stage).await;
        let options = json!({"create_missing_products": true});
        let event = by_id(&options, &json!({"details": true}));
        let customer = run(&stage, &event).await.unwrap().customer.unwrap();
        assert_eq!(customer.name.as_deref(), Some(billed));
    }
}
