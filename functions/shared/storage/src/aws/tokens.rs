//! [`Tokens`] on Secrets Manager, with DynamoDB to decide.
//!
//! The tokens are in a secret per connection. **Which version of the secret is valid** stands in an
//! item of the leases' table, with the version number that callers compare: a store writes a new
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

use futures_util::future::join;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::place::{Place, version_id};
use super::{AwsStore, failure};
use crate::tokens::PlainTokens;
use crate::{Connection, Lease, StorageError, TokenSet, Tokens, Version, Versioned, json};

const WHAT: &str = "tokens";

/// The waits for a version that was just written to be readable by its id.
const PAUSES: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
];

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
        if let Some(expected) = expected {
            return self.replace_tokens(connection, expected, tokens).await;
        }
        let next = match self.next(connection, None, tokens).await? {
            Standing::Due(next) => next,
            Standing::Answered(answer) => return Ok(answer),
        };
        self.add_version_or_create(connection, &next.version, &next.text)
            .await?;
        self.move_place(connection, next.follows, &next.version)
            .await
    }

    /// Another way than the first store's, which may create the secret: an action has no right to.
    async fn replace_tokens(
        &self,
        connection: &Connection,
        expected: Version,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        let next = match self.next(connection, Some(expected), tokens).await? {
            Standing::Due(next) => next,
            Standing::Answered(answer) => return Ok(answer),
        };
        if !self
            .add_version(connection, &next.version, &next.text)
            .await?
        {
            return Err(failure::unreadable(
                WHAT,
                "their secret was deleted; connect again",
            ));
        }
        self.move_place(connection, next.follows, &next.version)
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

/// The standing of tokens that are to be stored.
enum Standing {
    /// They are stored already, or others are.
    Answered(Option<Version>),
    /// They are to be stored.
    Due(Next),
}

/// A version of the secret that is to be written, and then to be named by the item.
struct Next {
    text: SecretString,
    /// The id of the version.
    version: String,
    /// The version of the item that it follows.
    follows: Option<Version>,
}

impl AwsStore {
    async fn next(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Standing, StorageError> {
        let text = SecretString::from(json::encode(WHAT, &PlainTokens::from(tokens))?);
        let place = self.place_of_tokens(connection).await?;
        if place.holds(connection, &text) {
            return Ok(Standing::Answered(place.version));
        }
        if !self.may_follow(connection, &place, expected).await? {
            return Ok(Standing::Answered(None));
        }
        let follows = place.version;
        Ok(Standing::Due(Next {
            version: version_id(connection, Version::after(follows), &text),
            text,
            follows,
        }))
    }

    /// Tells whether what stands is what the caller expects. Nothing stands, too, when somebody deleted
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
            "the secret has not got the version that the leases' table names",
        ))
    }
}
