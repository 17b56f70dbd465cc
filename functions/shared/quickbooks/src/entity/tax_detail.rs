//! The tax of a document.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{DetailType, Reference};

/// Tax of a document: the code that was chosen and what came of it.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TxnTaxDetail {
    /// Tax code of the document (US).
    pub txn_tax_code_ref: Option<Reference>,
    /// Sum of the tax lines.
    pub total_tax: Option<Decimal>,
    /// One line per rate, each rounded to cents by itself.
    pub tax_line: Vec<TaxLine>,
}

/// Tax of one rate.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxLine {
    /// Tax of this rate.
    pub amount: Option<Decimal>,
    /// Always [`DetailType::TaxLineDetail`].
    pub detail_type: Option<DetailType>,
    /// Its computation.
    pub tax_line_detail: Option<TaxLineDetail>,
}

/// The computation of the tax of one rate.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxLineDetail {
    /// The rate.
    pub tax_rate_ref: Option<Reference>,
    /// True if it is a percentage.
    pub percent_based: Option<bool>,
    /// Percentage: 7.1 is 7.1 %.
    pub tax_percent: Option<Decimal>,
    /// Amount it was computed from.
    pub net_amount_taxable: Option<Decimal>,
}
