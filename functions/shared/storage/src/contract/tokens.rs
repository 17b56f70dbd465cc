//! Promises of the tokens.

use secrecy::{ExposeSecret, SecretString};

use super::sample::moment;
use super::{fresh, race};
use crate::{Connection, TokenSet, Tokens, Version};

pub async fn tokens_never_stored_are_none<S: Tokens>(store: &S) {
    let us = fresh::connection("none");
    assert!(store.load_tokens(&us).await.unwrap().is_none());
    store.delete_tokens(&us).await.unwrap();
}

pub async fn tokens_come_back_as_stored<S: Tokens>(store: &S) {
    let us = fresh::connection("stored");
    let version = store.store_tokens(&us, None, &tokens("one")).await.unwrap();
    assert_eq!(version, Some(Version(1)));

    let stored = store.load_tokens(&us).await.unwrap().unwrap();
    assert_eq!(stored.version, Version(1));
    assert_eq!(in_the_clear(&stored.value), in_the_clear(&tokens("one")));
    assert_eq!(stored.value.access_expires_at, moment(3_600));
    assert_eq!(stored.value.refresh_expires_at, moment(8_726_400));
}

pub async fn tokens_are_replaced_where_some_are_stored_and_begun_nowhere<S: Tokens>(store: &S) {
    let us = fresh::connection("replaced");
    let one = store.replace_tokens(&us, Version(1), &tokens("one")).await;
    assert_eq!(one.unwrap(), None);
    assert!(store.load_tokens(&us).await.unwrap().is_none());

    store.store_tokens(&us, None, &tokens("one")).await.unwrap();
    let two = store.replace_tokens(&us, Version(1), &tokens("two")).await;
    assert_eq!(two.unwrap(), Some(Version(2)));
    assert_stored(store, &us, &tokens("two")).await;
}

pub async fn tokens_stored_against_a_stale_version_change_nothing<S: Tokens>(store: &S) {
    let us = fresh::connection("stale");
    let late = tokens("late");
    let unwritten = store.store_tokens(&us, Some(Version(1)), &late).await;
    assert_eq!(unwritten.unwrap(), None);
    assert!(store.load_tokens(&us).await.unwrap().is_none());

    let one = store.store_tokens(&us, None, &tokens("one")).await.unwrap();
    let two = store.store_tokens(&us, one, &tokens("two")).await.unwrap();
    assert_eq!(two, Some(Version(2)));
    let replaced = store.replace_tokens(&us, Version(1), &late).await.unwrap();
    assert_eq!(replaced, None);
    for stale in [None, one, Some(Version(3))] {
        let answer = store.store_tokens(&us, stale, &late).await.unwrap();
        assert_eq!(answer, None, "against {stale:?}");
    }
    assert_stored(store, &us, &tokens("two")).await;
}

pub async fn of_16_concurrent_stores_of_tokens_exactly_one_is_written<S>(store: &S)
where
    S: Tokens + Clone + Send + Sync + 'static,
{
    let us = fresh::connection("race");
    let before = store.store_tokens(&us, None, &tokens("old")).await.unwrap();
    let answers = race::of_16(|number| {
        let (store, us) = (store.clone(), us.clone());
        let tokens = tokens(&number.to_string());
        async move {
            let written = store.store_tokens(&us, before, &tokens).await.unwrap();
            written.map(|_| tokens)
        }
    })
    .await;

    let winners: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    assert_stored(store, &us, &winners[0]).await;
}

pub async fn deleted_tokens_are_gone<S: Tokens>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    for connection in [&us, &uk] {
        store
            .store_tokens(connection, None, &tokens("one"))
            .await
            .unwrap();
    }
    store.delete_tokens(&us).await.unwrap();
    assert!(store.load_tokens(&us).await.unwrap().is_none());
    assert_stored(store, &uk, &tokens("one")).await;
}

pub async fn tokens_from_before_a_deletion_cannot_replace_those_from_after_it<S: Tokens>(
    store: &S,
) {
    let us = fresh::connection("reconnected");
    let before = store
        .store_tokens(&us, None, &tokens("before"))
        .await
        .unwrap();
    store.delete_tokens(&us).await.unwrap();
    let late = tokens("late");
    let answer = store.store_tokens(&us, before, &late).await.unwrap();
    assert_eq!(answer, None, "after the deletion");

    let after = store
        .store_tokens(&us, None, &tokens("after"))
        .await
        .unwrap();
    assert!(after.is_some());
    let answer = store.store_tokens(&us, before, &late).await.unwrap();
    assert_eq!(answer, None, "after the connection was made again");
    assert_stored(store, &us, &tokens("after")).await;
}

pub async fn neither_token_shows_in_debug<S: Tokens>(store: &S) {
    let us = fresh::connection("debug");
    store
        .store_tokens(&us, None, &tokens("canary"))
        .await
        .unwrap();
    let shown = format!("{:?}", store.load_tokens(&us).await.unwrap());
    assert!(shown.contains("9130"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

fn tokens(mark: &str) -> TokenSet {
    TokenSet {
        realm_id: "9130357992221046".into(),
        access_token: SecretString::from(format!("access \"{mark}\" é")),
        access_expires_at: moment(3_600),
        refresh_token: SecretString::from(format!("refresh/{mark}+=")),
        refresh_expires_at: moment(8_726_400),
    }
}

fn in_the_clear(tokens: &TokenSet) -> (&str, &str, &str) {
    let access = tokens.access_token.expose_secret();
    (
        &tokens.realm_id,
        access,
        tokens.refresh_token.expose_secret(),
    )
}

async fn assert_stored<S: Tokens>(store: &S, connection: &Connection, expected: &TokenSet) {
    let stored = store.load_tokens(connection).await.unwrap().unwrap();
    assert_eq!(in_the_clear(&stored.value), in_the_clear(expected));
}
