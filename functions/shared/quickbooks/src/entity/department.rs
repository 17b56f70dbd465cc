//! The Department: a dimension of reporting.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{MetaData, Reference};

/// A location (Department in the API).
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Department {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Name; at most 100 characters.
    pub name: Option<String>,
    /// `Parent:Child`; read only.
    pub fully_qualified_name: Option<String>,
    /// `false` hides it.
    pub active: Option<bool>,
    /// True if it has a parent.
    pub sub_department: Option<bool>,
    /// Its parent.
    pub parent_ref: Option<Reference>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
