//! HubSpot accounts ("portals") and what opens them: one secret each.

use std::fmt;
use std::future::Future;

#[cfg(any(feature = "embedded", feature = "aws"))]
use secrecy::ExposeSecret;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::StorageError;

/// The number of a HubSpot account, as HubSpot's `Hub ID` says it: 1 to 20 digits without a leading zero.
///
/// It stands in a secret's name and in keys, hence the narrow alphabet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortalId(String);

/// A portal's number has something other than digits, begins with a zero, is empty or too long.
#[derive(Debug, thiserror::Error)]
#[error("a HubSpot account's number (Hub ID) is 1 to 20 digits without a leading zero")]
pub struct InvalidPortalId;

impl PortalId {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for PortalId {
    type Error = InvalidPortalId;

    fn try_from(number: &str) -> Result<Self, InvalidPortalId> {
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        if (1..=20).contains(&number.len()) && digits && !number.starts_with('0') {
            Ok(Self(number.to_owned()))
        } else {
            Err(InvalidPortalId)
        }
    }
}

impl fmt::Display for PortalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for PortalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PortalId {
    /// HubSpot writes the number as a number; people write it as text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u64),
            Text(String),
        }
        let text = match Written::deserialize(deserializer) {
            Ok(Written::Number(number)) => number.to_string(),
            Ok(Written::Text(text)) => text.trim().to_owned(),
            Err(_) => return Err(D::Error::custom(InvalidPortalId)),
        };
        Self::try_from(&*text).map_err(D::Error::custom)
    }
}

/// The secret of a portal: a private app's token, and the secret with which HubSpot signs.
/// `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct PortalSecret {
    /// The access token of the project's private app.
    pub access_token: SecretString,
    /// The app's client secret, if it was given: without it no call of HubSpot is taken.
    pub client_secret: Option<SecretString>,
}

/// The port to the portals' secrets.
pub trait Portals {
    /// Reads a portal's secret; `None` when none was stored.
    fn load_portal(
        &self,
        portal: &PortalId,
    ) -> impl Future<Output = Result<Option<PortalSecret>, StorageError>> + Send;

    /// Stores a portal's secret in place of an earlier one.
    fn store_portal(
        &self,
        portal: &PortalId,
        secret: &PortalSecret,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// The secret in the clear, as design and people write it; no `Debug`.
#[derive(Serialize, Deserialize)]
#[cfg(any(feature = "embedded", feature = "aws"))]
pub(crate) struct PlainPortalSecret {
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

#[cfg(any(feature = "embedded", feature = "aws"))]
impl From<&PortalSecret> for PlainPortalSecret {
    fn from(secret: &PortalSecret) -> Self {
        let client_secret = secret.client_secret.as_ref();
        Self {
            access_token: secret.access_token.expose_secret().to_owned(),
            client_secret: client_secret.map(|text| text.expose_secret().to_owned()),
        }
    }
}

#[cfg(any(feature = "embedded", feature = "aws"))]
impl From<PlainPortalSecret> for PortalSecret {
    fn from(stored: PlainPortalSecret) -> Self {
        Self {
            access_token: SecretString::from(stored.access_token),
            client_secret: stored.client_secret.map(SecretString::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PortalId;

    #[test]
    fn a_portal_s_number_is_digits_and_may_be_written_as_a_number() {
        for (json, expected) in [
            ("\"123456\"", "123456"),
            ("123456", "123456"),
            ("\" 7 \"", "7"),
        ] {
            let read: PortalId = serde_json::from_str(json).unwrap();
            assert_eq!(read.as_str(), expected);
            assert_eq!(
                serde_json::to_string(&read).unwrap(),
                format!("\"{expected}\"")
            );
        }
        for json in [
            "\"\"",
            "\"../1\"",
            "\"012\"",
            "1.5",
            "null",
            "-1",
            "\"123456789012345678901\"",
        ] {
            assert!(serde_json::from_str::<PortalId>(json).is_err(), "{json}");
        }
    }
}
