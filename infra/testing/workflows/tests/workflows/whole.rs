//! Records that are given whole, up to the size that Step Functions takes.

use serde_json::Value;
use workflows::{record, stage};

use crate::failure::only;
use crate::request::{REFUNDED, by_id, for_action};

/// A deal of 250 lines, whole.
fn of_250_lines(id: &str) -> Value {
    let mut deal = record("create-estimate/events/01-deal", id);
    let line = deal["line_items"][0].clone();
    let lines = (0..250).map(|index| {
        let (mut line, line_id) = (line.clone(), format!("{}", 900_000 + index));
        line["properties"]["hs_object_id"] = line_id.as_str().into();
        line["properties"]["description"] = "x".repeat(300).into();
        line["id"] = line_id.into();
        line
    });
    deal["line_items"] = lines.collect();
    deal["properties"]["amount"] = Value::Null;
    deal
}

/// The size of an input as the interpreter measures it: with a space after each comma and colon.
fn measured(input: &Value) -> usize {
    fn separators(value: &Value) -> usize {
        match value {
            Value::Array(items) => {
                items.len().saturating_sub(1) + items.iter().map(separators).sum::<usize>()
            }
            Value::Object(fields) => {
                (2 * fields.len()).saturating_sub(1)
                    + fields.values().map(separators).sum::<usize>()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }
    input.to_string().len() + separators(input)
}

/// The same input with a property that fills it up to so many bytes.
fn filled(mut input: Value, bytes: usize) -> Value {
    input["record"]["properties"]["filling"] = "".into();
    let filling = bytes - measured(&input);
    input["record"]["properties"]["filling"] = "x".repeat(filling).into();
    input
}

/// The most bytes of a state in the interpreter, one less than Step Functions'.
const MOST: usize = 262_143;

#[tokio::test]
async fn a_deal_of_250_lines_given_whole_is_booked_and_only_its_id_is_in_the_output() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let mut input = for_action("create-estimate", &id);
    input["record"] = of_250_lines(&id);
    let size = input.to_string().len();
    assert!((200_000..250_000).contains(&size), "{size} bytes");
    let execution = stage.run("quickbooks-action", &input).await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.error);
    let size = execution.output.to_string().len();
    assert!(size < 4_000, "the output has {size} bytes");
    // The state has the record once, in the execution's input, until it is set aside.
    let events = stage.history(&execution.arn).await;
    let outputs = events.iter().filter_map(|event| {
        let exited = &event["stateExitedEventDetails"];
        Some((exited["name"].as_str()?, exited["output"].as_str()?.len()))
    });
    for (state, size) in outputs.filter(|(state, _)| *state != "Is the request whole?") {
        assert!(size < 64_000, "{state} has {size} bytes");
    }
}

#[tokio::test]
async fn a_whole_record_is_booked_up_to_the_promised_size_and_waits_for_a_correction_above_it() {
    let stage = stage().await;
    let action = "create-estimate";
    let id = stage.fresh_id();
    let mut input = for_action(action, &id);
    input["record"] = of_250_lines(&id);
    let execution = stage
        .run("quickbooks-action", &filled(input, 250_000))
        .await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.error);
    assert_eq!(stage.functions.calls(action, &id).len(), 1);
    for bytes in [MOST - 100, MOST] {
        let id = stage.fresh_id();
        let mut input = for_action(action, &id);
        input["record"] = record("create-estimate/events/01-deal", &id);
        let execution = stage.run("quickbooks-action", &filled(input, bytes)).await;
        assert_eq!(execution.status, "FAILED", "{bytes}");
        assert!(stage.functions.calls(action, &id).is_empty(), "{bytes}");
        let message = only(stage.waiting(&execution.arn).await);
        assert_eq!(message["error"], "States.DataLimitExceeded", "{message}");
        assert_eq!(message["waits_for"], "correction", "{message}");
        let report = only(stage.functions.calls("report-outcome", &id));
        assert_eq!(report["outcomes"][0]["waits_for"], "correction", "{report}");
    }
}

#[tokio::test]
async fn a_payment_given_whole_that_is_as_large_as_an_input_can_be_waits_for_a_correction() {
    let stage = stage().await;
    for (workflow, messages) in [("refund-payment", 1), ("settle-payment", 2)] {
        let id = stage.fresh_id();
        let mut input = by_id("payment", &id);
        input["record"] = record(REFUNDED, &id);
        let execution = stage.run(workflow, &filled(input, MOST)).await;
        assert_eq!(execution.status, "FAILED", "{workflow}");
        let waiting = stage.waiting(&execution.arn).await;
        assert_eq!(waiting.len(), messages, "{workflow}: {waiting:?}");
        for message in waiting {
            assert_eq!(message["error"], "States.DataLimitExceeded", "{message}");
            assert_eq!(message["waits_for"], "correction", "{message}");
        }
    }
}
