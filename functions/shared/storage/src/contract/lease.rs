//! Promises of the refresh lease.

use super::sample::moment;
use super::{fresh, race};
use crate::{Connection, Lease, Tokens};

pub async fn of_16_who_ask_for_the_lease_exactly_one_gets_it<S>(store: &S)
where
    S: Tokens + Clone + Send + Sync + 'static,
{
    let us = fresh::connection("lease-race");
    let answers = race::of_16(|number| {
        let (store, us) = (store.clone(), us.clone());
        let mine = lease(&number.to_string(), 30);
        async move {
            let holder = store.acquire_lease(&us, &mine, moment(0)).await.unwrap();
            (mine, holder)
        }
    })
    .await;

    let (winners, losers): (Vec<_>, Vec<_>) = answers
        .into_iter()
        .partition(|(_, holder)| holder.is_none());
    assert_eq!(winners.len(), 1);
    for (_, holder) in losers {
        assert_eq!(holder.as_ref(), Some(&winners[0].0));
    }
}

pub async fn a_refused_lease_names_its_holder<S: Tokens>(store: &S) {
    let us = fresh::connection("holder");
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    let holder = ask(store, &us, &lease("b", 60), 29).await;
    assert_eq!(holder, Some(lease("a", 30)));
}

pub async fn the_holder_may_move_the_end_of_its_lease<S: Tokens>(store: &S) {
    let us = fresh::connection("extend");
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    assert_eq!(ask(store, &us, &lease("a", 60), 20).await, None);
    let holder = ask(store, &us, &lease("b", 90), 40).await;
    assert_eq!(holder, Some(lease("a", 60)));
}

pub async fn a_lease_is_free_at_its_end<S: Tokens>(store: &S) {
    let us = fresh::connection("ended");
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    assert_eq!(ask(store, &us, &lease("b", 60), 30).await, None);
    let holder = ask(store, &us, &lease("a", 90), 31).await;
    assert_eq!(holder, Some(lease("b", 60)));
}

pub async fn a_released_lease_is_free<S: Tokens>(store: &S) {
    let us = fresh::connection("released");
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    store.release_lease(&us, "a").await.unwrap();
    assert_eq!(ask(store, &us, &lease("b", 30), 1).await, None);
}

pub async fn only_its_holder_releases_a_lease<S: Tokens>(store: &S) {
    let us = fresh::connection("others");
    store.release_lease(&us, "nobody").await.unwrap();
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    store.release_lease(&us, "b").await.unwrap();
    let holder = ask(store, &us, &lease("b", 30), 1).await;
    assert_eq!(holder, Some(lease("a", 30)));
}

pub async fn connections_have_leases_of_their_own<S: Tokens>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    assert_eq!(ask(store, &us, &lease("a", 30), 0).await, None);
    assert_eq!(ask(store, &uk, &lease("b", 30), 0).await, None);
}

fn lease(owner: &str, until: i64) -> Lease {
    Lease {
        owner: owner.to_owned(),
        until: moment(until),
    }
}

async fn ask<S: Tokens>(
    store: &S,
    connection: &Connection,
    lease: &Lease,
    now: i64,
) -> Option<Lease> {
    let answer = store.acquire_lease(connection, lease, moment(now));
    answer.await.unwrap()
}
