//! Requests for associations.

use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Api, Request, Target, objects::batch_size};
use crate::object::{ObjectId, ObjectType};

/// The most records of which a batch reads the associations.
pub const MAX_ASSOCIATION_BATCH: usize = 1_000;
/// The most associations that HubSpot tells on a page.
const PAGE: &str = "500";

/// A record whose associations are to be read, from the first or from a later page on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssociationsRead {
    id: ObjectId,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl AssociationsRead {
    /// The page that begins there: the `after` of the page before.
    pub fn page(id: ObjectId, after: &str) -> Self {
        Self {
            id,
            after: Some(after.to_owned()),
        }
    }
}

impl From<ObjectId> for AssociationsRead {
    fn from(id: ObjectId) -> Self {
        Self { id, after: None }
    }
}

impl Request {
    /// Reads a page of the records that a record is associated with, with types and labels; the answer is an
    /// [`Answer::associations`](crate::Answer::associations).
    ///
    /// `after` is that of the page before, which may be the one inline in a record
    /// ([`StoredRecord::associations`](crate::StoredRecord::associations)).
    pub fn associations(
        of: &ObjectType,
        id: &ObjectId,
        to: &ObjectType,
        after: Option<&str>,
    ) -> Self {
        let segments = [of.path(), id.as_str(), "associations", to.path()];
        let mut request = Self::get(Target::new(Api::ObjectAssociations, segments));
        request.add("limit", PAGE);
        if let Some(after) = after {
            request.add("after", after);
        }
        request
    }

    /// Reads the associations of up to [`MAX_ASSOCIATION_BATCH`] records; the answer is an
    /// [`Answer::association_batch`](crate::Answer::association_batch).
    pub fn association_batch(
        of: &ObjectType,
        records: &[AssociationsRead],
        to: &ObjectType,
    ) -> Self {
        let segments = [of.path(), to.path(), "batch", "read"];
        let target = Target::new(Api::Associations, segments);
        let body = json!({ "inputs": records });
        let mut request = Self::post_to_read(target, body.to_string().into());
        request.refusal = batch_size(records.len(), MAX_ASSOCIATION_BATCH);
        request.asked.ids = records.iter().map(|record| record.id.clone()).collect();
        request
    }

    /// Associates two records without a label. Repeating it does no harm.
    pub fn associate(of: &ObjectType, id: &ObjectId, to: &ObjectType, to_id: &ObjectId) -> Self {
        let segments = [
            of.path(),
            id.as_str(),
            "associations",
            "default",
            to.path(),
            to_id.as_str(),
        ];
        let target = Target::new(Api::ObjectAssociations, segments);
        Self {
            body: None,
            ..Self::write(Method::PUT, target, &Value::Null)
        }
    }
}
