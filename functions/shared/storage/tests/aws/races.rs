//! Races between functions: each has clients, connections and a thread of its own.

use std::sync::Barrier;

use storage::{CompareAndPut, MappingKind, Mappings, Tokens, Version};

use crate::components;
use crate::sample::{claim, connection, mapping, put, read, tokens};

const FUNCTIONS: usize = 16;

#[test]
fn of_16_functions_that_claim_at_once_exactly_one_does() {
    let answers = at_once(async |number, start| {
        let store = components::store().await;
        start.wait();
        let claim = claim(&number.to_string(), "{}");
        put(&store, &connection("functions-claim"), None, &claim).await
    });
    let winners = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(CompareAndPut::Written(Version(1)))));
    assert_eq!(winners.count(), 1);
    let losers = answers.iter().filter(|answer| {
        matches!(answer, Ok(CompareAndPut::Current(stands)) if stands.version == Version(1))
    });
    assert_eq!(losers.count(), FUNCTIONS - 1);
}

#[test]
fn of_16_functions_that_store_first_tokens_exactly_one_does() {
    let answers = at_once(async |number, start| {
        let store = components::store().await;
        start.wait();
        let tokens = tokens(&number.to_string());
        store
            .store_tokens(&connection("functions-tokens"), None, &tokens)
            .await
            .unwrap()
    });
    assert_eq!(answers.iter().flatten().count(), 1, "{answers:?}");
}

#[test]
fn functions_that_map_different_names_at_once_lose_none() {
    at_once(async |number, start| {
        let store = components::store().await;
        start.wait();
        let term = mapping(MappingKind::Term, &format!("name:net {number}"));
        store
            .put_mappings(&connection("functions-map"), &[term])
            .await
            .unwrap();
    });
    let all = on_a_runtime(async {
        read(
            &components::store().await,
            &connection("functions-map"),
            &[],
        )
        .await
    });
    assert_eq!(all.unwrap().mappings.len(), FUNCTIONS);
}

fn at_once<T: Send>(function: impl AsyncFn(usize, &Barrier) -> T + Sync) -> Vec<T> {
    on_a_runtime(async { components::store().await });
    let start = Barrier::new(FUNCTIONS);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..FUNCTIONS)
            .map(|number| {
                scope.spawn({
                    let (start, function) = (&start, &function);
                    move || on_a_runtime(function(number, start))
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

fn on_a_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
