//! Tokens in Secrets Manager: what other hands do to the secret, and what a lost race leaves.

use aws_sdk_secretsmanager::Client;
use secrecy::ExposeSecret;
use storage::aws::AwsStore;
use storage::{Connection, StorageError, Tokens, Version};

use crate::components;
use crate::sample::{connection, tokens};

#[tokio::test]
async fn a_version_that_lost_the_race_is_never_read() {
    let (store, us) = (components::store().await, connection("orphan"));
    store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    let (secrets, name) = secret(&us);
    secrets
        .put_secret_value()
        .secret_id(name)
        .secret_string("{\"written by\":\"a process that lost\"}")
        .send()
        .await
        .unwrap();
    assert_eq!(access_token(&store, &us).await, "access 1");
}

#[tokio::test]
async fn a_secret_that_somebody_deleted_for_good_can_be_made_again() {
    let (store, us) = (components::store().await, connection("deleted"));
    let one = store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    delete(&us, true).await;

    assert!(store.load_tokens(&us).await.unwrap().is_none());
    let error = store
        .store_tokens(&us, one, &tokens("2"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unreadable { .. }),
        "{error:?}"
    );
    let again = store.store_tokens(&us, None, &tokens("3")).await.unwrap();
    assert_eq!(again, Some(Version(2)), "the count goes on");
    assert_eq!(access_token(&store, &us).await, "access 3");
}

#[tokio::test]
async fn a_secret_that_is_marked_for_deletion_is_saved_by_connecting_again() {
    let (store, us) = (components::store().await, connection("marked"));
    store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    delete(&us, false).await;

    assert!(store.load_tokens(&us).await.unwrap().is_none());
    let again = store.store_tokens(&us, None, &tokens("2")).await.unwrap();
    assert_eq!(again, Some(Version(2)));
    assert_eq!(access_token(&store, &us).await, "access 2");
}

#[tokio::test]
async fn a_disconnection_leaves_no_version_behind() {
    let (store, us) = (components::store().await, connection("disconnected"));
    let one = store.store_tokens(&us, None, &tokens("1")).await.unwrap();
    store.store_tokens(&us, one, &tokens("2")).await.unwrap();
    store.delete_tokens(&us).await.unwrap();

    let (secrets, name) = secret(&us);
    let described = secrets.describe_secret().secret_id(name).send().await;
    let error = described.unwrap_err().into_service_error();
    assert!(error.is_resource_not_found_exception(), "{error:?}");
}

async fn access_token(store: &AwsStore, connection: &Connection) -> String {
    let loaded = store.load_tokens(connection).await.unwrap().unwrap();
    loaded.value.access_token.expose_secret().to_owned()
}

async fn delete(connection: &Connection, for_good: bool) {
    let (secrets, name) = secret(connection);
    let delete = secrets.delete_secret().secret_id(name);
    let delete = if for_good {
        delete.force_delete_without_recovery(true)
    } else {
        delete.recovery_window_in_days(7)
    };
    delete.send().await.unwrap();
}

fn secret(connection: &Connection) -> (Client, String) {
    let secrets = Client::new(&components::configuration());
    let prefix = components::names().secret_prefix;
    (secrets, format!("{prefix}connections/{connection}"))
}
