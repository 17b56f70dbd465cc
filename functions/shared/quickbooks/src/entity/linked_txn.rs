//! A link from one document to another.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::kind::EntityKind;

/// A link from one document, or one of its lines, to another.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct LinkedTxn {
    /// Id of the other document.
    pub txn_id: Option<String>,
    /// Its kind, such as `Invoice`, `Estimate`, `Payment`.
    pub txn_type: Option<String>,
    /// Line of the other document.
    pub txn_line_id: Option<String>,
}

impl LinkedTxn {
    /// Links to the document of this kind with this id.
    pub fn to(kind: EntityKind, id: impl Into<String>) -> Self {
        Self {
            txn_id: Some(id.into()),
            txn_type: Some(kind.name().to_owned()),
            txn_line_id: None,
        }
    }
}
