//! The id of a record.

use std::{cmp::Ordering, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::scalar;

/// HubSpot's id of a record, unique within its object type: a number without sign or leading zero, kept as its
/// digits.
///
/// Read from a JSON number or text, since HubSpot sends both; written as text. Ordered as numbers are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, derive_more::Display)]
#[serde(transparent)]
pub struct ObjectId(String);

/// The text is no id of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id of a HubSpot record is 1 to 20 digits without a leading zero")]
pub struct InvalidObjectId;

impl ObjectId {
    /// The most digits of an id: those of a 64-bit number.
    pub const MAX_DIGITS: usize = 20;

    /// True for an id as HubSpot writes it: a number without a leading zero.
    pub fn is_valid(id: &str) -> bool {
        let has_length = (1..=Self::MAX_DIGITS).contains(&id.len());
        let is_number = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
        has_length && is_number
    }

    /// Checks the digits.
    pub fn new(id: &str) -> Result<Self, InvalidObjectId> {
        if Self::is_valid(id) {
            Ok(Self(id.to_owned()))
        } else {
            Err(InvalidObjectId)
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ObjectId {
    type Err = InvalidObjectId;

    fn from_str(id: &str) -> Result<Self, InvalidObjectId> {
        Self::new(id)
    }
}

impl TryFrom<&str> for ObjectId {
    type Error = InvalidObjectId;

    fn try_from(id: &str) -> Result<Self, InvalidObjectId> {
        Self::new(id)
    }
}

impl From<ObjectId> for String {
    fn from(id: ObjectId) -> Self {
        id.0
    }
}

impl Ord for ObjectId {
    fn cmp(&self, other: &Self) -> Ordering {
        // Without leading zeros, the longer number is the greater one.
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for ObjectId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = scalar::optional(deserializer)?.unwrap_or_default();
        Self::new(text.trim()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
