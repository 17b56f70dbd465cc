//! A run that failed, started once more by one request.

use std::sync::{Arc, Mutex, PoisonError};

use actions::ActionError;
use actions::books::environment::Environment;
use actions::pipeline::failed;
use jiff::SignedDuration;
use manage_connection::{Elsewhere, ElsewhereFound, RunNames, RunToStart, RunsElsewhere};
use serde_json::{Value, json};

use crate::operator::{Operator, refused};
use crate::trace::{event, run};

const RUN: &str = "create-invoice/deal/9001";

/// Workflows that start what the store keeps, and remember it; nothing waits in their queue.
#[derive(Default)]
struct Stack {
    started: Mutex<Vec<(String, Value)>>,
}

impl Stack {
    fn started(&self) -> Vec<(String, Value)> {
        let started = self.started.lock();
        started.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl RunsElsewhere for Stack {
    fn of_record<'c>(&'c self, _: (&'c str, &'c str), _: &'c [String]) -> ElsewhereFound<'c> {
        Box::pin(async { Ok(Elsewhere::default()) })
    }

    fn run_again<'c>(&'c self, run: &'c RunToStart<'c>) -> RunNames<'c> {
        Box::pin(async move {
            assert_eq!(run.connection.as_str(), "us-books");
            assert_eq!(
                (run.action, run.record),
                ("create-invoice", ("deal", "9001"))
            );
            let Some(kept) = &run.kept else {
                return Ok(Vec::new());
            };
            let started = (kept.name.clone(), kept.input.clone());
            self.started.lock().unwrap().push(started);
            Ok(vec![kept.name.clone()])
        })
    }
}

async fn ask(operator: &Operator, stack: &Arc<Stack>, run: &str) -> Result<Value, ActionError> {
    let stack: Arc<Stack> = Arc::clone(stack);
    let manage = operator.operations(None).with_runs(stack);
    let event = json!({"operation": "run_again", "connection": "us-books", "run": run});
    let event = event.to_string();
    let answer = manage.run(event.as_bytes(), jiff::Timestamp::MAX).await?;
    Ok(serde_json::to_value(&answer).unwrap())
}

/// Keeps a failure of a record that is given by its id, as its Lambda function does.
async fn fails(operator: &Operator, options: &Value) {
    let event = json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001"},
        "options": options, "run": {"enrollment_id": "7", "callback_id": "ap-1"}});
    let error = ActionError::incomplete("deal 9001: no line items");
    let (store, now) = (&operator.stage.store, operator.stage.environment.now());
    failed::keep(
        store,
        "create-invoice",
        event.to_string().as_bytes(),
        &error,
        now,
    )
    .await;
}

#[tokio::test]
async fn a_run_that_failed_is_started_again_with_the_options_and_the_run_that_it_had() {
    let operator = Operator::open().await;
    let stack = Arc::new(Stack::default());
    fails(
        &operator,
        &json!({"memo": "Thanks", "create_missing_products": true}),
    )
    .await;
    let answer = ask(&operator, &stack, RUN).await.unwrap();
    let [(name, input)] = &*stack.started() else {
        panic!("{:?}", stack.started())
    };
    assert_eq!(answer, json!({"run": RUN, "started": [name]}));
    assert!(
        name.len() <= 80 && name.starts_with("deal-9001-create-invoice-again-"),
        "{name}"
    );
    let expected = json!({"connection": "us-books", "action": "create-invoice",
        "record": {"object_type": "deal", "id": "9001"},
        "options": {"memo": "Thanks", "create_missing_products": true},
        "run": {"enrollment_id": "7", "callback_id": "ap-1"}});
    assert_eq!(input, &expected);

    // However often it is asked for, one failure has one name, so that Step Functions starts it once.
    ask(&operator, &stack, RUN).await.unwrap();
    assert_eq!(stack.started()[1].0, *name);
    operator
        .stage
        .environment
        .advance(SignedDuration::from_secs(1));
    fails(&operator, &json!({})).await;
    ask(&operator, &stack, RUN).await.unwrap();
    assert_ne!(stack.started()[2].0, *name);
}

/// A queue that would still start an older failure.
struct Waits;

impl RunsElsewhere for Waits {
    fn of_record<'c>(&'c self, _: (&'c str, &'c str), _: &'c [String]) -> ElsewhereFound<'c> {
        Box::pin(async { Ok(Elsewhere::default()) })
    }

    fn run_again<'c>(&'c self, _: &'c RunToStart<'c>) -> RunNames<'c> {
        Box::pin(async { panic!("the older failure was started over a good invoice") })
    }
}

#[tokio::test]
async fn a_run_that_was_made_is_not_started_with_the_request_of_an_older_failure() {
    let operator = Operator::open().await;
    run(&operator, &event(true)).await;
    let manage = operator.operations(None).with_runs(Arc::new(Waits));
    let event = json!({"operation": "run_again", "connection": "us-books", "run": RUN});
    let answer = manage
        .run(event.to_string().as_bytes(), jiff::Timestamp::MAX)
        .await;
    let said = answer.unwrap_err().to_string();
    assert!(said.contains("was made of it by create-invoice"), "{said}");
}

#[tokio::test]
async fn its_request_is_shown_by_ids_and_options() {
    let operator = Operator::open().await;
    fails(&operator, &json!({"memo": "Thanks"})).await;
    let listed = operator.ask("list_runs", json!({})).await.unwrap();
    let request = &listed["runs"][0]["request"];
    assert_eq!(request["options"], json!({"memo": "Thanks"}), "{listed}");
    assert_eq!(
        request["record"],
        json!({"object_type": "deal", "id": "9001"}),
        "{listed}"
    );
    let traced = operator.ask("trace", json!({"record": "deal 9001"})).await;
    assert_eq!(&traced.unwrap()["actions"][0]["failed"]["request"], request);
}

#[tokio::test]
async fn what_cannot_be_run_again_says_why_and_what_to_do() {
    let operator = Operator::open().await;
    let stack = Arc::new(Stack::default());
    let said = refused(ask(&operator, &stack, RUN).await, "InvalidRequest");
    assert!(
        said.contains("deal 9001: create-invoice cannot be run again: no such run"),
        "{said}"
    );
    run(&operator, &event(false)).await;
    let said = refused(ask(&operator, &stack, RUN).await, "InvalidRequest");
    assert!(
        said.contains("was given whole") && said.contains("send the request again"),
        "{said}"
    );
    fails(&operator, &json!({})).await;
    operator
        .stage
        .environment
        .advance(SignedDuration::from_secs(1));
    run(&operator, &event(true)).await;
    let said = refused(ask(&operator, &stack, RUN).await, "InvalidRequest");
    assert!(
        said.contains("deal 9001: Invoice 1038 (id 145) was made of it by create-invoice")
            && said.contains("nothing to run again"),
        "its success ends it: {said}"
    );
    for wrong in [
        "",
        "deal 9001",
        "create-invoce/deal/9001",
        "create-invoice/deal",
        "create-invoice/deal/x",
    ] {
        let said = refused(ask(&operator, &stack, wrong).await, "InvalidRequest");
        assert!(
            said.contains("such as `create-invoice/deal/9001`"),
            "{wrong}: {said}"
        );
    }
    let asked = operator.ask("run_again", json!({"run": RUN})).await;
    let said = refused(asked, "InvalidRequest");
    assert!(said.contains("no workflows here"), "{said}");
    assert!(stack.started().is_empty());
}
