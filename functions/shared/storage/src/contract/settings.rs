//! Promises of the settings.

use super::sample::settings;
use super::{fresh, race};
use crate::{Settings, Version};

pub async fn settings_never_written_are_none<S: Settings>(store: &S) {
    let us = fresh::connection("none");
    assert_eq!(store.get_settings(&us).await.unwrap(), None);
}

pub async fn settings_come_back_as_the_text_that_was_put<S: Settings>(store: &S) {
    let us = fresh::connection("text");
    let text = settings("{ \"terms\": \"Net 30\", \"memo\": \"Grüße 𝄞\", \"rate\": 0.10 }\n");
    let version = store.put_settings(&us, None, &text).await.unwrap();
    assert_eq!(version, Some(Version(1)));

    let stands = store.get_settings(&us).await.unwrap().unwrap();
    assert_eq!((stands.version, stands.value), (Version(1), text));
}

pub async fn settings_put_against_a_stale_version_change_nothing<S: Settings>(store: &S) {
    let us = fresh::connection("stale");
    let late = settings("late");
    let unwritten = store.put_settings(&us, Some(Version(1)), &late).await;
    assert_eq!(unwritten.unwrap(), None);
    assert_eq!(store.get_settings(&us).await.unwrap(), None);

    let one = store
        .put_settings(&us, None, &settings("one"))
        .await
        .unwrap();
    let two = store
        .put_settings(&us, one, &settings("two"))
        .await
        .unwrap();
    assert_eq!(two, Some(Version(2)));
    for stale in [None, one, Some(Version(3))] {
        let answer = store.put_settings(&us, stale, &late).await.unwrap();
        assert_eq!(answer, None, "against {stale:?}");
    }
    let stands = store.get_settings(&us).await.unwrap().unwrap();
    assert_eq!(
        (stands.version, stands.value),
        (Version(2), settings("two"))
    );
}

pub async fn of_16_concurrent_first_settings_exactly_one_is_written<S>(store: &S)
where
    S: Settings + Clone + Send + Sync + 'static,
{
    let us = fresh::connection("race");
    let answers = race::of_16(|number| {
        let (store, us) = (store.clone(), us.clone());
        let text = settings(&number.to_string());
        async move {
            let written = store.put_settings(&us, None, &text).await.unwrap();
            written.map(|_| text)
        }
    })
    .await;

    let winners: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    let stands = store.get_settings(&us).await.unwrap().unwrap();
    assert_eq!((stands.version, &stands.value), (Version(1), &winners[0]));
}

pub async fn connections_with_settings_are_listed_in_order<S: Settings>(store: &S) {
    let connections = ["b", "a", "b-c", "a_d"].map(fresh::connection);
    for connection in &connections {
        store
            .put_settings(connection, None, &settings("{}"))
            .await
            .unwrap();
    }
    let listed = store.list_connections().await.unwrap();
    assert!(listed.is_sorted());
    for connection in &connections {
        let times = listed.iter().filter(|name| *name == connection).count();
        assert_eq!(times, 1, "{connection}");
    }
}
