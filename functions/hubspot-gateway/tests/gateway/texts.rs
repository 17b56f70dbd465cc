//! The texts of the editor's fields.

use editor::{ACTIONS, EditorAction};
use registry::RegisteredAction;
use serde_json::{Map, Value};

use crate::stage::Stage;

/// The inputs that the action cannot be published without.
fn required(action: &EditorAction) -> Map<String, Value> {
    let fields = action.fields().filter(|field| field.is_required);
    let input = |field: &editor::Field| {
        let first = field.fixed_values().first().copied();
        (field.name.to_owned(), first.unwrap_or("us-books").into())
    };
    fields.map(input).collect()
}

#[tokio::test]
async fn every_text_of_the_editor_takes_properties_which_the_action_fills_in() {
    let stage = Stage::start().await;
    let mut count = 0;
    for action in ACTIONS {
        let registered = RegisteredAction::named(action.name).unwrap();
        let sample = registered.booking_sample().unwrap();
        for field in action.fields().filter(|field| field.input.is_text()) {
            count += 1;
            let mut body = stage.execution(&format!("ap-1-2-3-{count}"));
            body["object"]["objectType"] = action.records[0].name().into();
            let mut inputs = required(action);
            inputs.insert(field.name.to_owned(), "{{no_such_property}}".into());
            body["inputFields"] = inputs.into();
            let answer = stage.execute(action.name, &body).await;
            assert_eq!(answer["hs_execution_state"], "BLOCK", "{answer}");
            let run = stage.workflows.take().remove(0).input;

            let mut event = sample.for_record(&count.to_string()).unwrap();
            event["options"] = run["options"].clone();
            event["run"] = run["run"].clone();
            let (engine, deadline) = (&stage.rehearsal.engine, stage.rehearsal.deadline());
            let event = event.to_string();
            let ended = registered.run(engine, event.as_bytes(), deadline).await;
            let error = ended.unwrap_err().to_string();
            let told = "the record has no property `no_such_property`";
            let option = field.option().unwrap();
            assert!(
                error.contains(told) && error.contains(&format!("`options.{option}")),
                "{}, {}: {error}",
                action.name,
                field.name
            );
        }
    }
    assert!(count > 20, "{count}");
}
