//! A run that was stopped, ran out of time or broke off, so that none of its own states could tell of it.

use jiff::Timestamp;
use serde_json::{Value, json};

/// The name of Step Functions' event at the end of an execution
/// (<https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html>).
const STATUS_CHANGE: &str = "Step Functions Execution Status Change";

/// True for Step Functions' event at the end of an execution.
pub(crate) fn is_end(event: &Value) -> bool {
    event["detail-type"] == STATUS_CHANGE
}

/// The moment at which such a run began; Step Functions tells it in milliseconds.
pub(crate) fn began_at(event: &Value) -> Option<Timestamp> {
    Timestamp::from_millisecond(event["detail"]["startDate"].as_i64()?).ok()
}

/// The report of such a run, by its input; `None` where the event does not hold it, or it names no record.
pub(crate) fn report(event: &Value) -> Option<Value> {
    let detail = &event["detail"];
    let input: Value = serde_json::from_str(detail["input"].as_str()?).ok()?;
    let record = input["record"].as_object()?;
    let machine = detail["stateMachineArn"].as_str().unwrap_or_default();
    let actions = if machine.ends_with("refund-payment") {
        vec!["create-refund-receipt"]
    } else if machine.ends_with("settle-payment") {
        let document = input["document_action"].as_str();
        // Either part may be what the run has waited for.
        vec![document.unwrap_or("create-paid-invoice"), "create-expense"]
    } else {
        vec![input["action"].as_str()?]
    };
    let outcome = |action: &str| {
        json!({
            "action": action,
            "status": "failed",
            "waits_for": "service",
            "failure": { "Error": detail["status"], "Cause": "" },
        })
    };
    let run = input.get("run").filter(|run| run.is_object());
    Some(json!({
        "connection": input["connection"],
        "record": { "object_type": record.get("object_type")?, "id": record.get("id")? },
        "run": run.cloned().unwrap_or_else(|| json!({})),
        "outcomes": actions.into_iter().map(outcome).collect::<Value>(),
        "at": event["time"],
    }))
}

#[cfg(test)]
mod tests;
