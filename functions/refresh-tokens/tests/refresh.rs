//! The effects of a run on connections, on a sandbox company over real sockets.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::SignedDuration;
use refresh_tokens::{Report, refresh_all};
use rehearsal::Rehearsal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use storage::{Connection, Failures, TokenSet, Tokens, Versioned};

fn connection(name: &str) -> Connection {
    Connection::try_from(name).unwrap()
}

async fn stored(stage: &Rehearsal, name: &str) -> Versioned<TokenSet> {
    let stored = stage.store.load_tokens(&connection(name)).await;
    stored.unwrap().unwrap()
}

async fn change(stage: &Rehearsal, name: &str, change: impl FnOnce(&mut TokenSet)) {
    let Versioned {
        value: mut tokens,
        version,
    } = stored(stage, name).await;
    change(&mut tokens);
    let name = connection(name);
    let written = stage.store.store_tokens(&name, Some(version), &tokens);
    assert!(written.await.unwrap().is_some());
}

async fn run(stage: &Rehearsal) -> Report {
    use actions::books::environment::Environment;
    let deadline = stage.environment.now() + SignedDuration::from_secs(60);
    let engine = stage.another_process();
    let report = refresh_all(&stage.store, &engine.access, &stage.environment, deadline);
    report.await.unwrap()
}

fn spent(tokens: &mut TokenSet) {
    tokens.access_expires_at = jiff::Timestamp::UNIX_EPOCH;
}

#[tokio::test]
async fn a_connection_at_rest_is_refreshed_and_its_refresh_token_lives_on() {
    let stage = Rehearsal::start().await;
    change(&stage, "us-books", spent).await;
    change(&stage, "us-books", |tokens| {
        tokens.refresh_expires_at = jiff::Timestamp::now() + SignedDuration::from_hours(24 * 40);
    })
    .await;
    let before = stored(&stage, "us-books").await.value;

    let report = run(&stage).await;

    assert_eq!((report.connections, report.alive), (1, 1));
    assert!(report.fewest_days_left.unwrap() > 99.0, "{report:?}");
    let after = stored(&stage, "us-books").await.value;
    assert_ne!(
        before.access_token.expose_secret(),
        after.access_token.expose_secret()
    );
    assert!(after.refresh_expires_at > before.refresh_expires_at);
}

#[tokio::test]
async fn a_connection_that_was_refreshed_within_the_hour_is_left_alone() {
    let stage = Rehearsal::start().await;
    let before = stored(&stage, "us-books").await.version;
    let report = run(&stage).await;
    assert_eq!(report.alive, 1);
    assert_eq!(stored(&stage, "us-books").await.version, before);
}

#[tokio::test]
async fn a_revoked_connection_is_reported_and_the_others_are_refreshed_all_the_same() {
    let stage = Rehearsal::start().await;
    for name in ["a-revoked", "m-fresh", "z-spent"] {
        stage.connect(name, json!({})).await;
    }
    change(&stage, "a-revoked", spent).await;
    change(&stage, "a-revoked", |tokens| {
        tokens.refresh_token = SecretString::from("CANARY");
        tokens.refresh_expires_at = jiff::Timestamp::now() + SignedDuration::from_hours(24 * 12);
    })
    .await;
    change(&stage, "z-spent", spent).await;
    let disconnected = connection("us-books");
    stage.store.delete_tokens(&disconnected).await.unwrap();

    let report = run(&stage).await;

    assert_eq!(
        (report.connections, report.alive, report.to_reauthorize()),
        (4, 2, 1)
    );
    assert_eq!(report.failures[0].connection, connection("a-revoked"));
    assert_eq!(report.ending_soon, [connection("a-revoked")]);
    assert_eq!(report.not_connected, [disconnected]);
    let days = report.fewest_days_left.unwrap();
    assert!((11.9..12.0).contains(&days), "{days}");
    let last = stage.store.last_failure(&connection("a-revoked")).await;
    let last = last.unwrap().unwrap();
    assert_eq!(last.error_type, "ReauthorizationRequired");
    assert_eq!(last.function, "refresh-tokens");
    assert!(!last.message.contains("CANARY"), "{}", last.message);
    let said = format!("{report:?} {}", serde_json::to_string(&report).unwrap());
    assert!(!said.contains("CANARY"));
}
