//! Requests about the definitions of properties and association types.

use http::Method;
use serde_json::json;

use super::{Api, Request, Target};
use super::{NewProperty, NewPropertyGroup};
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

    /// Makes a property (scope `crm.schemas.….write`, or the type's own). One of that name is a
    /// [`CallError::Conflict`](crate::CallError::Conflict).
    pub fn create_property(object_type: &ObjectType, property: &NewProperty) -> Self {
        let target = Target::new(Api::Properties, [object_type.path()]);
        Self::write(Method::POST, target, &json!(property))
    }

    /// Reads the groups of a type's properties; the answer is an
    /// [`Answer::property_groups`](crate::Answer::property_groups).
    pub fn property_groups(object_type: &ObjectType) -> Self {
        Self::get(Target::new(Api::Properties, [object_type.path(), "groups"]))
    }

    /// Makes a group of properties. One of that name is a [`CallError::Conflict`](crate::CallError::Conflict).
    pub fn create_property_group(object_type: &ObjectType, group: &NewPropertyGroup) -> Self {
        let target = Target::new(Api::Properties, [object_type.path(), "groups"]);
        Self::write(Method::POST, target, &json!(group))
    }

    /// Reads the types of association between two types of record, labels included; the answer is an
    /// [`Answer::association_types`](crate::Answer::association_types).
    pub fn association_types(of: &ObjectType, to: &ObjectType) -> Self {
        let segments = [of.path(), to.path(), "labels"];
        Self::get(Target::new(Api::Associations, segments))
    }
}
