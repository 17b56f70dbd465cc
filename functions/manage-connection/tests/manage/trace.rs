//! The fate of a record, by one request.

use std::sync::Arc;

use actions::books::environment::Environment;
use actions::pipeline::failed;
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use manage_connection::{
    Elsewhere, ElsewhereFound, ExecutionFacts, RunNames, RunToStart, RunsElsewhere,
};
use serde_json::{Value, json};

use crate::operator::{CONNECT_URL, Operator, refused};

pub(crate) fn event(create: bool) -> Value {
    json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001",
        "properties": {"amount": "10.00", "deal_currency_code": "USD"},
        "contacts": [{"id": "51", "properties": {"lastname": "Lovelace"}}],
        "line_items": [{"id": "7", "properties": {"name": "Hours of ours", "quantity": "1",
            "price": "10.00", "amount": "10.00"}}]},
        "options": {"create_missing_products": create}, "run": {"callback_id": "ap-1"}})
}

/// Runs the action as its Lambda function does: a failure is kept until it is made good.
pub(crate) async fn run(operator: &Operator, event: &Value) {
    let answer = operator.stage.run::<CreateInvoice>(event).await;
    let now = operator.stage.environment.now();
    let (store, bytes) = (&operator.stage.store, event.to_string().into_bytes());
    let name = "create-invoice";
    match answer {
        Ok(response) => failed::made_good(store, name, &bytes, &response, now).await,
        Err(error) => failed::keep(store, name, &bytes, &error, now).await,
    }
}

async fn trace(operator: &Operator) -> Value {
    let asked = operator.ask("trace", json!({"record": "deal 9001"})).await;
    asked.unwrap()
}

#[tokio::test]
async fn a_record_is_traced_from_its_failure_to_its_document() {
    let operator = Operator::open().await;
    let nothing =
        json!({"record": "deal 9001", "actions": [], "waiting": null, "executions": null});
    assert_eq!(trace(&operator).await, nothing);

    run(&operator, &event(false)).await;
    let traced = trace(&operator).await;
    let action = &traced["actions"][0];
    assert_eq!(action["action"], "create-invoice", "{traced}");
    assert_eq!(action["documents"], json!([]), "{traced}");
    assert_eq!(
        action["failed"]["error_type"], "ProductNotFound",
        "{traced}"
    );
    assert_eq!(action["failed"]["asked_by"], "ap-1", "{traced}");
    assert!(!traced.to_string().contains("Lovelace"), "{traced}");

    operator
        .stage
        .environment
        .advance(SignedDuration::from_secs(1));
    run(&operator, &event(true)).await;
    let traced = trace(&operator).await;
    let action = &traced["actions"][0];
    assert_eq!(
        action["failed"],
        Value::Null,
        "its success ends it: {traced}"
    );
    let document = &action["documents"][0];
    assert_eq!(document["state"], "made", "{traced}");
    assert_eq!(
        document["entry"], "create-invoice/deal/9001/Invoice",
        "{traced}"
    );
    assert_eq!(document["document"]["total"], "10.00", "{traced}");
    assert_eq!(document["document"]["id"], document["id"], "{traced}");
    assert_eq!(traced["actions"].as_array().unwrap().len(), 1, "{traced}");
}

#[tokio::test]
async fn another_record_is_not_shown_and_none_is_refused() {
    let operator = Operator::open().await;
    run(&operator, &event(false)).await;
    for record in ["deal 90010", "deal 900", "quote 9001"] {
        let asked = operator.ask("trace", json!({"record": record})).await;
        assert_eq!(asked.unwrap()["actions"], json!([]), "{record}");
    }
    for record in [
        "9001",
        "deal",
        "deal x",
        "deal 09001",
        "deel 9001",
        "deal 9001/Invoice",
        "",
    ] {
        let asked = operator.ask("trace", json!({"record": record})).await;
        refused(asked, "InvalidRequest");
    }
}

#[tokio::test]
async fn a_record_is_named_as_people_write_it() {
    let operator = Operator::open().await;
    run(&operator, &event(true)).await;
    for record in ["deal 9001", "Deals 9001", "0-3/9001", "deal/9001"] {
        let traced = operator.ask("trace", json!({"record": record})).await;
        let traced = traced.unwrap();
        assert_eq!(traced["record"], "deal 9001", "{record}");
        let actions = traced["actions"].as_array().unwrap();
        assert_eq!(actions.len(), 1, "{record}: {traced}");
    }
}

struct Stack;

impl RunsElsewhere for Stack {
    fn of_record<'c>(
        &'c self,
        record: (&'c str, &'c str),
        asked_by: &'c [String],
    ) -> ElsewhereFound<'c> {
        Box::pin(async move {
            assert_eq!(record, ("deal", "9001"));
            assert_eq!(asked_by, ["ap-1"]);
            Ok(Elsewhere {
                waiting: vec![json!({"waits_for": "correction"})],
                executions: vec![ExecutionFacts {
                    workflow: "books-quickbooks-action".into(),
                    execution: "arn:aws:states:x".into(),
                    status: "FAILED".into(),
                    started_at: jiff::Timestamp::UNIX_EPOCH,
                }],
                incomplete: true,
            })
        })
    }

    fn run_again<'c>(&'c self, _: &'c RunToStart<'c>) -> RunNames<'c> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

#[tokio::test]
async fn what_waits_and_what_ran_is_told_with_it() {
    let operator = Operator::open().await;
    run(&operator, &event(false)).await;
    let manage = operator.operations(Some(CONNECT_URL.to_owned()));
    let manage = manage.with_runs(Arc::new(Stack));
    let event = json!({"operation": "trace", "connection": "us-books", "record": "deal 9001"});
    let deadline = jiff::Timestamp::MAX;
    let traced = manage.run(event.to_string().as_bytes(), deadline).await;
    let traced = serde_json::to_value(traced.unwrap()).unwrap();
    assert_eq!(traced["waiting"][0]["waits_for"], "correction");
    assert_eq!(traced["executions"][0]["status"], "FAILED");
    assert_eq!(traced["incomplete"], true, "not all was looked through");
}
