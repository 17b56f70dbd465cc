//! The `PaymentMethod`: cash, check, a card.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::MetaData;

/// A way of paying.
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct PaymentMethod {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Such as `Visa`; at most 31 characters.
    pub name: Option<String>,
    /// `false` hides it.
    pub active: Option<bool>,
    /// `CREDIT_CARD` or `NON_CREDIT_CARD`; `Type` on the wire.
    #[serde(rename = "Type")]
    pub payment_method_type: Option<String>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
