//! Nothing that is stored shows in an error, whatever goes wrong.

use storage::aws::{AwsStore, Names};
use storage::{
    Connection, Ledger, LedgerKey, MappingKind, Mappings, Settings, SettingsDocument, StorageError,
    Tokens,
};

use crate::components::{self, DYNAMODB, SECRETS_MANAGER};
use crate::relay::{Relay, Weather};
use crate::sample::{claim, connection, mapping, moment, put, read, tokens};

const CANARY: &str = "canary-5up3r5ecret";

#[tokio::test]
async fn no_error_of_a_component_that_is_gone_shows_a_value() {
    let relay = Relay::to(components::address(DYNAMODB)).await;
    let store = components::store_through(&relay.address, &relay.address).await;
    relay.turns(Weather::Down);
    assert_no_canary(&Box::pin(everything(&store, &connection("gone"))).await, 8);
}

#[tokio::test]
async fn no_error_of_a_component_that_refuses_shows_a_value() {
    let configuration = components::configuration();
    let store = AwsStore::from_configuration(
        &configuration,
        Names {
            mappings_table: "absent".into(),
            settings_table: "absent".into(),
            ledger_table: "absent".into(),
            leases_table: "absent".into(),
            secret_prefix: format!("{CANARY}/"),
        },
    );
    let errors = Box::pin(everything(&store, &connection("refused"))).await;
    assert_no_canary(&errors, 8);
    for error in &errors {
        let said = error.to_string();
        assert!(said.contains("ResourceNotFoundException"), "{said}");
    }
}

#[tokio::test]
async fn no_error_of_secrets_manager_shows_a_token() {
    let relay = Relay::to(components::address(SECRETS_MANAGER)).await;
    let dynamodb = components::address(DYNAMODB);
    let store = components::store_through(&dynamodb, &relay.address).await;
    let us = connection("secrets-gone");
    let one = store
        .store_tokens(&us, None, &tokens(CANARY))
        .await
        .unwrap();
    relay.turns(Weather::Down);
    let mut errors = vec![store.load_tokens(&us).await.unwrap_err()];
    errors.extend(
        store
            .store_tokens(&us, one, &tokens(&format!("{CANARY}2")))
            .await
            .err(),
    );
    assert_no_canary(&errors, 2);
    assert!(!format!("{store:?}").contains(CANARY));
}

#[tokio::test]
async fn no_error_of_what_is_too_large_shows_a_value() {
    let (store, us) = (components::store().await, connection("large-canary"));
    let mut random = fastrand::Rng::with_seed(1);
    let noise: String = (0..1_000_000).map(|_| random.alphanumeric()).collect();
    let body = format!("{CANARY}{noise}");
    let error = put(&store, &us, None, &claim(CANARY, body))
        .await
        .unwrap_err();
    assert_no_canary(&[error], 1);
}

/// Does everything that sends something to DynamoDB, with the canary wherever there is a place.
async fn everything(store: &AwsStore, us: &Connection) -> Vec<StorageError> {
    let (customer, term) = (
        mapping(MappingKind::Customer, CANARY),
        mapping(MappingKind::Term, CANARY),
    );
    let lease = storage::Lease {
        owner: CANARY.into(),
        until: moment(),
    };
    let key = LedgerKey(CANARY.into());
    let settings = SettingsDocument(CANARY.into());
    let entry = claim(CANARY, CANARY);
    let asked = std::slice::from_ref(&customer.key);
    let own = std::slice::from_ref(&customer);
    let (directory, tokens) = ([term], tokens(CANARY));
    // At once, since each waits between its attempts.
    let errors = tokio::join!(
        async { store.compare_and_put(us, &key, None, &entry).await.err() },
        async { read(store, us, asked).await.err() },
        async { store.put_mappings(us, own).await.err() },
        async { store.put_mappings(us, &directory).await.err() },
        async { store.list_mappings(us, asked.first(), 10).await.err() },
        async { store.put_settings(us, None, &settings).await.err() },
        async { store.store_tokens(us, None, &tokens).await.err() },
        async { store.acquire_lease(us, &lease, moment()).await.err() },
    );
    <[_; 8]>::from(errors).into_iter().flatten().collect()
}

fn assert_no_canary(errors: &[StorageError], count: usize) {
    assert_eq!(errors.len(), count);
    for error in errors {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(CANARY), "{shown}");
    }
}
