//! Stores on the components, with tables that this process creates once.

use storage::aws::sdk::{self, SdkConfig};
use storage::aws::{AwsStore, Names};
use tokio::sync::OnceCell;

/// Where a component is, such as `http://127.0.0.1:8000`; anything that is not this machine is
/// refused, since the tests create tables and leave them behind.
pub(crate) fn endpoint(variable: &str) -> String {
    let url = std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask test`"));
    assert!(url.starts_with("http://127.0.0.1:"), "{variable}={url}");
    url
}

/// The endpoint's address, such as `127.0.0.1:8000`.
pub(crate) fn address(variable: &str) -> String {
    endpoint(variable).replace("http://", "").replace('/', "")
}

pub(crate) const DYNAMODB: &str = "AWS_ENDPOINT_URL_DYNAMODB";
pub(crate) const SECRETS_MANAGER: &str = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

/// The configuration that a function has, with everything on this machine.
pub(crate) fn configuration() -> SdkConfig {
    for variable in [DYNAMODB, SECRETS_MANAGER] {
        endpoint(variable);
    }
    sdk::of_this_machine().unwrap()
}

/// A store with clients of its own on this process's tables.
pub(crate) async fn store() -> AwsStore {
    static TABLES: OnceCell<()> = OnceCell::const_new();
    let store = AwsStore::from_configuration(&configuration(), names());
    let create = async || store.create_tables().await.unwrap();
    TABLES.get_or_init(create).await;
    store
}

/// A store whose requests to DynamoDB and to Secrets Manager go to these addresses.
pub(crate) async fn store_through(dynamodb: &str, secrets_manager: &str) -> AwsStore {
    store().await;
    let configuration = configuration();
    let to_dynamodb = aws_sdk_dynamodb::config::Builder::from(&configuration)
        .endpoint_url(format!("http://{dynamodb}"))
        .build();
    let to_secrets_manager = aws_sdk_secretsmanager::config::Builder::from(&configuration)
        .endpoint_url(format!("http://{secrets_manager}"))
        .build();
    AwsStore::new(
        aws_sdk_dynamodb::Client::from_conf(to_dynamodb),
        aws_sdk_secretsmanager::Client::from_conf(to_secrets_manager),
        names(),
    )
}

/// Tables and secrets of this process alone.
pub(crate) fn names() -> Names {
    let process = std::process::id();
    Names {
        mappings_table: format!("mappings-{process}"),
        settings_table: format!("settings-{process}"),
        ledger_table: format!("ledger-{process}"),
        leases_table: format!("leases-{process}"),
        secret_prefix: format!("test-{process}/"),
    }
}
