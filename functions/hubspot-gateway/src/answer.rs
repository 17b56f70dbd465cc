//! The answers to an execution.

use std::collections::BTreeMap;

use editor::Outcome;
use jiff::{SignedDuration, Timestamp};
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::http::{HttpResponse, Noted};
use crate::ports::RunState;

/// The time for which HubSpot's workflow waits for a run: longer than the workflow `quickbooks-action` may take, which
/// is a day, and the report that follows. Without it HubSpot would wait for a week.
pub const EXPIRES: SignedDuration = SignedDuration::from_hours(25);

/// The least time that HubSpot's workflow is still asked to wait.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// The begin of the cause of an action that ended and whose report waits; see `infra/workflows`.
const NOT_REPORTED: &str = "Queued: the action ended, but its outcome could not be reported";

/// The answer for a run in this state.
pub(crate) fn of_state(state: &RunState, now: Timestamp) -> HttpResponse {
    match state {
        RunState::Running { since } => block(*since, now),
        RunState::Succeeded { output } => of_outcome(&succeeded(output), Noted::Run),
        RunState::Failed { error, cause } => of_outcome(&failed(error, cause), Noted::Run),
    }
}

/// The answer for an execution that ended, or was never begun.
pub(crate) fn of_outcome(outcome: &Outcome, noted: Noted) -> HttpResponse {
    let state: &'static str = outcome.state().into();
    let mut outputs = outcome.outputs();
    outputs.insert("hs_execution_state", state.to_owned());
    outputs_are(&outputs, noted)
}

/// Lets HubSpot's workflow wait for what is left of the time.
fn block(since: Timestamp, now: Timestamp) -> HttpResponse {
    let left = EXPIRES - now.duration_since(since);
    let left = left.clamp(LEAST, EXPIRES);
    let left = SignedDuration::from_secs(left.as_secs());
    let outputs = BTreeMap::from([
        ("hs_execution_state", "BLOCK".to_owned()),
        ("hs_expiration_duration", left.to_string()),
    ]);
    outputs_are(&outputs, Noted::Run)
}

fn outputs_are(outputs: &BTreeMap<&'static str, String>, noted: Noted) -> HttpResponse {
    HttpResponse::json(200, &json!({ "outputFields": outputs }), noted)
}

/// The outcome of a run that ended well: the one that it reported.
fn succeeded(output: &Value) -> Outcome {
    let reported = Outcome::of_workflow(&output["outcomes"][0]);
    let unreadable = || {
        Outcome::failed(
            editor::RUN_FAILED,
            "the run ended, and its output cannot be read",
        )
    };
    reported.unwrap_or_else(unreadable)
}

/// The outcome of a run that ended badly: the same as was reported when it ended. Its cause says where it waits, and
/// then holds the error as the action gave it.
fn failed(error: &str, cause: &str) -> Outcome {
    if error.is_empty() {
        let message = "the run was stopped, or ran out of time";
        return Outcome::failed(editor::RUN_FAILED, message);
    }
    let given = error_within(cause);
    match Outcome::of_failure(error, given) {
        // An action that ended, and whose report waits. No other cause is quoted: AWS's own may name roles and inputs.
        Outcome::Failed { code, .. } if cause.starts_with(NOT_REPORTED) => {
            Outcome::failed(code, cause)
        }
        outcome => outcome,
    }
}

