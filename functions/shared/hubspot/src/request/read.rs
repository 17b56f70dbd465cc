//! The reading of one record.

use crate::{
    object::{ObjectId, ObjectType},
    record::MERGED_IDS,
};

/// The reading of one record, with the properties and the associations to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRead {
    pub(crate) object_type: ObjectType,
    pub(crate) id: ObjectId,
    pub(crate) properties: Vec<String>,
    pub(crate) associations: Vec<ObjectType>,
    pub(crate) archived: bool,
}

impl RecordRead {
    /// The reading of a record, with the ids that were merged into it as its one property.
    pub fn of(object_type: ObjectType, id: ObjectId) -> Self {
        Self {
            object_type,
            id,
            properties: with_merged_ids([""; 0]),
            associations: Vec::new(),
            archived: false,
        }
    }

    /// Asks for these properties. HubSpot leaves out those that it does not know.
    #[must_use]
    pub fn properties<P: AsRef<str>>(mut self, names: impl IntoIterator<Item = P>) -> Self {
        self.properties = with_merged_ids(names);
        self
    }

    /// Asks for the ids of the associated records of these types.
    #[must_use]
    pub fn associations(mut self, to: impl IntoIterator<Item = ObjectType>) -> Self {
        self.associations = to.into_iter().collect();
        self
    }

    /// Reads it in the recycle bin, where alone an archived record is found.
    #[must_use]
    pub fn archived(mut self) -> Self {
        self.archived = true;
        self
    }
}

/// The names, each once, and that of the property by which a merged record is known again.
pub(crate) fn with_merged_ids<P: AsRef<str>>(names: impl IntoIterator<Item = P>) -> Vec<String> {
    let names = names.into_iter().map(|name| name.as_ref().to_owned());
    let mut once: Vec<String> = Vec::new();
    for name in names.chain([MERGED_IDS.to_owned()]) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}
