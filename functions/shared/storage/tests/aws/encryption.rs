//! The key of secrets that are made at run time.

use storage::Tokens;

use crate::components;
use crate::sample::{connection, tokens};

const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/8e1f3a52-0000-0000-0000-000000000000";

#[tokio::test]
async fn the_tokens_of_a_new_connection_are_encrypted_with_the_key_of_one_s_own() {
    let plain = components::store().await;
    let own = plain.clone().with_kms_key(KEY);
    let configuration = components::configuration();
    let secrets = aws_sdk_secretsmanager::Client::new(&configuration);
    for (name, store, expected) in [("key-own", own, Some(KEY)), ("key-none", plain, None)] {
        let stored = store
            .store_tokens(&connection(name), None, &tokens("1"))
            .await;
        assert!(stored.unwrap().is_some());
        let secret = format!("{}connections/{name}", components::names().secret_prefix);
        let found = secrets.describe_secret().secret_id(secret).send().await;
        assert_eq!(found.unwrap().kms_key_id(), expected, "{name}");
    }
}
