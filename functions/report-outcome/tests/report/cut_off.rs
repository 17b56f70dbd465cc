//! Runs that could not tell of themselves, and what stands of them in the ledger.

use jiff::Timestamp;
use serde_json::{Value, json};
use storage::{Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey};

use crate::stage::{CONNECTION, Stage};

/// The moment at which the runs began.
const BEGAN: &str = "2026-11-28T05:00:00Z";

/// Step Functions' event at the end of a run of a payment.
fn ended(workflow: &str, enrollment: &str) -> Value {
    let input = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001"},
        "action": "create-invoice", "run": {"enrollment_id": enrollment}});
    let began: Timestamp = BEGAN.parse().unwrap();
    json!({"detail-type": "Step Functions Execution Status Change", "time": "2026-11-28T06:00:00Z", "detail": {
        "status": "ABORTED", "startDate": began.as_millisecond(), "input": input.to_string(),
        "stateMachineArn": format!("arn:aws:states:us-east-1:1:stateMachine:books-{workflow}")}})
}

async fn record(stage: &Stage, key: &str, recorded_at: &str) {
    let response = json!({"status": "created", "document": {"type": "Invoice", "id": "145", "number": "1037",
        "total": "1480.00", "currency": "USD", "url": "https://app.qbo.intuit.com/app/invoice?txnId=145"},
        "documents": [], "customer": {"id": "58", "name": "Ada", "matched_by": "email"}, "products": [],
        "warnings": []});
    let entry = LedgerEntry {
        fingerprint: "f".to_owned(),
        generation: 0,
        company: "9130".to_owned(),
        state: EntryState::Done {
            recorded_at: recorded_at.parse().unwrap(),
            document: DocumentRef {
                entity: "Invoice".to_owned(),
                id: "145".to_owned(),
            },
            response: response.to_string(),
        },
    };
    let connection = Connection::try_from(CONNECTION).unwrap();
    let key = LedgerKey(key.to_owned());
    let put = stage.store.compare_and_put(&connection, &key, None, &entry);
    put.await.unwrap();
}

async fn sale_status(stage: &Stage, event: &Value) -> Value {
    stage.report(event).await.unwrap();
    stage.properties("deals", "9001")["quickbooks_sale_status"].take()
}

#[tokio::test]
async fn a_run_that_was_stopped_after_it_had_booked_is_told_as_booked() {
    let stage = Stage::set_up(json!({})).await;
    record(
        &stage,
        "create-invoice/deal/9001/Invoice",
        "2026-11-28T01:00:00Z",
    )
    .await;
    let status = sale_status(&stage, &ended("quickbooks-action", "e-1")).await;
    assert_eq!(status, "booked");
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_number"], "1037");
}

#[tokio::test]
async fn a_run_that_was_stopped_before_it_booked_is_told_as_failed() {
    let stage = Stage::set_up(json!({})).await;
    let other = "create-invoice/deal/9001/Invoice/enrollment:e-2";
    record(&stage, other, "2026-11-28T05:30:00Z").await;
    let status = sale_status(&stage, &ended("quickbooks-action", "e-1")).await;
    assert_eq!(
        status, "waiting",
        "another enrolment's document is none of this run"
    );
}
