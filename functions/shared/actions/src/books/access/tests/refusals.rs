//! The errors when there is no token.

use std::time::Duration;

use storage::{Connection, Tokens};

use super::intuit::Act;
use super::world::{World, token, us};
use crate::books::access::AccessError;

#[tokio::test(start_paused = true)]
async fn a_revoked_connection_asks_for_a_person() {
    let world = World::with_an_expired_token().await;
    world.intuit.revokes();
    let error = world.ask(&world.process()).await.unwrap_err();
    let told = matches!(
        error,
        AccessError::ReauthorizationRequired {
            after_lost_answer: false
        }
    );
    assert!(told, "{error:?}");
    assert_eq!(world.intuit.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_invalid_grant_gives_way_to_tokens_that_were_stored_meanwhile() {
    let world = World::with_an_expired_token().await;
    world.intuit.revokes();
    world.intuit.will([Act::AfterSomebodyConnects]);
    assert_eq!(
        token(world.ask(&world.process()).await),
        "canary-access-connected-again"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_never_connected_or_is_disconnected_is_not_connected() {
    let world = World::with_an_expired_token().await;
    let process = world.process();
    let deadline = world.environment.after(300);
    let never = Connection::try_from("never").unwrap();
    let error = process.access_token(&never, deadline).await.unwrap_err();
    assert!(matches!(error, AccessError::NotConnected), "{error:?}");

    world.store.delete_tokens(&us()).await.unwrap();
    let error = world.ask(&process).await.unwrap_err();
    assert!(matches!(error, AccessError::NotConnected), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_throttle_is_passed_on_with_its_wait_and_not_repeated() {
    let world = World::with_an_expired_token().await;
    world.intuit.will([Act::Answer(429, "")]);
    let error = world.ask(&world.process()).await.unwrap_err();
    let AccessError::Throttled { retry_after } = error else {
        panic!("{error:?}");
    };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
    assert_eq!(world.intuit.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_client_secret_is_told_as_the_app_s_fault_and_not_repeated() {
    for body in [
        r#"{"error":"invalid_client"}"#,
        r#"{"error":"unauthorized_client"}"#,
    ] {
        let world = World::with_an_expired_token().await;
        world.intuit.will([Act::Answer(401, body)]);
        let error = world.ask(&world.process()).await.unwrap_err();
        assert!(matches!(error, AccessError::AppRefused { .. }), "{error:?}");
        assert_eq!(world.intuit.asked().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn intuit_out_of_reach_is_asked_three_times() {
    let world = World::with_an_expired_token().await;
    world
        .intuit
        .will([Act::NotSent, Act::Answer(503, ""), Act::NotSent]);
    let process = world.process();
    let error = world.ask(&process).await.unwrap_err();
    assert!(
        matches!(error, AccessError::Unavailable { .. }),
        "{error:?}"
    );
    assert_eq!(world.intuit.asked().len(), 3);

    assert_eq!(token(world.ask(&process).await), "canary-access-1");
}

#[tokio::test(start_paused = true)]
async fn a_moment_out_of_reach_is_not_noticed() {
    let world = World::with_an_expired_token().await;
    world
        .intuit
        .will([Act::NotSent, Act::Answer(500, "<html>")]);
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-1");
}
