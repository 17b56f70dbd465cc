//! Texts people attach to a document. None of these shows its content in `Debug`.

use derive_more::Debug;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// One of the three custom fields of sales forms.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CustomField {
    /// `1`, `2` or `3`.
    pub definition_id: Option<String>,
    /// Label.
    #[debug(skip)]
    pub name: Option<String>,
    /// `StringType`; `Type` on the wire.
    #[serde(rename = "Type")]
    pub field_type: Option<String>,
    /// Content; absent when the field is defined but empty.
    #[debug(skip)]
    pub string_value: Option<String>,
}

/// A message to the customer.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemoRef {
    /// The text; at most 1000 characters.
    #[debug(skip)]
    pub value: Option<String>,
}

impl MemoRef {
    /// This text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            value: Some(text.into()),
        }
    }
}

/// A named fact, such as those of [`CompanyInfo`](super::CompanyInfo).
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct NameValue {
    /// Its name.
    pub name: Option<String>,
    /// Its value.
    #[debug(skip)]
    pub value: Option<String>,
}
