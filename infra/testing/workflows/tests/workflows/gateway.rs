//! The gateway's adapter of Step Functions.

use hubspot_gateway::{Run, RunState, Started, Workflows};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use workflows::{Answer, CAUSE, Stage, stage, step_functions};

use crate::failure::QUEUED;
use crate::request::for_action;

/// A run under a name of its own.
fn run(stage: &Stage, id: &str) -> Run {
    stage
        .functions
        .has(&workflows::record("create-estimate/events/01-deal", id));
    Run {
        name: format!("147147147-ap-{id}"),
        input: for_action("create-estimate", id),
    }
}

/// The state of a run when it no longer runs.
async fn end(workflows: &impl Workflows, name: &str) -> RunState {
    for _ in 0..300 {
        match workflows.describe(name).await.unwrap() {
            Some(RunState::Running { .. }) => {}
            Some(state) => return state,
            None => panic!("{name} is not known"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{name} does not end")
}

#[tokio::test]
async fn a_name_is_taken_once_and_tells_how_its_run_stands() {
    let stage = stage().await;
    let workflows = step_functions(&stage.aws);
    let id = stage.fresh_id();
    let run = run(&stage, &id);
    assert_eq!(workflows.describe(&run.name).await.unwrap(), None);
    // It is retried for some seconds.
    let busy = Answer::failing("QuickBooksThrottled");
    stage
        .functions
        .script("create-estimate", &id, busy, Some(2));
    let Started::Running { since } = workflows.start(&run).await.unwrap() else {
        panic!("it is new");
    };
    // The same is the same start, and any other input meets the one that runs.
    assert_eq!(
        workflows.start(&run).await.unwrap(),
        Started::Running { since }
    );
    let mut other = run.clone();
    other.input["options"] = json!({});
    assert_eq!(workflows.start(&other).await.unwrap(), Started::Before);
    let running = workflows.describe(&run.name).await.unwrap();
    assert_eq!(running, Some(RunState::Running { since }));

    let RunState::Succeeded { output } = end(&workflows, &run.name).await else {
        panic!("it succeeds");
    };
    assert_eq!(
        output["outcomes"][0]["response"]["document"]["type"],
        "Estimate"
    );
    assert_eq!(workflows.start(&run).await.unwrap(), Started::Before);
    assert_eq!(stage.functions.calls("create-estimate", &id).len(), 3);
}

#[tokio::test]
async fn a_run_that_failed_is_told_with_its_error_and_the_message_of_its_action() {
    let stage = stage().await;
    let workflows = step_functions(&stage.aws);
    let id = stage.fresh_id();
    let run = run(&stage, &id);
    let missing = Answer::failing("ProductNotFound");
    stage
        .functions
        .script("create-estimate", &id, missing, None);
    workflows.start(&run).await.unwrap();
    let RunState::Failed { error, cause } = end(&workflows, &run.name).await else {
        panic!("it fails");
    };
    assert_eq!(error, "ProductNotFound");
    assert!(cause.starts_with(QUEUED), "{cause}");
    let given: Value = serde_json::from_str(&cause[cause.find('{').unwrap()..]).unwrap();
    assert_eq!(given["errorMessage"], CAUSE);
}

#[tokio::test]
async fn a_run_that_goes_on_is_found_by_the_moment_of_its_start() {
    let stage = stage().await;
    let workflows = step_functions(&stage.aws);
    let id = stage.fresh_id();
    let run = run(&stage, &id);
    let busy = Answer::failing("QuickBooksThrottled");
    stage
        .functions
        .script("create-estimate", &id, busy, Some(2));
    workflows.start(&run).await.unwrap();
    let now = Timestamp::now();
    let soon = now + SignedDuration::from_mins(1);
    assert!(workflows.running_since_before(soon).await.unwrap() >= 1);
    let long_ago = now - SignedDuration::from_hours(20);
    assert_eq!(workflows.running_since_before(long_ago).await.unwrap(), 0);
    end(&workflows, &run.name).await;
}
