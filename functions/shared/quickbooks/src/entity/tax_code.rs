//! The `TaxCode`: which rates a line or document bears.

use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{MetaData, Reference};

/// A tax code; US companies also list the pseudo codes `TAX` and `NON`.
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxCode {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Name; at most 100 characters.
    pub name: Option<String>,
    /// Text; at most 100 characters.
    pub description: Option<String>,
    /// `false` hides the code.
    pub active: Option<bool>,
    /// True if it taxes at all; read only.
    pub taxable: Option<bool>,
    /// True if it groups several rates; read only.
    pub tax_group: Option<bool>,
    /// True if Intuit hides it; read only.
    pub hidden: Option<bool>,
    /// Rates on sales.
    pub sales_tax_rate_list: Option<TaxRateList>,
    /// Rates on purchases.
    pub purchase_tax_rate_list: Option<TaxRateList>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}

/// The rates of a tax code.
#[apply(
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxRateList {
    /// One entry per rate.
    pub tax_rate_detail: Vec<TaxRateDetail>,
}

/// One rate of a tax code.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxRateDetail {
    /// The rate.
    pub tax_rate_ref: Option<Reference>,
    /// Such as `TaxOnAmount`.
    pub tax_type_applicable: Option<String>,
    /// Order in which rates apply.
    pub tax_order: Option<u32>,
}
