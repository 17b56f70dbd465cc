//! Associations that are made with a new record.

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::{associations::AssociationCategory, object::ObjectId};

/// An association that is made with a new record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAssociation {
    /// The record to associate the new one with.
    pub to: ObjectId,
    /// The namespace of the type's number.
    pub category: AssociationCategory,
    /// The type of association, from the new record to the other: 177 from an invoice to a contact.
    pub type_id: u32,
}

impl NewAssociation {
    /// An association of one of HubSpot's own types.
    pub fn of_hubspot(to: ObjectId, type_id: u32) -> Self {
        Self {
            to,
            category: AssociationCategory::HubspotDefined,
            type_id,
        }
    }
}

impl Serialize for NewAssociation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let association_type = json!({
            "associationCategory": self.category,
            "associationTypeId": self.type_id,
        });
        json!({ "to": { "id": self.to }, "types": [association_type] }).serialize(serializer)
    }
}
