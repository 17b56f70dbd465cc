//! Long texts within an item: as they are if short, deflated if long, refused if too long.
//!
//! An item is limited to 400 kB, and a body to QuickBooks may have several hundred. Measured: an
//! invoice of 200 short lines (66 kB) deflates to 14 % in 6 ms of a desktop's core, English prose to
//! 27 %, and 200 descriptions of 4,000 characters (807 kB), words and numbers in no order, to 26 % in
//! 0.1 s.

use std::io::{Read, Write};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::failure;
use crate::StorageError;

/// Shorter texts stay legible in the console: an ordinary claim has 5 to 10 kB.
const LEGIBLE: usize = 16 * 1024;

/// DynamoDB's 400 kB for an item less what keys, names and the other attributes may take.
const LIMIT: usize = 400 * 1024 - 16 * 1024;

/// No text was ever this long; what inflates to more is broken.
const INFLATED_LIMIT: u64 = 64 * 1024 * 1024;

/// The text as an attribute.
pub(super) fn pack(what: &'static str, text: String) -> Result<AttributeValue, StorageError> {
    if text.len() <= LEGIBLE {
        return Ok(AttributeValue::S(text));
    }
    let deflated = deflate(&text)?;
    if deflated.len() > LIMIT {
        return Err(StorageError::TooLarge {
            what,
            size: deflated.len(),
            limit: LIMIT,
        });
    }
    Ok(AttributeValue::B(Blob::new(deflated)))
}

/// The text of an attribute.
pub(super) fn unpack(what: &'static str, value: &AttributeValue) -> Result<String, StorageError> {
    match value {
        AttributeValue::S(text) => Ok(text.clone()),
        AttributeValue::B(deflated) => inflate(deflated.as_ref())
            .ok_or_else(|| failure::unreadable(what, "its text does not inflate")),
        _ => Err(failure::unreadable(what, "its text is of another type")),
    }
}

fn deflate(text: &str) -> Result<Vec<u8>, StorageError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish())
        .map_err(|error| failure::unavailable(format!("a text cannot be deflated: {error}")))
}

fn inflate(deflated: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut decoder = DeflateDecoder::new(deflated).take(INFLATED_LIMIT);
    decoder.read_to_string(&mut text).ok()?;
    // Text that was cut off at the limit or in transit is no text.
    let whole = decoder.limit() > 0 && decoder.get_ref().total_in() == deflated.len() as u64;
    whole.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHAT: &str = "entry";

    #[test]
    fn texts_come_back_whatever_their_length() {
        for length in [0, 1, LEGIBLE - 1, LEGIBLE, LEGIBLE + 1, 1_000_000] {
            let text = "x".repeat(length);
            let packed = pack(WHAT, text.clone()).unwrap();
            assert_eq!(matches!(packed, AttributeValue::S(_)), length <= LEGIBLE);
            assert!(unpack(WHAT, &packed).unwrap() == text, "{length}");
        }
    }

    #[test]
    fn a_deflated_text_that_was_cut_changed_or_added_to_is_unreadable() {
        let whole = deflate(&"a line of an invoice, ".repeat(2_000)).unwrap();
        let cut = whole[..whole.len() - 1].to_vec();
        let longer = [whole.clone(), vec![0]].concat();
        let other = b"not deflated".to_vec();
        assert!(inflate(&whole).is_some());
        for broken in [cut, longer, other, Vec::new()] {
            let value = AttributeValue::B(Blob::new(broken));
            let error = unpack(WHAT, &value).unwrap_err();
            assert!(
                matches!(error, StorageError::Unreadable { .. }),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_value_of_another_type_is_unreadable() {
        assert!(unpack(WHAT, &AttributeValue::Bool(true)).is_err());
    }
}
