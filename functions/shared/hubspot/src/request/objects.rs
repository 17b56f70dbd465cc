//! Requests for records.

use http::Method;
use serde_json::json;

use super::{Api, Request, Target};
use crate::{object_id::ObjectId, object_type::ObjectType, properties::Properties};

impl Request {
    /// Changes properties of a record; an empty text takes a property's value away. The others stay.
    ///
    /// Repeating it does no harm.
    pub fn update(object_type: &ObjectType, id: &ObjectId, properties: &Properties) -> Self {
        let target = Target::new(Api::Objects, [object_type.path(), id.as_str()]);
        Self::write(Method::PATCH, target, &json!({ "properties": properties }))
    }
}
