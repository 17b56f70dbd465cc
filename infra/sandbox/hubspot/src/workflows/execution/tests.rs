use serde_json::json;

use super::*;

const NOON: Timestamp = Timestamp::constant(1_783_252_800, 0);

fn after(minutes: i64) -> Timestamp {
    NOON + SignedDuration::from_mins(minutes)
}

fn sent() -> Execution {
    let mut execution = Execution::new(
        Enrolled {
            callback_id: "ap-1-2-7-0".to_owned(),
            definition_id: 1,
            enrollment_id: 2,
            record: (ObjectType::Deals, 9001),
            inputs: BTreeMap::new(),
            values: BTreeMap::new(),
        },
        NOON,
    );
    execution.send();
    execution
}

fn answer(status: u16, outputs: &Value) -> ActionAnswer {
    ActionAnswer {
        time: NOON,
        status: Some(status),
        body: json!({ "outputFields": outputs }).to_string(),
        retry_after: None,
    }
}

fn block() -> ActionAnswer {
    answer(
        200,
        &json!({ "hs_execution_state": "BLOCK", "hs_expiration_duration": "PT15M" }),
    )
}

fn outcome(state: &str) -> Map<String, Value> {
    Map::from_iter([("hs_execution_state".to_owned(), state.into())])
}

fn blocked() -> Execution {
    let mut execution = sent();
    execution.answered(vec![block()], &WorkflowOptions::default());
    execution
}

#[test]
fn a_blocked_execution_ends_as_it_is_completed() {
    for (state, ends) in [
        ("SUCCESS", ExecutionState::Succeeded),
        ("FAIL_CONTINUE", ExecutionState::Failed),
    ] {
        let mut execution = blocked();
        assert_eq!(execution.state(), ExecutionState::Blocked);
        execution.complete(&outcome(state), after(1));
        assert_eq!(execution.state(), ends);
        assert_eq!(execution.outputs, outcome(state));
    }
}

#[test]
fn the_first_outcome_stands_and_a_second_one_is_noted() {
    let mut execution = blocked();
    execution.complete(&outcome("SUCCESS"), after(1));
    execution.complete(&outcome("FAIL_CONTINUE"), after(2));
    assert_eq!(execution.state(), ExecutionState::Succeeded);
    let last = execution.history.last().map(|it| it.text.as_str());
    assert_eq!(last, Some("Completed again: the first outcome stands"));
}

#[test]
fn a_block_that_nobody_completes_expires_and_a_late_outcome_changes_nothing() {
    let mut execution = blocked();
    assert!(!execution.expire(after(14)));
    assert!(execution.expire(after(15)));
    assert!(!execution.expire(after(16)));
    assert!(execution.may_complete(LateCompletions::Refuse).is_err());
    assert!(execution.may_complete(LateCompletions::Accept).is_ok());
    execution.complete(&outcome("SUCCESS"), after(17));
    assert_eq!(execution.state(), ExecutionState::Expired);
}

#[test]
fn an_outcome_may_overtake_the_answer_that_blocks() {
    let mut execution = sent();
    execution.complete(&outcome("SUCCESS"), NOON);
    execution.answered(vec![block()], &WorkflowOptions::default());
    assert_eq!(execution.state(), ExecutionState::Succeeded);
}

#[test]
fn of_answers_to_the_same_request_the_first_that_took_it_decides() {
    let mut execution = sent();
    let busy = answer(503, &json!({}));
    execution.answered(
        vec![busy.clone(), block(), busy],
        &WorkflowOptions::default(),
    );
    assert_eq!(execution.state(), ExecutionState::Blocked);
    assert_eq!(execution.answers.len(), 3);
}

#[test]
fn a_repeated_delivery_of_a_blocked_execution_moves_its_end_or_ends_it() {
    let mut execution = blocked();
    let mut again = block();
    again.time = after(5);
    execution.answered(vec![again], &WorkflowOptions::default());
    assert!(!execution.expire(after(19)));
    let failed = answer(200, &json!({ "hs_execution_state": "FAIL_CONTINUE" }));
    execution.answered(vec![failed], &WorkflowOptions::default());
    assert_eq!(execution.state(), ExecutionState::Failed);
}

#[test]
fn what_was_not_taken_is_due_again_and_then_given_up() {
    let options = WorkflowOptions::default();
    let mut execution = sent();
    execution.answered(vec![answer(503, &json!({}))], &options);
    assert!(!execution.is_due(after(0)));
    assert!(execution.is_due(after(1)));
    execution.send();
    execution.answered(vec![answer(404, &json!({}))], &options);
    assert_eq!(execution.state(), ExecutionState::Failed);
    let last = execution.history.iter().rev().nth(1);
    assert_eq!(
        last.map(|it| it.text.as_str()),
        Some("The app's server did not take it (404): given up")
    );
}

#[test]
fn what_was_under_way_when_the_portal_stopped_is_sent_again() {
    let mut execution = sent();
    execution.recover(after(3));
    assert!(execution.is_due(after(3)));
}
