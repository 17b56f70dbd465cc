//! The store on AWS: four DynamoDB tables, and Secrets Manager for tokens.
//!
//! The items of the tables:
//!
//! | table | item | holds |
//! |---|---|---|
//! | settings | one per connection | the settings as text, and their version |
//! | mappings | one per customer and product | QuickBooks' id, the name, when it was mapped |
//! | mappings | `~directory`, one per connection | all terms, accounts, classes and so on together |
//! | ledger | `entry/…`, one per document | the entry with the exact body, and its version |
//! | ledger | `document/…`, one per document that was made | the keys of the entries that made it |
//! | ledger | `sale/…`, one per thing that is reserved | who holds it, and its version |
//! | leases | `lease` and `tokens` | who refreshes, and which secret version holds the tokens |
//! | leases | `failure`, one per connection | what failed last |
//! | leases | `quotas`, one per connection | until when each quota is used up |
//!
//! The directory kinds share one item so that a read brings them all without knowing their names:
//! an action's read is **one** `BatchGetItem`. Its claim is one `PutItem`, or one `TransactWriteItems`
//! where something is reserved with it, and its record one `TransactWriteItems`.
//!
//! An action must be allowed `BatchGetItem` on the four tables; `BatchWriteItem` and
//! `UpdateItem` on the mappings; `GetItem`, `PutItem` and `UpdateItem` on the ledger, and `DeleteItem` besides on the
//! leases alone; and `GetSecretValue` and `PutSecretValue` on the connections' secrets. Nobody deletes from the ledger.
//! Only who connects and disconnects creates, restores and deletes secrets,
//! and only who manages a connection writes settings or scans them. Who manages one queries, and who tells HubSpot what
//! became of a run.
//!
//! Every read is consistent and every decision is one conditional write, so two functions never
//! both believe that they won. A transaction needs no permission beyond those of its writes. Keys are in
//! [`tables`], time-outs in [`sdk`].

use std::sync::Arc;

use aws_types::SdkConfig;

mod batch;
mod conditional;
mod content;
mod directory;
mod failure;
mod failures;
mod item;
mod key;
mod lease;
mod ledger;
mod mapping_item;
mod mappings;
mod place;
mod portals;
mod quotas;
mod reservations;
mod runs;
pub mod sdk;
mod secret;
mod settings;
mod snapshot;
pub mod tables;
mod tokens;
mod transaction;

/// The names of the store's tables and secrets in an AWS account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The table of the mappings, see [`tables::MAPPINGS`].
    pub mappings_table: String,
    /// The table of the settings, see [`tables::SETTINGS`].
    pub settings_table: String,
    /// The table of the ledger, see [`tables::LEDGER`].
    pub ledger_table: String,
    /// The table of leases and tokens' places, see [`tables::LEASES`].
    pub leases_table: String,
    /// The prefix of the secrets' names, such as `quickbooks/`; a connection's tokens are
    /// in `{secret_prefix}connections/{connection}`.
    pub secret_prefix: String,
}

/// Mappings, settings, ledger and tokens on AWS; clones share the clients and their connections.
#[derive(Clone, derive_more::Debug)]
#[debug("AwsStore({names:?})")]
pub struct AwsStore {
    dynamodb: aws_sdk_dynamodb::Client,
    secrets_manager: aws_sdk_secretsmanager::Client,
    names: Arc<Names>,
    kms_key: Option<Arc<str>>,
}

impl AwsStore {
    /// A store on these clients, which should be made of [`sdk::configuration`] for its time-outs.
    pub fn new(
        dynamodb: aws_sdk_dynamodb::Client,
        secrets_manager: aws_sdk_secretsmanager::Client,
        names: Names,
    ) -> Self {
        Self {
            dynamodb,
            secrets_manager,
            names: Arc::new(names),
            kms_key: None,
        }
    }

    /// A store on clients of its own, made of this configuration.
    pub fn from_configuration(configuration: &SdkConfig, names: Names) -> Self {
        Self::new(
            aws_sdk_dynamodb::Client::new(configuration),
            aws_sdk_secretsmanager::Client::new(configuration),
            names,
        )
    }

    /// Encrypts the secrets this store creates with a customer-managed KMS key (its ARN or id)
    /// instead of the account's own for Secrets Manager.
    #[must_use]
    pub fn with_kms_key(mut self, key: &str) -> Self {
        self.kms_key = Some(key.into());
        self
    }
}
