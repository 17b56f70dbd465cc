//! A reference from one object to another.

use derive_more::Debug;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// A reference to another object; only the value, its id, counts on a write.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The id of the object, or the code of a currency.
    #[serde(default)]
    pub value: String,
    /// Its name, in answers; often missing.
    #[debug(skip)]
    pub name: Option<String>,
    /// `Customer`, `Vendor` or `Employee`, where the payee of a purchase can be any of them.
    #[serde(rename = "type")]
    pub entity_type: Option<String>,
}

impl Reference {
    /// Refers to the object with this id.
    pub fn to(id: impl Into<String>) -> Self {
        Self {
            value: id.into(),
            ..Self::default()
        }
    }
}
