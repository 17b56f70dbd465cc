//! [`Tokens`] on Secrets Manager, with DynamoDB to decide.
//!
//! The tokens are in a secret per connection. **Which version of the secret is valid** stands in an
//! item of the ledger's table, with the version number that callers compare: a store writes a new
//! version of the secret first, and then moves the item to it in one conditional write. Whoever
//! loses that write leaves a version behind that nothing refers to.
//!
//! Secrets Manager alone could compare by `UpdateSecretVersionStage`, whose `RemoveFromVersionId`
//! must carry the label. But it promises neither consistent reads nor an order of concurrent
//! writes, and forgets its count when a secret is deleted; DynamoDB's conditional write is
//! linearizable, and the item outlives a disconnection. The labels `AWSCURRENT` and `AWSPREVIOUS`
//! therefore mean nothing here but that Secrets Manager keeps those versions.
//!
//! A version's id is derived from its content, so a store that is sent again writes no second one.
//! Secrets Manager asks for no more than a version per ten minutes in the long run; access tokens
//! live an hour.

use std::time::Duration;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::join;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::conditional::{Conditional, put_at_version};
use super::item::{Item, Stored, VERSION, number, string};
use super::{AwsStore, failure, key};
use crate::tokens::PlainTokens;
use crate::{Connection, Lease, StorageError, TokenSet, Tokens, Version, Versioned, json};

const WHAT: &str = "tokens";
const SECRET_VERSION: &str = "secret_version";

/// How long a version that was just written may take to be readable by its id.
const PAUSES: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
];

/// Which version of the secret is valid.
#[derive(Default)]
struct Place {
    /// Counts stores and deletions; `None` before the first.
    version: Option<Version>,
    /// The id of the secret's version; `None` when there are no tokens.
    secret_version: Option<String>,
}

impl Tokens for AwsStore {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        // Together, since the version that was written last nearly always is the valid one.
        let (place, last) = join(
            self.place_of_tokens(connection),
            self.read_secret(connection, None),
        )
        .await;
        let Place {
            version: Some(version),
            secret_version: Some(valid),
        } = place?
        else {
            return Ok(None);
        };
        let text = match last? {
            None => return Ok(None),
            Some(last) if last.id == valid => last.text,
            Some(_) => self.valid_version(connection, &valid).await?,
        };
        let tokens: PlainTokens = json::decode(WHAT, text.expose_secret())?;
        Ok(Some(Versioned {
            version,
            value: tokens.into(),
        }))
    }

    async fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        let text = SecretString::from(json::encode(WHAT, &PlainTokens::from(tokens))?);
        let place = self.place_of_tokens(connection).await?;
        if place.holds(connection, &text) {
            return Ok(place.version);
        }
        if !self.may_follow(connection, &place, expected).await? {
            return Ok(None);
        }
        let version = Version::after(place.version);
        let secret_version = version_id(connection, version, &text);
        self.write_version(connection, expected, &secret_version, &text)
            .await?;
        self.move_place(connection, place.version, &secret_version)
            .await
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.clear_place(connection).await?;
        self.delete_secret(connection).await
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        self.take_lease(connection, lease, now).await
    }

    async fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        self.give_lease_back(connection, owner).await
    }
}

impl AwsStore {
    async fn place_of_tokens(&self, connection: &Connection) -> Result<Place, StorageError> {
        let get = self.dynamodb.get_item();
        let got = get
            .table_name(&self.names.ledger_table)
            .set_key(Some(key::of_ledger(connection, key::TOKENS)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("GetItem", &error))?;
        got.item().map_or_else(|| Ok(Place::default()), decode)
    }

    /// Whether what stands is what the caller expects. Nothing stands, too, when somebody deleted
    /// the secret by other means: a connection can then be made again.
    async fn may_follow(
        &self,
        connection: &Connection,
        place: &Place,
        expected: Option<Version>,
    ) -> Result<bool, StorageError> {
        match (place.tokens_version(), expected) {
            (Some(_), None) => Ok(self.read_secret(connection, None).await?.is_none()),
            (stands, expected) => Ok(stands == expected),
        }
    }

    /// Only a first store may create the secret, so that an action needs no right to.
    async fn write_version(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        version: &str,
        text: &SecretString,
    ) -> Result<(), StorageError> {
        if expected.is_none() {
            let create = self.add_version_or_create(connection, version, text);
            return create.await;
        }
        if self.add_version(connection, version, text).await? {
            Ok(())
        } else {
            Err(failure::unreadable(
                WHAT,
                "their secret was deleted; connect again",
            ))
        }
    }

    async fn move_place(
        &self,
        connection: &Connection,
        from: Option<Version>,
        secret_version: &str,
    ) -> Result<Option<Version>, StorageError> {
        let version = Version::after(from);
        let mut item = key::of_ledger(connection, key::TOKENS);
        item.insert(VERSION.to_owned(), number(version));
        item.insert(SECRET_VERSION.to_owned(), string(secret_version));
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.ledger_table)
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

    async fn clear_place(&self, connection: &Connection) -> Result<(), StorageError> {
        let update = self.dynamodb.update_item();
        let updated = update
            .table_name(&self.names.ledger_table)
            .set_key(Some(key::of_ledger(connection, key::TOKENS)))
            .update_expression("SET #version = #version + :one REMOVE #secret_version")
            .condition_expression("attribute_exists(#secret_version)")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_names("#secret_version", SECRET_VERSION)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .send()
            .await;
        match updated {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
                _ => Err(failure::of("UpdateItem", &error)),
            },
        }
    }

    async fn valid_version(
        &self,
        connection: &Connection,
        valid: &str,
    ) -> Result<SecretString, StorageError> {
        for pause in PAUSES {
            tokio::time::sleep(pause).await;
            if let Some(found) = self.read_secret(connection, Some(valid)).await? {
                return Ok(found.text);
            }
        }
        Err(failure::unavailable(
            "the secret has not got the version that the ledger's table names",
        ))
    }
}

impl Place {
    /// The version of the tokens, if there are any.
    fn tokens_version(&self) -> Option<Version> {
        self.secret_version.as_ref().and(self.version)
    }

    /// Whether these very tokens stand there: the store was answered, and the answer lost.
    fn holds(&self, connection: &Connection, text: &SecretString) -> bool {
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
fn version_id(connection: &Connection, version: Version, text: &SecretString) -> String {
    let version = version.0.to_string();
    key::hash(&[connection.as_str(), &version, text.expose_secret()])
}
