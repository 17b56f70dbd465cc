//! Components that do not answer, in the middle of an action.

use std::time::{Duration, Instant};

use storage::aws::AwsStore;
use storage::{
    CompareAndPut, EntryState, Lease, Reserve, Settings, SettingsDocument, StorageError, Tokens,
    Version,
};

use crate::components::{self, DYNAMODB, SECRETS_MANAGER};
use crate::relay::{Relay, Weather};
use crate::sample::{claim, connection, done, moment, put, read, reserve, tokens};

#[tokio::test]
async fn a_store_that_goes_down_between_claim_and_record_is_unavailable_and_the_claim_stands() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("down");
    put(&store, &us, None, &claim("a", "{}")).await.unwrap();

    dynamodb.turns(Weather::Down);
    let start = Instant::now();
    let error = put(&store, &us, Some(Version(1)), &done())
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unavailable { .. }),
        "{error:?}"
    );
    let error = read(&store, &us, &[]).await.unwrap_err();
    assert!(
        matches!(error, StorageError::Unavailable { .. }),
        "{error:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(11));

    dynamodb.turns(Weather::Fine);
    let stands = read(&store, &us, &[]).await.unwrap();
    let stands = stands.entries.into_values().next().unwrap();
    assert_eq!(
        (stands.version, stands.value),
        (Version(1), claim("a", "{}"))
    );
    let recorded = put(&store, &us, Some(Version(1)), &done()).await.unwrap();
    assert_eq!(recorded, CompareAndPut::Written(Version(2)));
}

#[tokio::test]
async fn a_claim_whose_answer_is_lost_is_handed_back_with_its_own_owner() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("lost-claim");
    dynamodb.turns(Weather::LosesOneAnswerTo("PutItem"));
    let answer = put(&store, &us, None, &claim("a", "{}")).await.unwrap();
    let CompareAndPut::Current(stands) = answer else {
        panic!("a lost answer cannot be told: {answer:?}");
    };
    assert_eq!(stands.version, Version(1));
    let EntryState::Claimed { owner, .. } = stands.value.state else {
        panic!("not claimed");
    };
    assert_eq!(owner, "a");
}

#[tokio::test]
async fn a_transaction_whose_answer_is_lost_is_known_to_be_written_or_to_be_its_own() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("lost-transaction");
    dynamodb.turns(Weather::LosesOneAnswerTo("TransactWriteItems"));
    let keys = ["deal/9001", "quote/1"];
    match reserve(&store, &us, &keys).await.unwrap() {
        Reserve::Written(version) => assert_eq!(version, Version(1)),
        Reserve::Current(stands) => assert_eq!(stands.value, claim("a", "{}")),
        Reserve::Contended => panic!("its own reservation counts as another's"),
    }
    dynamodb.turns(Weather::LosesOneAnswerTo("TransactWriteItems"));
    match put(&store, &us, Some(Version(1)), &done()).await.unwrap() {
        CompareAndPut::Written(version) => assert_eq!(version, Version(2)),
        CompareAndPut::Current(stands) => assert_eq!(stands.value, done()),
    }
}

#[tokio::test]
async fn settings_whose_answer_is_lost_are_known_to_be_written() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("lost-settings");
    dynamodb.turns(Weather::LosesOneAnswerTo("PutItem"));
    let settings = SettingsDocument("{}".into());
    let written = store.put_settings(&us, None, &settings).await.unwrap();
    assert_eq!(written, Some(Version(1)));
}

#[tokio::test]
async fn a_lease_whose_answer_is_lost_is_the_askers() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("lost-lease");
    dynamodb.turns(Weather::LosesOneAnswerTo("PutItem"));
    let lease = Lease {
        owner: "a".into(),
        until: moment() + Duration::from_secs(30),
    };
    let holder = store.acquire_lease(&us, &lease, moment()).await.unwrap();
    assert_eq!(holder, None);
}

#[tokio::test]
async fn tokens_whose_answer_is_lost_are_known_to_be_stored() {
    let (store, dynamodb) = behind_a_relay().await;
    let us = connection("lost-tokens");
    let one = store.store_tokens(&us, None, &tokens("1")).await.unwrap();

    dynamodb.turns(Weather::LosesOneAnswerTo("PutItem"));
    let two = tokens("2");
    let stored = store.store_tokens(&us, one, &two).await.unwrap();
    assert_eq!(stored, Some(Version(2)));
    let again = store.store_tokens(&us, one, &two).await.unwrap();
    assert_eq!(again, Some(Version(2)), "a repeat by the caller");
    let other = store.store_tokens(&us, one, &tokens("3")).await.unwrap();
    assert_eq!(other, None, "other tokens in the same place");
}

async fn behind_a_relay() -> (AwsStore, Relay) {
    let dynamodb = Relay::to(components::address(DYNAMODB)).await;
    let secrets_manager = components::address(SECRETS_MANAGER);
    let store = components::store_through(&dynamodb.address, &secrets_manager).await;
    (store, dynamodb)
}
