//! A state machine's definition, as deployed and as interpreted here.

use serde_json::{Map, Value, json};

use template::read_file;

/// The definition in a file, with the values that a template puts in place of `${…}`.
pub(crate) fn substituted(file: &str, by: &Map<String, Value>) -> Value {
    let mut text = read_file(file);
    for (name, value) in by {
        let value = value.as_str().unwrap_or_default();
        text = text.replace(&format!("${{{name}}}"), value);
    }
    if let Some((_, rest)) = text.split_once("${") {
        let name = rest.split('}').next().unwrap_or_default();
        panic!("{file}: nothing is given for {name}");
    }
    parse(&text)
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("a definition is not JSON: {error}"))
}

/// Names of the API of Step Functions, as its integrations spell them and as the API does.
const NAMES: [(&str, &str); 12] = [
    ("\"StateMachineArn.$\"", "\"stateMachineArn.$\""),
    ("\"ExecutionArn.$\"", "\"executionArn.$\""),
    ("\"Name.$\"", "\"name.$\""),
    ("\"Input.$\"", "\"input.$\""),
    ("\"$.ExecutionArn\"", "\"$.executionArn\""),
    ("\"$.StateMachineArn\"", "\"$.stateMachineArn\""),
    ("\"$.Input\"", "\"$.input\""),
    ("\"MapRunArn.$\"", "\"mapRunArn.$\""),
    ("$.ItemCounts.Total", "$.itemCounts.total"),
    ("$.ItemCounts.Succeeded", "$.itemCounts.succeeded"),
    ("$.ItemCounts.Failed", "$.itemCounts.failed"),
    // Of JSON lines it reads none yet, but a JSON array of the same items.
    ("\"JSONL\"", "\"JSON\""),
];

/// The same definition in `moto`'s spelling: its interpreter does not translate between the two.
pub(crate) fn in_moto_s_spelling(definition: &Value) -> Value {
    let text = NAMES
        .iter()
        .fold(definition.to_string(), |text, (name, moto_s)| {
            text.replace(name, moto_s)
        });
    let mut definition = parse(&text);
    without_writer_configuration(&mut definition);
    definition
}

/// It writes no results of maps yet, and does not know that they can be given a form.
fn without_writer_configuration(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.remove("WriterConfig");
            entries.values_mut().for_each(without_writer_configuration);
        }
        Value::Array(items) => items.iter_mut().for_each(without_writer_configuration),
        _ => {}
    }
}

/// The function that takes turns, as an integration of Lambda's names it here.
const TAKER: &str = "arn:aws:lambda:us-east-1:123456789012:function:books-run-queued-action";

/// The characters of a task's token, as far as they count: Step Functions gives no length, and takes up to 2,048.
const TOKEN: usize = 1_024;

/// The same definition with turns that are taken as soon as they are queued: the function is invoked by the task itself, and
/// answers in its place. Of a failure that a task is told by its token, `moto` loses the cause.
pub(crate) fn with_turns_taken(mut definition: Value) -> Value {
    take_turns(&mut definition);
    definition
}

fn take_turns(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let resource = entries.get("Resource").and_then(Value::as_str);
            if resource.is_some_and(|name| name.ends_with(":sqs:sendMessage.waitForTaskToken")) {
                entries.remove("HeartbeatSeconds");
                entries["Resource"] = "arn:aws:states:::lambda:invoke".into();
                let mut turn = entries["Parameters"]["MessageBody"].take();
                if let Value::Object(fields) = &mut turn {
                    fields.remove("task_token.$");
                    fields.insert("task_token".to_owned(), "x".repeat(TOKEN).into());
                }
                entries["Parameters"] = json!({ "FunctionName": TAKER, "Payload": turn });
                let selector = entries["ResultSelector"].to_string();
                let selector = selector.replace(", $, false)", ", $.Payload, false)");
                entries["ResultSelector"] = parse(&selector);
            }
            entries.values_mut().for_each(take_turns);
        }
        Value::Array(items) => items.iter_mut().for_each(take_turns),
        _ => {}
    }
}

/// The same definition with short waits: at most three retries, a second at most before each.
pub(crate) fn hurried(mut definition: Value) -> Value {
    hurry(&mut definition);
    definition
}

fn hurry(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            let retriers = entries.get_mut("Retry").and_then(Value::as_array_mut);
            let retriers = retriers.into_iter().flatten();
            // One without an attempt says what is not to be retried.
            for retrier in retriers.filter(|retrier| retrier["MaxAttempts"] != 0) {
                retrier["IntervalSeconds"] = 1.into();
                retrier["MaxDelaySeconds"] = 2.into();
                retrier["BackoffRate"] = 1.into();
                retrier["MaxAttempts"] = 3.into();
            }
            entries.values_mut().for_each(hurry);
        }
        Value::Array(items) => items.iter_mut().for_each(hurry),
        _ => {}
    }
}
