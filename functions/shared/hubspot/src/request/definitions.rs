//! Requests for the definitions of properties and association types.

use super::{Api, Request, Target};
use crate::object::ObjectType;

impl Request {
    /// Reads the definitions of a type's properties; the answer is an
    /// [`Answer::property_definitions`](crate::Answer::property_definitions).
    pub fn property_definitions(object_type: &ObjectType) -> Self {
        Self::get(Target::new(Api::Properties, [object_type.path()]))
    }

    /// Reads the definition of one property; the answer is an
    /// [`Answer::property_definition`](crate::Answer::property_definition).
    pub fn property_definition(object_type: &ObjectType, name: &str) -> Self {
        Self::get(Target::new(Api::Properties, [object_type.path(), name]))
    }

    /// Reads the types of association between two types of record, labels included; the answer is an
    /// [`Answer::association_types`](crate::Answer::association_types).
    pub fn association_types(of: &ObjectType, to: &ObjectType) -> Self {
        let segments = [of.path(), to.path(), "labels"];
        Self::get(Target::new(Api::Associations, segments))
    }
}
