//! [`Tokens`] in the embedded store.

use jiff::Timestamp;
use redb::ReadableTable;

use super::{EmbeddedStore, Ending, tables};
use crate::tokens::PlainTokens;
use crate::{Connection, Lease, StorageError, TokenSet, Tokens, Version, Versioned, json};

const WHAT: &str = "tokens";

impl Tokens for EmbeddedStore {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::TOKENS)?;
            let row = table.get(connection.as_str())?;
            row.and_then(|row| {
                let (version, text) = row.value();
                text.map(|text| decode(version, text))
            })
            .transpose()
        })
    }

    async fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        let text = json::encode(WHAT, &PlainTokens::from(tokens))?;
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::TOKENS)?;
            let (last, stands) = standing(&table, connection)?;
            if stands != expected {
                return Ok(Ending::Discard(None));
            }
            let version = Version::after(last);
            table.insert(connection.as_str(), (version.0, Some(&*text)))?;
            Ok(Ending::Commit(Some(version)))
        })
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::TOKENS)?;
            if let (_, Some(version)) = standing(&table, connection)? {
                table.insert(connection.as_str(), (version.0, None))?;
            }
            Ok(Ending::Commit(()))
        })
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::LEASES)?;
            if let Some(holder) = holder(&table, connection)?
                && holder.owner != lease.owner
                && holder.until > now
            {
                return Ok(Ending::Discard(Some(holder)));
            }
            let until = lease.until.to_string();
            table.insert(connection.as_str(), (&*lease.owner, &*until))?;
            Ok(Ending::Commit(None))
        })
    }

    async fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::LEASES)?;
            let holder = holder(&table, connection)?;
            if holder.is_none_or(|holder| holder.owner != owner) {
                return Ok(Ending::Discard(()));
            }
            table.remove(connection.as_str())?;
            Ok(Ending::Commit(()))
        })
    }
}

fn decode(version: u64, text: &str) -> Result<Versioned<TokenSet>, StorageError> {
    let stored: PlainTokens = json::decode(WHAT, text)?;
    Ok(Versioned {
        version: Version(version),
        value: stored.into(),
    })
}

/// The last version ever written, and that of the tokens if there are any.
fn standing(
    table: &impl ReadableTable<&'static str, (u64, Option<&'static str>)>,
    connection: &Connection,
) -> Result<(Option<Version>, Option<Version>), StorageError> {
    let Some(row) = table.get(connection.as_str())? else {
        return Ok((None, None));
    };
    let (version, text) = row.value();
    Ok((Some(Version(version)), text.map(|_| Version(version))))
}

fn holder(
    table: &impl ReadableTable<&'static str, (&'static str, &'static str)>,
    connection: &Connection,
) -> Result<Option<Lease>, StorageError> {
    let Some(row) = table.get(connection.as_str())? else {
        return Ok(None);
    };
    let (owner, until) = row.value();
    let until = until.parse().map_err(|_| StorageError::Unreadable {
        what: "lease",
        detail: "its end is not a time".into(),
    })?;
    Ok(Some(Lease {
        owner: owner.to_owned(),
        until,
    }))
}
