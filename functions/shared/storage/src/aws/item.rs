//! An item of a table, read attribute by attribute.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::{content, failure};
use crate::{StorageError, Version};

/// An item as DynamoDB gives and takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The version's attribute, on every item that is written on a condition.
pub(super) const VERSION: &str = "version";

/// An item of these attributes.
pub(super) fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    let named = attributes.map(|(name, value)| (name.to_owned(), value));
    Item::from(named)
}

/// A string.
pub(super) fn string(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A version.
pub(super) fn number(version: Version) -> AttributeValue {
    AttributeValue::N(version.0.to_string())
}

/// An item that is read; errors name the attribute and not its content.
pub(super) struct Stored<'a> {
    pub(super) what: &'static str,
    pub(super) item: &'a Item,
}

impl<'a> Stored<'a> {
    pub(super) fn text(&self, name: &str) -> Result<&'a str, StorageError> {
        let value = self.item.get(name).and_then(|value| value.as_s().ok());
        value.map(String::as_str).ok_or_else(|| self.lacks(name))
    }

    pub(super) fn version(&self) -> Result<Version, StorageError> {
        let value = self.item.get(VERSION).and_then(|value| value.as_n().ok());
        value
            .and_then(|digits| digits.parse().ok())
            .map(Version)
            .ok_or_else(|| self.lacks(VERSION))
    }

    pub(super) fn content(&self, name: &str) -> Result<String, StorageError> {
        let value = self.item.get(name).ok_or_else(|| self.lacks(name))?;
        content::unpack(self.what, value)
    }

    pub(super) fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<T, StorageError> {
        self.text(name)?.parse().map_err(|_| self.lacks(name))
    }

    fn lacks(&self, name: &str) -> StorageError {
        failure::unreadable(self.what, format!("its attribute {name} is missing or odd"))
    }
}
