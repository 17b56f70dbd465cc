//! Changes of records, for those who want to be told.

use jiff::Timestamp;

use super::Source;
use crate::object_type::ObjectType;

/// A change that came through the API or from a person; planted records are as they always were.
#[derive(Clone)]
pub(crate) struct RecordChange {
    pub(crate) object_type: ObjectType,
    pub(crate) id: u64,
    pub(crate) time: Timestamp,
    pub(crate) source: Source,
    pub(crate) happening: Happening,
}

/// The change itself.
#[derive(Clone)]
pub(crate) enum Happening {
    Created,
    Changed { name: String, value: Option<String> },
    Archived,
}