/// The JSON with which a cause ends, as Lambda gives an action's error; empty if there is none.
fn error_within(cause: &str) -> &str {
    let begins = cause.match_indices('{').map(|(at, _)| at);
    let mut ends = begins.filter_map(|at| cause.get(at..));
    ends.find(|end| serde_json::from_str::<IgnoredAny>(end).is_ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use serde_json::{Value, json};

    use super::{EXPIRES, of_state};
    use crate::ports::RunState;

    fn outputs(state: &RunState, now: Timestamp) -> Value {
        let response = of_state(state, now);
        assert_eq!(response.status, 200);
        let body: Value = serde_json::from_str(&response.body).unwrap();
        body["outputFields"].clone()
    }

    fn since() -> Timestamp {
        "2026-11-28T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_run_blocks_for_what_is_left_of_its_time() {
        for (passed, left) in [
            (SignedDuration::ZERO, "PT25H"),
            (SignedDuration::from_hours(1), "PT24H"),
            (SignedDuration::from_secs(5_400), "PT23H30M"),
            (SignedDuration::from_millis(-300), "PT25H"),
            (EXPIRES, "PT1M"),
            (SignedDuration::from_hours(50), "PT1M"),
        ] {
            let state = RunState::Running { since: since() };
            let outputs = outputs(&state, since() + passed);
            let expected = json!({"hs_execution_state": "BLOCK", "hs_expiration_duration": left});
            assert_eq!(outputs, expected);
        }
    }

    #[test]
    fn a_run_that_ended_is_answered_with_its_outcome() {
        let output = json!({"request": {}, "outcomes": [{"action": "create-invoice", "status": "succeeded",
            "response": {"status": "created", "document": {"type": "Invoice", "id": "145", "number": "1037",
                "total": "1480.00", "currency": "USD"}, "documents": [],
                "customer": {"id": "58", "matched_by": "email"}, "warnings": []}}]});
        let outputs = outputs(&RunState::Succeeded { output }, since());
        assert_eq!(outputs["hs_execution_state"], "SUCCESS");
        assert_eq!(outputs["document_number"], "1037");
        assert_eq!(outputs["status"], "created");
    }

    #[test]
    fn a_run_that_failed_is_answered_with_the_error_of_its_action_and_quotes_no_other_cause() {
        let sentence = "deal 9001: no product \"{x}\"";
        let given = json!({"errorType": "ProductNotFound", "errorMessage": sentence});
        let queued =
            format!("Queued: the run waits for a person in the queue of failed runs. {given}");
        let not_taken = format!("QueueDoesNotExist {{1}} {given}");
        let unreported = "Queued: the action ended, but its outcome could not be reported";
        let elsewhere = "the history of the run in Step Functions says more";
        for (error, cause, code, message) in [
            (
                "ProductNotFound",
                queued.as_str(),
                "ProductNotFound",
                sentence,
            ),
            (
                "ProductNotFound",
                not_taken.as_str(),
                "ProductNotFound",
                sentence,
            ),
            (
                "ProductNotFound",
                &given.to_string(),
                "ProductNotFound",
                sentence,
            ),
            (
                "HubSpotAccessDenied",
                unreported,
                "HubSpotAccessDenied",
                unreported,
            ),
            ("ProductNotFound", "canary {", "ProductNotFound", elsewhere),
            (
                "",
                "",
                "RunFailed",
                "the run was stopped, or ran out of time",
            ),
            (
                "SQS.AmazonSQSException",
                "Queued: the run waits for a person in the queue of failed runs. canary {",
                "RunFailed",
                "the run ended with SQS.AmazonSQSException",
            ),
            (
                "States.Runtime",
                "canary {\"a\":1}",
                "RunFailed",
                "the run ended with States.Runtime",
            ),
        ] {
            let state = RunState::Failed {
                error: error.into(),
                cause: cause.into(),
            };
            let outputs = outputs(&state, since());
            assert_eq!(outputs["hs_execution_state"], "FAIL_CONTINUE");
            assert_eq!(outputs["error_code"], code);
            assert_eq!(outputs["error_message"], message);
        }
    }

    #[test]
    fn an_output_that_cannot_be_read_is_a_failure_and_no_success() {
        for output in [
            json!(null),
            json!({}),
            json!({"outcomes": []}),
            json!({"outcomes": [{}]}),
        ] {
            let outputs = outputs(&RunState::Succeeded { output }, since());
            assert_eq!(outputs["hs_execution_state"], "FAIL_CONTINUE");
            assert_eq!(outputs["error_code"], "RunFailed");
        }
    }
}
