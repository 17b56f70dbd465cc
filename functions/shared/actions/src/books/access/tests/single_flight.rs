//! One refresh, however many want one.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::unreliable::Calls;
use super::world::{Process, World, token, us};

#[tokio::test(start_paused = true)]
async fn fifty_callers_with_an_expired_token_make_one_refresh() {
    let world = World::with_an_expired_token().await;
    let process = world.process();
    let tokens = many_ask(&world, &[process], 50).await;
    assert_eq!(tokens, vec!["canary-access-1"; 50]);
    assert_eq!(world.intuit.asked(), ["canary-refresh-0"]);
}

#[tokio::test(start_paused = true)]
async fn two_processes_with_an_expired_token_make_one_refresh() {
    let world = World::with_an_expired_token().await;
    let processes = [world.process(), world.process()];
    let tokens = many_ask(&world, &processes, 25).await;
    assert_eq!(tokens, vec!["canary-access-1"; 50]);
    assert_eq!(world.intuit.asked(), ["canary-refresh-0"]);
}

/// Among the moments is the one between the other's read of the store and its lease.
#[tokio::test(start_paused = true)]
async fn whenever_a_second_process_comes_there_is_one_refresh() {
    for milliseconds in (0..1_200).step_by(50) {
        let world = World::with_an_expired_token().await;
        world.store.is_slow(Duration::from_millis(100));
        let (first, second) = (world.process(), world.process());
        let later = async {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            world.ask(&second).await
        };
        let (first, second) = tokio::join!(world.ask(&first), later);
        assert_eq!(token(first), "canary-access-1");
        assert_eq!(token(second), "canary-access-1", "after {milliseconds} ms");
        assert_eq!(world.intuit.asked().len(), 1, "after {milliseconds} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn fifty_callers_whose_token_was_refused_make_one_refresh() {
    let world = World::with_a_token_for(3_000).await;
    let processes = [world.process(), world.process()];
    many_ask(&world, &processes, 1).await;

    let mut refused = JoinSet::new();
    for number in 0..50 {
        let process = Arc::clone(&processes[number % 2]);
        let deadline = world.environment.after(300);
        let old = "canary-access-0".to_owned().into();
        refused.spawn(async move { token(process.refused(&us(), &old, deadline).await) });
    }
    assert_eq!(refused.join_all().await, vec!["canary-access-1"; 50]);
    assert_eq!(world.intuit.asked(), ["canary-refresh-0"]);
}

#[tokio::test(start_paused = true)]
async fn a_living_token_costs_one_read_once_and_nothing_after_that() {
    let world = World::with_a_token_for(3_000).await;
    let process = world.process();
    for _ in 0..3 {
        assert_eq!(token(world.ask(&process).await), "canary-access-0");
    }
    assert_eq!(
        world.store.calls(),
        Calls {
            reads: 1,
            ..Calls::default()
        }
    );
    assert!(world.intuit.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_refresh_costs_two_reads_one_write_and_the_lease() {
    let world = World::with_an_expired_token().await;
    world.ask(&world.process()).await.unwrap();
    let calls = Calls {
        reads: 2,
        writes: 1,
        leases: 1,
        releases: 1,
    };
    assert_eq!(world.store.calls(), calls);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_in_its_last_minute_and_not_before() {
    let world = World::with_a_token_for(61).await;
    let process = world.process();
    assert_eq!(token(world.ask(&process).await), "canary-access-0");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(token(world.ask(&process).await), "canary-access-1");
    assert_eq!(world.intuit.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_another_process_got_meanwhile_takes_the_refused_one_s_place() {
    let world = World::with_a_token_for(3_000).await;
    let (one, other) = (world.process(), world.process());
    assert_eq!(token(world.ask(&one).await), "canary-access-0");
    assert_eq!(
        token(world.refuse(&other, "canary-access-0").await),
        "canary-access-1"
    );

    assert_eq!(
        token(world.refuse(&one, "canary-access-0").await),
        "canary-access-1"
    );
    assert_eq!(world.intuit.asked().len(), 1);
}

/// Each process is asked by so many callers at once; the tokens they get.
async fn many_ask(world: &World, processes: &[Arc<Process>], callers: usize) -> Vec<String> {
    let mut asking = JoinSet::new();
    for process in processes {
        for _ in 0..callers {
            let (process, deadline) = (Arc::clone(process), world.environment.after(300));
            asking.spawn(async move { token(process.access_token(&us(), deadline).await) });
        }
    }
    asking.join_all().await
}
