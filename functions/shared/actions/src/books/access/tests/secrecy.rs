//! No token in anything that may be printed. Every secret of these tests begins with `canary`.

use super::intuit::Act;
use super::unreliable::Failure::NotWritten;
use super::world::World;
use crate::books::access::AccessError;

#[tokio::test(start_paused = true)]
async fn no_token_shows_in_what_is_given() {
    let world = World::with_an_expired_token().await;
    let process = world.process();
    let given = world.ask(&process).await.unwrap();
    let shown = format!("{given:?} {process:?}");
    assert!(shown.contains("9130"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn no_token_shows_in_any_error() {
    let quoting = r#"{"error":"invalid_request canary-refresh-0"}"#;
    let table = [
        vec![Act::Answer(
            400,
            r#"{"error":"invalid_grant","error_description":"canary"}"#,
        )],
        vec![Act::Answer(401, r#"{"error":"invalid_client"}"#)],
        vec![Act::Answer(400, quoting)],
        vec![Act::Answer(429, "canary")],
        vec![Act::Answer(200, r#"{"access_token":"canary-access-1"}"#); 3],
        vec![Act::Answer(500, "canary"); 3],
        vec![Act::NotSent; 3],
        vec![Act::Hang; 3],
    ];
    for acts in table {
        let world = World::with_an_expired_token().await;
        world.intuit.will(acts.clone());
        let error = world.ask(&world.process()).await.unwrap_err();
        assert_silent(&error);
    }
    let world = World::with_an_expired_token().await;
    world.store.will_fail([NotWritten; 5]);
    assert_silent(&world.ask(&world.process()).await.unwrap_err());
}

fn assert_silent(error: &AccessError) {
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains("canary"), "{shown}");
}
