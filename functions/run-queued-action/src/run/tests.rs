use std::sync::Mutex;
use std::time::Duration;

use actions::ActionError;
use serde_json::{Value, json};

use super::{Ended, run};
use crate::{Actions, Outcome, PortError, Queue, Tasks};

/// An action that answers so, and a task that waits or does not.
struct Stage {
    outcome: Outcome,
    /// The times that the task is still found to wait.
    waits: Mutex<usize>,
    is_there: bool,
    invoked: Mutex<Vec<(String, Value)>>,
    told: Mutex<Vec<Outcome>>,
    /// True where the queue takes messages.
    keeps: bool,
    put_off: Mutex<Vec<(Value, Duration)>>,
}

fn stage() -> Stage {
    Stage {
        outcome: Outcome::answered(br#"{"status":"created"}"#),
        waits: Mutex::new(usize::MAX),
        is_there: true,
        invoked: Mutex::default(),
        told: Mutex::default(),
        keeps: true,
        put_off: Mutex::default(),
    }
}

impl Stage {
    fn waits(&self) -> Result<bool, PortError> {
        if !self.is_there {
            let detail = "SendTaskHeartbeat: no answer".to_owned();
            return Err(PortError { detail });
        }
        let mut left = self.waits.lock().unwrap();
        let waits = *left > 0;
        *left = left.saturating_sub(1);
        Ok(waits)
    }

    async fn take(&self, messages: &[Value]) -> Result<Vec<Ended>, ActionError> {
        let records = messages
            .iter()
            .map(|message| json!({ "messageId": "m", "body": message.to_string() }));
        let event = json!({ "Records": records.collect::<Vec<_>>() });
        run(self, self, self, event.to_string().as_bytes()).await
    }

    fn invoked(&self) -> usize {
        self.invoked.lock().unwrap().len()
    }
}

impl Actions for Stage {
    async fn invoke(&self, action: &str, request: &str) -> Outcome {
        let request = serde_json::from_str(request).unwrap();
        let call = (action.to_owned(), request);
        self.invoked.lock().unwrap().push(call);
        self.outcome.clone()
    }
}

impl Tasks for Stage {
    async fn is_waited_for(&self, _token: &str) -> Result<bool, PortError> {
        self.waits()
    }

    async fn tell(&self, _token: &str, outcome: &Outcome) -> Result<bool, PortError> {
        self.told.lock().unwrap().push(outcome.clone());
        self.waits()
    }
}

impl Queue for Stage {
    async fn put_off(&self, message: &str, wait: Duration) -> Result<(), PortError> {
        if !self.keeps {
            let detail = "SQS: SendMessage: no answer".to_owned();
            return Err(PortError { detail });
        }
        let message = serde_json::from_str(message).unwrap();
        self.put_off.lock().unwrap().push((message, wait));
        Ok(())
    }
}

/// An error as a function tells it.
fn erred(error: &ActionError) -> Outcome {
    let told = json!({ "errorType": error.error_type(), "errorMessage": error.to_string() });
    Outcome::erred(told.to_string().as_bytes())
}

fn turn(action: &str) -> Value {
    json!({ "task_token": "t", "action": action, "request": { "connection": "us-books" } })
}

#[tokio::test]
async fn an_action_gets_the_input_of_its_run_without_what_the_workflow_reads_and_with_its_own_options()
 {
    let stage = stage();
    let input = json!({ "connection": "us-books", "document_action": "create-sales-receipt",
        "document_options": { "memo": "x" }, "expense_options": {}, "options": {}, "dryRun": true });
    let mut turn = turn("create-sales-receipt");
    turn["request"] = input;
    turn["options"] = json!({ "memo": "x" });
    stage.take(&[turn]).await.unwrap();
    let invoked = stage.invoked.lock().unwrap();
    let expected = json!({ "connection": "us-books", "dryRun": true, "options": { "memo": "x" } });
    assert_eq!(invoked[0].1, expected);
}

#[tokio::test]
async fn a_turn_runs_its_action_with_its_request_and_tells_the_task() {
    let stage = stage();
    let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
    assert_eq!(ended, [Ended::Answered]);
    let request = json!({ "connection": "us-books" });
    let call = ("create-invoice".to_owned(), request);
    assert_eq!(*stage.invoked.lock().unwrap(), [call]);
    let told = stage.told.lock().unwrap();
    assert_eq!(told.as_slice(), std::slice::from_ref(&stage.outcome));
}

#[tokio::test]
async fn the_task_is_told_of_a_failure_and_the_message_is_done_with() {
    let outcome = Outcome::failed("ProductNotFound", "{}");
    let stage = Stage { outcome, ..stage() };
    let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
    assert_eq!(ended, [Ended::Failed]);
    let told = stage.told.lock().unwrap();
    assert_eq!(told.as_slice(), std::slice::from_ref(&stage.outcome));
}

/// A message that is handed back would be a dead letter once it was received too often; another one is not.
#[tokio::test]
async fn a_turn_without_a_quota_waits_as_told_however_often_and_the_task_is_not_told() {
    let wait = Duration::from_secs(42);
    let outcome = erred(&ActionError::throttled(wait));
    let stage = Stage { outcome, ..stage() };
    for _ in 1..=100 {
        let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
        assert_eq!(ended, [Ended::PutOff]);
    }
    assert!(stage.told.lock().unwrap().is_empty());
    let put_off = stage.put_off.lock().unwrap();
    assert_eq!(put_off.len(), 100);
    assert!(
        put_off
            .iter()
            .all(|one| *one == (turn("create-invoice"), wait))
    );
}

#[tokio::test]
async fn the_task_is_told_of_what_the_queue_does_not_take_or_that_says_no_time() {
    let throttled = |seconds| erred(&ActionError::throttled(Duration::from_secs(seconds)));
    let cases = [
        (throttled(42), false),
        (throttled(901), true),
        (Outcome::failed("QuickBooksThrottled", "{}"), true),
        (
            Outcome::failed("Lambda.TooManyRequestsException", "{}"),
            true,
        ),
    ];
    for (outcome, keeps) in cases {
        let stage = Stage {
            outcome,
            keeps,
            ..stage()
        };
        let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
        assert_eq!(ended, [Ended::Failed], "{:?}", stage.outcome);
        assert_eq!(stage.told.lock().unwrap().len(), 1, "{:?}", stage.outcome);
        assert!(stage.put_off.lock().unwrap().is_empty());
    }
}

/// Whoever stopped it is not booked for when the time is over.
#[tokio::test]
async fn a_turn_that_was_put_off_and_is_not_waited_for_any_more_runs_nothing() {
    let outcome = erred(&ActionError::throttled(Duration::from_secs(42)));
    let stage = Stage {
        outcome,
        waits: Mutex::new(1),
        ..stage()
    };
    let first = stage.take(&[turn("create-invoice")]).await.unwrap();
    let again = stage.take(&[turn("create-invoice")]).await.unwrap();
    assert_eq!(
        [first, again].concat(),
        [Ended::PutOff, Ended::NotWaitedFor]
    );
    assert_eq!(stage.invoked(), 1);
}

/// Whoever stops a run wants nothing booked, though its turn is still in the queue.
#[tokio::test]
async fn a_turn_that_nobody_waits_for_runs_nothing() {
    let stage = Stage {
        waits: Mutex::new(0),
        ..stage()
    };
    let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
    assert_eq!(ended, [Ended::NotWaitedFor]);
    assert_eq!(stage.invoked(), 0);
}

#[tokio::test]
async fn a_run_that_is_stopped_while_its_action_is_at_work_leaves_no_message_behind() {
    let stage = Stage {
        waits: Mutex::new(1),
        ..stage()
    };
    let ended = stage.take(&[turn("create-invoice")]).await.unwrap();
    assert_eq!(ended, [Ended::NotWaitedFor]);
    assert_eq!(stage.invoked(), 1);
}

#[tokio::test]
async fn the_message_is_delivered_again_when_step_functions_does_not_answer_and_nothing_is_run() {
    let stage = Stage {
        is_there: false,
        ..stage()
    };
    let error = stage.take(&[turn("create-invoice")]).await.unwrap_err();
    assert_eq!(error.error_type(), "StorageUnavailable");
    assert_eq!(stage.invoked(), 0);
}

#[tokio::test]
async fn no_function_but_an_action_is_run() {
    let stage = stage();
    for name in [
        "manage-connection",
        "create-",
        "create-invoice:1",
        "create-../x",
        "",
    ] {
        let ended = stage.take(&[turn(name)]).await.unwrap();
        assert_eq!(ended, [Ended::Failed], "{name}");
    }
    assert_eq!(stage.invoked(), 0);
    let told = stage.told.lock().unwrap();
    assert!(told.iter().all(
        |outcome| matches!(outcome, Outcome::Failed { error, .. } if error == "InvalidRequest")
    ));
}

#[tokio::test]
async fn what_is_no_message_of_the_queue_is_refused_and_nothing_of_it_is_repeated() {
    let stage = stage();
    for event in [
        json!({}),
        json!({ "Records": [{ "body": "ada@example.com" }] }),
        json!({ "Records": [{ "body": r#"{"task_token":"ada@example.com"}"# }] }),
    ] {
        let refused = run(&stage, &stage, &stage, event.to_string().as_bytes()).await;
        let error = refused.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(!error.to_string().contains("ada"), "{error}");
    }
    assert_eq!(stage.invoked(), 0);
}

#[test]
fn a_turn_shows_neither_its_token_nor_its_request() {
    let event = json!({ "Records": [{ "body": turn("create-invoice").to_string() }] });
    let turns = crate::Turn::all_of(event.to_string().as_bytes()).unwrap();
    let shown = format!("{turns:?}");
    assert!(shown.contains("create-invoice"), "{shown}");
    assert!(
        !shown.contains("us-books") && !shown.contains("\"t\""),
        "{shown}"
    );
}
