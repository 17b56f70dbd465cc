//! A record that can no longer be booked while its invoice may stand: no end, and no invitation to book it again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::one_hour;
use actions::{ActionError, Status};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

/// A change after which a record cannot be booked.
type Spoil = fn(&mut Value);

/// Posts the event's invoice and gets no answer, now or when it asks again.
async fn lose(stage: &Rehearsal, event: &Value) {
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect).entity("Invoice");
    stage
        .sandbox
        .script(lost.operation(Operation::Create).always());
    let error = stage.run::<CreateInvoice>(event).await.unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    assert_eq!(stage.made("Invoice").len(), 1);
    stage.sandbox.clear_scripts();
    stage.environment.advance(SignedDuration::from_mins(2));
}

fn is_left_unknown(error: &ActionError, reason: &str) {
    let message = error.to_string();
    assert_eq!(error.error_type(), "OutcomeUnknown", "{message}");
    for part in ["deal 9001", reason, "enrol no other record"] {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[tokio::test]
async fn a_record_that_lost_what_its_invoice_needs_is_told_as_unknown_until_it_is_put_right() {
    let broken: [(Spoil, &str); 3] = [
        (
            |event| event["record"]["contacts"] = json!([]),
            "no associated contact",
        ),
        (
            |event| event["record"]["properties"]["deal_currency_code"] = json!("EUR"),
            "EUR",
        ),
        (
            |event| event["record"]["line_items"][0]["properties"]["quantity"] = json!("many"),
            "quantity",
        ),
    ];
    for (spoil, reason) in broken {
        let stage = Rehearsal::start().await;
        lose(&stage, &one_hour()).await;
        let mut spoilt = one_hour();
        spoil(&mut spoilt);
        let error = stage.run::<CreateInvoice>(&spoilt).await.unwrap_err();
        is_left_unknown(&error, reason);
        let found = stage.run::<CreateInvoice>(&one_hour()).await.unwrap();
        assert_eq!(found.status, Status::Created);
        assert_eq!(stage.made("Invoice").len(), 1);
        // Of what is recorded nothing is unknown.
        let error = stage.run::<CreateInvoice>(&spoilt).await.unwrap_err();
        assert_ne!(error.error_type(), "OutcomeUnknown", "{error}");
    }
}

#[tokio::test]
async fn a_record_that_was_archived_meanwhile_is_told_as_unknown() {
    let account = HubSpotAccount::start().await;
    account.put(&one_hour()["record"]);
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    let stage = account.opened_to(stage).await;
    let by_id = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001"}});
    lose(&stage, &by_id).await;
    account.sandbox.archive("deals", "9001").unwrap();
    let error = stage.run::<CreateInvoice>(&by_id).await.unwrap_err();
    is_left_unknown(&error, "restore it");
    assert_eq!(stage.made("Invoice").len(), 1);
}
