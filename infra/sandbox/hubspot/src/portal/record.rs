//! A record, and everything that was ever written to it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::association_type::TypeKey;
use crate::object_type::ObjectType;

/// A CRM object.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The values of the properties that have one.
    pub(crate) values: BTreeMap<String, String>,
    /// The changes, oldest first.
    pub(crate) history: Vec<Change>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) archived: Option<Timestamp>,
    /// The associated records, by type, in the order in which they were associated.
    pub(crate) links: BTreeMap<ObjectType, Vec<Link>>,
}

/// An associated record, and the ways in which it is associated.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) to: u64,
    pub(crate) types: Vec<TypeKey>,
}

/// A change of one property.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) time: Timestamp,
    pub(crate) source: Source,
    pub(crate) name: String,
    /// The new value; none when it was cleared.
    pub(crate) value: Option<String>,
}

/// The origin of a change, by HubSpot's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Source {
    /// A person in HubSpot; all that the portal began with.
    CrmUi,
    /// An app, through the API.
    Integration,
    /// HubSpot itself, from other properties.
    Calculated,
    /// A merge with another record.
    MergeObjects,
}

impl Record {
    /// Writes a value, or clears it; a value that stays the same is no change.
    pub(crate) fn set(
        &mut self,
        name: &str,
        value: Option<String>,
        source: Source,
        now: Timestamp,
    ) {
        if self.values.get(name) == value.as_ref() {
            return;
        }
        match &value {
            Some(value) => self.values.insert(name.to_owned(), value.clone()),
            None => self.values.remove(name),
        };
        self.history.push(Change {
            time: now,
            source,
            name: name.to_owned(),
            value,
        });
    }
}
