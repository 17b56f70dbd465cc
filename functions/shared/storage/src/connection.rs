//! The name of a connection: one QuickBooks company as one HubSpot account uses it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of a connection, such as `us-books`: 1 to 64 of `a-z`, `0-9`, `-` and `_`.
///
/// It stands in table keys, secret names and log lines, hence the narrow alphabet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Connection(String);

/// A connection's name is empty, too long or has a character outside `a-z`, `0-9`, `-`, `_`.
#[derive(Debug, thiserror::Error)]
#[error("a connection's name is 1 to 64 of a-z, 0-9, '-' and '_'")]
pub struct InvalidConnection;

impl Connection {
    /// The longest name accepted.
    pub const MAX_LENGTH: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Connection {
    type Error = InvalidConnection;

    fn try_from(name: String) -> Result<Self, InvalidConnection> {
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        if (1..=Self::MAX_LENGTH).contains(&name.len()) && name.bytes().all(allowed) {
            Ok(Self(name))
        } else {
            Err(InvalidConnection)
        }
    }
}

impl TryFrom<&str> for Connection {
    type Error = InvalidConnection;

    fn try_from(name: &str) -> Result<Self, InvalidConnection> {
        Self::try_from(name.to_owned())
    }
}

impl From<Connection> for String {
    fn from(connection: Connection) -> Self {
        connection.0
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
