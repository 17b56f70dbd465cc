//! Requests for records.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::{Api, Asked, Request, Target, read::with_merged_ids};
use crate::{
    object::{ObjectId, ObjectType},
    properties::Properties,
    request::{NewAssociation, RecordRead, RequestError, Search},
};

/// The most records that a batch reads.
pub const MAX_BATCH: usize = 100;

impl Request {
    /// Reads one record; the answer is an [`Answer::record`](crate::Answer::record).
    pub fn read(read: &RecordRead) -> Self {
        let mut request = Self::get(record(&read.object_type, &read.id));
        request.add("properties", &read.properties.join(","));
        if !read.associations.is_empty() {
            let types: Vec<&str> = read.associations.iter().map(ObjectType::path).collect();
            request.add("associations", &types.join(","));
        }
        if read.archived {
            request.add("archived", "true");
        }
        request.asked = Asked {
            ids: vec![read.id.clone()],
            associations: read.associations.clone(),
        };
        request
    }

    /// Reads up to [`MAX_BATCH`] records; the answer is an [`Answer::record_batch`](crate::Answer::record_batch).
    ///
    /// A batch tells no associations.
    pub fn batch_read<P: AsRef<str>>(
        object_type: &ObjectType,
        ids: &[ObjectId],
        properties: impl IntoIterator<Item = P>,
    ) -> Self {
        let inputs: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        let body = json!({
            "inputs": inputs,
            "properties": with_merged_ids(properties),
            "propertiesWithHistory": [],
        });
        let target = Target::new(Api::Objects, [object_type.path(), "batch", "read"]);
        let mut request = Self::post_to_read(target, body.to_string().into());
        request.refusal = batch_size(ids.len(), MAX_BATCH);
        request.asked.ids = ids.to_vec();
        request
    }

    /// Reads any number of records, each once, in as many batches as that takes; none for none.
    pub fn batch_reads<P: AsRef<str>>(
        object_type: &ObjectType,
        ids: &[ObjectId],
        properties: impl IntoIterator<Item = P>,
    ) -> Vec<Self> {
        let properties = with_merged_ids(properties);
        let mut seen = std::collections::HashSet::new();
        let once: Vec<ObjectId> = ids.iter().filter(|id| seen.insert(*id)).cloned().collect();
        let batches = once.chunks(MAX_BATCH);
        batches
            .map(|batch| Self::batch_read(object_type, batch, &properties))
            .collect()
    }

    /// Searches for records; the answer is an [`Answer::records`](crate::Answer::records).
    pub fn search(search: &Search) -> Self {
        let target = Target::new(Api::Objects, [search.object_type.path(), "search"]);
        match search.to_body() {
            Ok(body) => Self::post_to_read(target, body.into()),
            Err(refusal) => Self {
                refusal: Some(refusal),
                ..Self::post_to_read(target, Bytes::new())
            },
        }
    }

    /// Creates a record; the answer is an [`Answer::record`](crate::Answer::record).
    ///
    /// Repeating it after a lost answer may create a second one.
    pub fn create(
        object_type: &ObjectType,
        properties: &Properties,
        associations: &[NewAssociation],
    ) -> Self {
        let target = Target::new(Api::Objects, [object_type.path()]);
        let body = json!({ "properties": properties, "associations": associations });
        Self::write(Method::POST, target, &body)
    }

    /// Changes properties of a record; an empty text takes a property's value away. The others stay.
    ///
    /// Repeating it does no harm.
    pub fn update(object_type: &ObjectType, id: &ObjectId, properties: &Properties) -> Self {
        let body = json!({ "properties": properties });
        Self::write(Method::PATCH, record(object_type, id), &body)
    }
}

fn record(object_type: &ObjectType, id: &ObjectId) -> Target {
    Target::new(Api::Objects, [object_type.path(), id.as_str()])
}

/// A batch of another size could only be refused.
pub(super) fn batch_size(found: usize, limit: usize) -> Option<RequestError> {
    let fits = (1..=limit).contains(&found);
    (!fits).then_some(RequestError::BatchSize { found, limit })
}
