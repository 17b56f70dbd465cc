//! No refresh token is lost that can be kept.

use super::intuit::Act;
use super::unreliable::Failure::{AnswerLost, NotWritten};
use super::world::{World, token};
use crate::books::access::AccessError;

#[tokio::test(start_paused = true)]
async fn the_returned_refresh_token_is_stored_before_the_access_token_is_given() {
    let world = World::with_an_expired_token().await;
    world.store.will_fail([NotWritten; 5]);
    let process = world.process();
    let without_store = world.ask(&process).await;
    assert!(
        matches!(without_store, Err(AccessError::Storage(_))),
        "{without_store:?}"
    );

    let given = token(world.ask(&process).await);
    let stored = ("canary-access-1".to_owned(), "canary-refresh-1".to_owned());
    assert_eq!(
        (given, world.stored().await),
        ("canary-access-1".into(), stored)
    );
}

#[tokio::test(start_paused = true)]
async fn tokens_that_could_not_be_stored_are_stored_later_without_asking_intuit_again() {
    let world = World::with_an_expired_token().await;
    world.intuit.keeps_no_old_token();
    world.store.will_fail([NotWritten; 12]);
    let process = world.process();
    for _ in 0..2 {
        world.ask(&process).await.unwrap_err();
    }
    assert_eq!(token(world.ask(&process).await), "canary-access-1");
    assert_eq!(world.stored().await.1, "canary-refresh-1");
    assert_eq!(world.intuit.asked(), ["canary-refresh-0"]);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_four_times_costs_no_caller_anything() {
    let world = World::with_an_expired_token().await;
    world.store.will_fail([NotWritten; 4]);
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-1");
    assert_eq!(world.stored().await.1, "canary-refresh-1");
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_was_lost_counts_as_written() {
    let world = World::with_an_expired_token().await;
    world.store.will_fail([AnswerLost]);
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-1");
    assert_eq!(world.stored().await.1, "canary-refresh-1");
    assert_eq!(world.intuit.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_with_the_same_refresh_token() {
    let world = World::with_an_expired_token().await;
    world.intuit.will([Act::LoseTheAnswer]);
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-2");
    assert_eq!(world.intuit.asked(), ["canary-refresh-0"; 2]);
    assert_eq!(world.stored().await.1, "canary-refresh-2");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_that_died_with_a_lost_answer_is_told_as_such() {
    let world = World::with_an_expired_token().await;
    world.intuit.keeps_no_old_token();
    world.intuit.will([Act::LoseTheAnswer]);
    let process = world.process();
    for _ in 0..2 {
        let error = world.ask(&process).await.unwrap_err();
        let told = matches!(
            error,
            AccessError::ReauthorizationRequired {
                after_lost_answer: true
            }
        );
        assert!(told, "{error:?}");
        assert!(error.to_string().contains("was lost on the way"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_refresh_uses_the_refresh_token_that_came_back() {
    let world = World::with_an_expired_token().await;
    world.intuit.keeps_no_old_token();
    let process = world.process();
    for number in 1..=3 {
        assert_eq!(
            token(world.ask(&process).await),
            format!("canary-access-{number}")
        );
        tokio::time::advance(std::time::Duration::from_hours(1)).await;
    }
    let asked = ["canary-refresh-0", "canary-refresh-1", "canary-refresh-2"];
    assert_eq!(world.intuit.asked(), asked);
}

#[tokio::test(start_paused = true)]
async fn tokens_of_a_person_who_connects_during_a_refresh_are_kept() {
    let world = World::with_an_expired_token().await;
    world.intuit.will([Act::AfterSomebodyConnects]);
    assert_eq!(
        token(world.ask(&world.process()).await),
        "canary-access-connected-again"
    );
    assert_eq!(world.stored().await.1, "canary-refresh-connected-again");
}
