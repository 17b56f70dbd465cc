//! Every sample event of every action: what must come of it stands beside the event, and what is posted
//! for it, to the letter, among the snapshots of its action.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::response::Document;
use actions::{ActionError, Response};
use registry::{Expected, RegisteredAction, Sample, connections};
use rehearsal::{HubSpotAccount, Rehearsal};
use serde_json::Value;

/// A fresh company with the connections that samples name, of this HubSpot account.
async fn stage(account: &HubSpotAccount) -> Rehearsal {
    let realm_id = Rehearsal::start().await.sandbox.realm_id().to_owned();
    let [(_, mut plain), (name, mut filtered)] = connections(&realm_id);
    for settings in [&mut plain, &mut filtered] {
        settings["hubspot"] = account.setting();
    }
    let stage = Rehearsal::with_settings(plain).await;
    assert_eq!(stage.sandbox.realm_id(), realm_id);
    stage.connect(name, filtered).await;
    account.opened_to(stage).await
}

#[tokio::test]
async fn every_sample_comes_to_what_stands_beside_it_and_posts_what_its_snapshot_shows() {
    let account = HubSpotAccount::of_business().await;
    for action in RegisteredAction::ALL {
        let stage = stage(&account).await;
        for sample in action.samples() {
            assert_sample(&stage, *action, sample).await;
        }
    }
}

async fn assert_sample(stage: &Rehearsal, action: RegisteredAction, sample: &Sample) {
    let kinds: Vec<&str> = action.documents().iter().map(Into::into).collect();
    let before: Vec<Value> = kinds.iter().flat_map(|kind| stage.made(kind)).collect();
    stage.sandbox.clear_journal();

    let event = sample.event.as_bytes();
    let result = action.run(&stage.engine, event, stage.deadline()).await;

    let name = format!("{action} {}", sample.name);
    let expected = sample.expected().unwrap();
    assert_eq!(expected.difference(&result), None, "{name}");
    let made: usize = kinds.iter().map(|kind| stage.made(kind).len()).sum();
    if matches!(expected, Expected::Created(_)) {
        assert_eq!(documents(&result), kinds, "{name}");
        assert_eq!(made, before.len() + kinds.len(), "{name}");
    } else {
        let journal = stage.sandbox.journal();
        assert!(!journal.iter().any(|entry| entry.is_write), "{name}");
        assert_eq!(made, before.len(), "{name}");
    }
    let told = [warnings(&result), stage.told_beside(&kinds, &before)].concat();
    snapshots(action).bind(|| insta::assert_snapshot!(format!("samples__{}", sample.name), told));
}

/// The types of the documents it answered with; the first of several is the one it answers as its own.
fn documents(result: &Result<Response, ActionError>) -> Vec<&str> {
    let response = result.as_ref().unwrap();
    let first = response.document.as_ref();
    let all = response.documents.as_ref();
    assert!(all.is_none_or(|all| all.first() == first));
    let all: Vec<&Document> =
        all.map_or_else(|| first.into_iter().collect(), |all| all.iter().collect());
    all.iter().map(|document| document.kind.as_str()).collect()
}

/// A line for each warning.
fn warnings(result: &Result<Response, ActionError>) -> String {
    let warnings = result.iter().flat_map(|response| &response.warnings);
    let lines = warnings.map(|warning| format!("{}: {}\n", warning.code, warning.message));
    lines.collect()
}

/// The snapshots that stand beside the action.
fn snapshots(action: RegisteredAction) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../..");
    settings.set_snapshot_path(format!("{root}/functions/{action}/tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
