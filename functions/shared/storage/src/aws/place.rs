//! The place of a connection's tokens: the item that names the valid version of the secret.

use aws_sdk_dynamodb::types::AttributeValue;
use secrecy::{ExposeSecret, SecretString};

use super::conditional::{Conditional, put_at_version, update_where_it_holds};
use super::item::{Item, Stored, VERSION, number, string};
use super::{AwsStore, failure, key};
use crate::{Connection, StorageError, Version};

const WHAT: &str = "tokens";
const SECRET_VERSION: &str = "secret_version";

/// The version of the secret that is valid.
#[derive(Default)]
pub(super) struct Place {
    /// Counts stores and deletions; `None` before the first.
    pub(super) version: Option<Version>,
    /// The id of the secret's version; `None` when there are no tokens.
    pub(super) secret_version: Option<String>,
}

impl AwsStore {
    /// Reads the place of the tokens.
    pub(super) async fn place_of_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Place, StorageError> {
        let get = self.dynamodb.get_item();
        let got = get
            .table_name(&self.names.leases_table)
            .set_key(Some(key::of_leases(connection, key::TOKENS)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("GetItem", &error))?;
        got.item().map_or_else(|| Ok(Place::default()), decode)
    }

    /// Makes a version of the secret the valid one, if the place is still as it was at `from`.
    pub(super) async fn move_place(
        &self,
        connection: &Connection,
        from: Option<Version>,
        secret_version: &str,
    ) -> Result<Option<Version>, StorageError> {
        let version = Version::after(from);
        let mut item = key::of_leases(connection, key::TOKENS);
        item.insert(VERSION.to_owned(), number(version));
        item.insert(SECRET_VERSION.to_owned(), string(secret_version));
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.leases_table)
            .set_item(Some(item));
        match put_at_version(put, from).await? {
            Conditional::Written => Ok(Some(version)),
            Conditional::Refused(None) => Ok(None),
            // This very write, sent twice.
            Conditional::Refused(Some(stands)) => {
                let own = decode(&stands)?.secret_version.as_deref() == Some(secret_version);
                Ok(own.then_some(version))
            }
        }
    }

    /// Clears the place of the tokens, and goes on counting.
    pub(super) async fn clear_place(&self, connection: &Connection) -> Result<(), StorageError> {
        let update = self.dynamodb.update_item();
        let update = update
            .table_name(&self.names.leases_table)
            .set_key(Some(key::of_leases(connection, key::TOKENS)))
            .update_expression("SET #version = #version + :one REMOVE #secret_version")
            .condition_expression("attribute_exists(#secret_version)")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_names("#secret_version", SECRET_VERSION)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()));
        update_where_it_holds(update).await
    }
}

impl Place {
    /// The version of the tokens, if there are any.
    pub(super) fn tokens_version(&self) -> Option<Version> {
        self.secret_version.as_ref().and(self.version)
    }

    /// Tells whether these very tokens stand there: they were stored, and the answer was lost.
    pub(super) fn holds(&self, connection: &Connection, text: &SecretString) -> bool {
        let would_be = self
            .version
            .map(|version| version_id(connection, version, text));
        would_be.is_some() && would_be == self.secret_version
    }
}

fn decode(item: &Item) -> Result<Place, StorageError> {
    let stored = Stored { what: WHAT, item };
    let secret_version = item
        .get(SECRET_VERSION)
        .map(|_| stored.text(SECRET_VERSION));
    Ok(Place {
        version: Some(stored.version()?),
        secret_version: secret_version.transpose()?.map(ToOwned::to_owned),
    })
}

/// The id of a secret's version: 64 digits, the most that a `ClientRequestToken` takes.
pub(super) fn version_id(connection: &Connection, version: Version, text: &SecretString) -> String {
    let version = version.0.to_string();
    key::hash(&[connection.as_str(), &version, text.expose_secret()])
}
