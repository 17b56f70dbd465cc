//! The id that makes a write repeatable.

use std::fmt;

use crate::request_error::RequestError;

/// Names a write, so that repeating it gets the first answer and writes nothing.
///
/// 1 to 50 characters of `A-Z`, `a-z`, `0-9` and `-`; unique per company, sent as `requestid`. How long
/// QuickBooks remembers one is not published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(String);

impl RequestId {
    /// The most characters of a request id.
    pub const MAX_LENGTH: usize = 50;
    /// The most characters of the request id of a batch, as item ids are appended to it.
    pub const MAX_LENGTH_IN_BATCH: usize = 36;

    /// Checks the characters and the length.
    pub fn new(id: &str) -> Result<Self, RequestError> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if (1..=Self::MAX_LENGTH).contains(&id.len()) && id.bytes().all(is_allowed) {
            Ok(Self(id.to_owned()))
        } else {
            Err(RequestError::RequestId)
        }
    }

    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether it is short enough for a batch.
    pub(crate) fn fits_batch(&self) -> bool {
        self.0.len() <= Self::MAX_LENGTH_IN_BATCH
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RequestId;

    #[test]
    fn a_request_id_is_1_to_50_letters_digits_and_hyphens() {
        for id in ["a", "deal-9001-Invoice", &"x".repeat(50)] {
            assert_eq!(RequestId::new(id).unwrap().as_str(), id);
        }
        for id in ["", "a b", "a&b", "ä", "a_b", "a\n", &"x".repeat(51)] {
            assert!(RequestId::new(id).is_err(), "{id:?}");
        }
    }

    #[test]
    fn a_batch_takes_36_characters() {
        assert!(RequestId::new(&"x".repeat(36)).unwrap().fits_batch());
        assert!(!RequestId::new(&"x".repeat(37)).unwrap().fits_batch());
    }
}
