//! Every sample event, its record given by its type and id alone: the properties and lists that an action
//! asks HubSpot for are all that it reads.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response};
use registry::{RegisteredAction, Sample, connections};
use rehearsal::{HubSpotAccount, Rehearsal};
use serde_json::{Value, json};

/// A fresh company with the connections that samples name, of this HubSpot account.
async fn stage(account: &HubSpotAccount) -> Rehearsal {
    let realm_id = Rehearsal::start().await.sandbox.realm_id().to_owned();
    let [(_, mut plain), (name, mut filtered)] = connections(&realm_id);
    for settings in [&mut plain, &mut filtered] {
        settings["hubspot"] = account.setting();
    }
    let stage = Rehearsal::with_settings(plain).await;
    stage.connect(name, filtered).await;
    account.opened_to(stage).await
}

#[tokio::test]
async fn a_sample_given_by_its_id_comes_to_the_same_as_one_given_whole() {
    for action in RegisteredAction::ALL {
        let account = HubSpotAccount::start().await;
        let (whole, by_id) = (stage(&account).await, stage(&account).await);
        let samples = action.samples().iter();
        for sample in samples.filter(|sample| !sample.is_by_id().unwrap()) {
            assert_same(&whole, (&by_id, &account), *action, sample).await;
        }
    }
}

async fn assert_same(
    whole: &Rehearsal,
    (by_id, account): (&Rehearsal, &HubSpotAccount),
    action: RegisteredAction,
    sample: &Sample,
) {
    let event: Value = serde_json::from_str(sample.event).unwrap();
    let mut event = event.get("detail").unwrap_or(&event).clone();
    let name = format!("{action} {}", sample.name);
    let expected = ran(whole, action, &event).await;
    let record = event["record"].take();
    account.put(&record);
    event["record"] = json!({"object_type": record["object_type"], "id": record["id"]});
    event["run"]["details"] = json!(true);
    let answered = ran(by_id, action, &event).await;
    assert_eq!(told(&answered), told(&expected), "{name}");
    let posted = |stage: &Rehearsal| {
        let kinds = action.documents();
        let made = kinds.iter().flat_map(|kind| stage.made(kind.into()));
        made.map(without_times).collect::<Vec<_>>()
    };
    assert_eq!(posted(by_id), posted(whole), "{name}");
}

async fn ran(
    stage: &Rehearsal,
    action: RegisteredAction,
    event: &Value,
) -> Result<Response, ActionError> {
    let text = event.to_string();
    action
        .run(&stage.engine, text.as_bytes(), stage.deadline())
        .await
}

/// The answer; a document's address differs by company.
fn told(result: &Result<Response, ActionError>) -> Value {
    match result {
        Ok(response) => {
            let mut response = serde_json::to_value(response).unwrap();
            without_urls(&mut response);
            response
        }
        Err(error) => json!({error.error_type(): error.to_string()}),
    }
}

fn without_urls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("url");
            fields.values_mut().for_each(without_urls);
        }
        Value::Array(values) => values.iter_mut().for_each(without_urls),
        _ => {}
    }
}

fn without_times(mut row: Value) -> Value {
    if let Some(fields) = row.as_object_mut() {
        fields.remove("MetaData");
    }
    row
}
