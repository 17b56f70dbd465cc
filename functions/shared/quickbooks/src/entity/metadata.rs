//! The facts that QuickBooks records about an object by itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Reference;

/// When an object was created and last changed.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct MetaData {
    /// When it was created, to the second.
    pub create_time: Option<Timestamp>,
    /// When it was last changed, to the second; missing when an account was just created.
    pub last_updated_time: Option<Timestamp>,
    /// The one who changed it last.
    pub last_modified_by_ref: Option<Reference>,
}

/// When and how a document was delivered.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct DeliveryInfo {
    /// Such as `Email`.
    pub delivery_type: Option<String>,
    /// When it was delivered.
    pub delivery_time: Option<Timestamp>,
}
