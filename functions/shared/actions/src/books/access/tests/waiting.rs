//! Callers that wait for one another, and for how long.

use std::sync::Arc;
use std::time::Duration;

use storage::{Lease, Tokens};

use super::intuit::Act;
use super::world::{World, token, us};
use crate::books::access::AccessError;

#[tokio::test(start_paused = true)]
async fn a_holder_that_died_is_followed_once_its_lease_ends() {
    let world = World::with_an_expired_token().await;
    somebody_takes_the_lease(&world, 20).await;
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-1");
    let waited = world.environment.elapsed().as_secs_f64();
    assert!((20.0..22.0).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn a_process_that_waits_for_the_lease_gives_up_at_its_deadline() {
    let world = World::with_an_expired_token().await;
    somebody_takes_the_lease(&world, 20).await;
    let deadline = world.environment.after(5);
    let gave_up = world.process().access_token(&us(), deadline).await;
    assert!(
        matches!(gave_up, Err(AccessError::InProgress)),
        "{gave_up:?}"
    );
    assert_eq!(world.environment.elapsed().as_secs(), 5);
    assert!(world.intuit.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_task_that_waits_for_another_gives_up_at_its_deadline() {
    let world = World::with_an_expired_token().await;
    world.intuit.will([Act::Hang]);
    let process = world.process();
    let first = Arc::clone(&process);
    let later = world.environment.after(300);
    let first = tokio::spawn(async move { first.access_token(&us(), later).await });
    tokio::task::yield_now().await;

    let gave_up = process
        .access_token(&us(), world.environment.after(2))
        .await;
    assert!(
        matches!(gave_up, Err(AccessError::InProgress)),
        "{gave_up:?}"
    );
    assert_eq!(world.environment.elapsed().as_secs(), 2);
    assert_eq!(token(first.await.unwrap()), "canary-access-1");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_dropped_half_way_holds_nobody_up() {
    let world = World::with_an_expired_token().await;
    let process = world.process();
    let dropped = tokio::time::timeout(Duration::from_millis(100), world.ask(&process));
    assert!(dropped.await.is_err());

    assert_eq!(token(world.ask(&process).await), "canary-access-1");
    assert!(world.environment.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_gives_the_lease_back() {
    let world = World::with_an_expired_token().await;
    world.intuit.will([Act::Answer(429, "")]);
    world.ask(&world.process()).await.unwrap_err();
    assert_eq!(token(world.ask(&world.process()).await), "canary-access-1");
    assert!(world.environment.elapsed() < Duration::from_secs(1));
}

/// Three requests of ten seconds, with a store that takes its time, outlive the first lease.
#[tokio::test(start_paused = true)]
async fn a_holder_that_asks_again_keeps_the_others_waiting() {
    for start in (0..3_000).step_by(250) {
        let world = World::with_an_expired_token().await;
        world.store.is_slow(Duration::from_secs(1));
        let late = Act::Late(Duration::from_secs(9));
        world.intuit.will([Act::Hang, Act::Hang, late]);
        let (slow, other) = (world.process(), world.process());
        let later = async {
            tokio::time::sleep(Duration::from_millis(start)).await;
            world.ask(&other).await
        };
        let (slow, other) = tokio::join!(world.ask(&slow), later);
        assert_eq!(token(slow), "canary-access-1");
        assert_eq!(token(other), "canary-access-1");
        assert_eq!(world.intuit.asked(), ["canary-refresh-0"; 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn connections_do_not_wait_for_one_another() {
    let world = World::with_an_expired_token().await;
    let uk = storage::Connection::try_from("uk-books").unwrap();
    let stored = super::world::tokens("uk", world.environment.after(3_000));
    world.store.store_tokens(&uk, None, &stored).await.unwrap();
    world.intuit.will([Act::Hang]);
    let process = world.process();
    let busy = world.ask(&process);
    let free = async {
        tokio::task::yield_now().await;
        let given = process
            .access_token(&uk, world.environment.after(300))
            .await;
        (token(given), world.environment.elapsed())
    };
    let (_, (given, waited)) = tokio::join!(busy, free);
    assert_eq!(
        (given.as_str(), waited),
        ("canary-access-uk", Duration::ZERO)
    );
}

#[tokio::test(start_paused = true)]
async fn no_request_is_begun_that_the_deadline_would_cut_off() {
    let world = World::with_an_expired_token().await;
    let deadline = world.environment.after(1);
    let refused = world.process().access_token(&us(), deadline).await;
    assert!(
        matches!(refused, Err(AccessError::Unavailable { .. })),
        "{refused:?}"
    );
    assert!(world.intuit.asked().is_empty());
}

/// A process takes the lease and is never heard of again.
async fn somebody_takes_the_lease(world: &World, seconds: i64) {
    let (owner, until) = ("died".to_owned(), world.environment.after(seconds));
    let now = world.environment.after(0);
    let taken = world
        .store
        .acquire_lease(&us(), &Lease { owner, until }, now)
        .await;
    assert_eq!(taken.unwrap(), None);
}
