//! Documents once per enrolment.

use actions::Status;
use create_invoice::CreateInvoice;
use rehearsal::{CONNECTION, Rehearsal};
use serde_json::{Value, json};
use storage::{Connection, Settings as _, SettingsDocument};

use crate::deals::one_hour;

#[tokio::test]
async fn once_per_enrolment_makes_a_second_invoice_for_a_second_enrolment() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let enrolled = |enrollment: &str| {
        let mut event = one_hour();
        event["run"] = json!({"callback_id": enrollment});
        event
    };
    for (enrollment, status) in [
        ("a", Status::Created),
        ("a", Status::AlreadyCreated),
        ("b", Status::Created),
    ] {
        let response = stage
            .run::<CreateInvoice>(&enrolled(enrollment))
            .await
            .unwrap();
        assert_eq!(response.status, status, "{enrollment}");
    }
    assert_eq!(stage.made("Invoice").len(), 2);
}

/// The keys of the ledger are texts: neither the kind of an id nor what stands in it makes two enrolments one.
#[tokio::test]
async fn enrolments_whose_ids_read_alike_are_several() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let runs = [
        json!({"enrollment_id": "77"}),
        json!({"callback_id": "77"}),
        json!({"callback_id": "callback:77"}),
        json!({"callback_id": "a"}),
        json!({"callback_id": "a/Invoice"}),
        json!({"callback_id": "a/Invoice/b"}),
    ];
    for (status, count) in [(Status::Created, "once"), (Status::AlreadyCreated, "again")] {
        for run in &runs {
            let mut event = one_hour();
            event["run"] = run.clone();
            let response = stage.run::<CreateInvoice>(&event).await.unwrap();
            assert_eq!(response.status, status, "{run} {count}");
        }
    }
    assert_eq!(stage.made("Invoice").len(), runs.len());
}

#[tokio::test]
async fn a_change_is_no_enrolment_and_asks_for_no_second_invoice() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let changes = [
        json!({"occasion": "change-0-3-9001-dealname-1"}),
        json!({"occasion": "change-0-3-9001-dealname-2"}),
        json!({}),
    ];
    for (run, status) in changes.into_iter().zip([
        Status::Created,
        Status::AlreadyCreated,
        Status::AlreadyCreated,
    ]) {
        let mut event = one_hour();
        event["run"] = run;
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.status, status, "{}", event["run"]);
    }
    assert_eq!(stage.made("Invoice").len(), 1);
}

/// Sets the connection to one document per record.
async fn once_per_record(stage: &Rehearsal) {
    let connection = Connection::try_from(CONNECTION).unwrap();
    let stands = stage.store.get_settings(&connection).await;
    let stands = stands.unwrap().unwrap();
    let mut settings: Value = serde_json::from_str(&stands.value.0).unwrap();
    settings["once_per"] = json!("record");
    let document = SettingsDocument(settings.to_string());
    let put = stage
        .store
        .put_settings(&connection, Some(stands.version), &document);
    assert!(put.await.unwrap().is_some());
}

#[tokio::test]
async fn what_was_made_for_an_enrolment_counts_once_the_setting_says_once_per_record() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let mut event = one_hour();
    event["run"] = json!({"callback_id": "a"});
    stage.run::<CreateInvoice>(&event).await.unwrap();

    once_per_record(&stage).await;

    for run in [
        json!({"callback_id": "a"}),
        json!({"callback_id": "b"}),
        json!({}),
    ] {
        event["run"] = run;
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.status, Status::AlreadyCreated, "{}", event["run"]);
    }
    event["record"]["properties"]["amount"] = json!("185.00");
    event["record"]["line_items"][0]["properties"]["quantity"] = json!("2");
    event["record"]["line_items"][0]["properties"]["amount"] = json!("185.00");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn of_two_documents_made_for_enrolments_a_record_that_gets_one_is_told_both() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let mut event = one_hour();
    for enrolment in ["a", "b"] {
        event["run"] = json!({"callback_id": enrolment});
        stage.run::<CreateInvoice>(&event).await.unwrap();
    }
    once_per_record(&stage).await;
    event["run"] = json!({"callback_id": "c"});
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    let message = error.to_string();
    let named = message.matches(", by create-invoice of deal 9001").count();
    assert_eq!(named, 2, "{message}");
    assert_eq!(stage.made("Invoice").len(), 2);
}
