//! The details of a document’s line, one struct per detail type.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{Line, Reference};

/// A product or service sold.
///
/// With both quantity and unit price, the amount of the line must be their product rounded half-up to
/// the cent (6070).
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SalesItemLineDetail {
    /// The product or service that is sold.
    pub item_ref: Option<Reference>,
    /// Quantity.
    pub qty: Option<Decimal>,
    /// Price of one.
    pub unit_price: Option<Decimal>,
    /// `TAX` or `NON` in the US (6100), else the id of a tax code.
    pub tax_code_ref: Option<Reference>,
    /// Class of the line.
    pub class_ref: Option<Reference>,
    /// Date of service.
    pub service_date: Option<Date>,
    /// Income account; read only.
    pub item_account_ref: Option<Reference>,
    /// Amount with tax.
    pub tax_inclusive_amt: Option<Decimal>,
    /// Discount in percent.
    pub discount_rate: Option<Decimal>,
    /// Discount.
    pub discount_amt: Option<Decimal>,
}

/// A discount on the whole document; the amount of its line is positive.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct DiscountLineDetail {
    /// True if it is a percentage.
    pub percent_based: Option<bool>,
    /// Percentage: 5 is 5 %.
    pub discount_percent: Option<Decimal>,
    /// Account it is booked to.
    pub discount_account_ref: Option<Reference>,
    /// Class.
    pub class_ref: Option<Reference>,
    /// Tax code.
    pub tax_code_ref: Option<Reference>,
}

/// A line of text.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct DescriptionLineDetail {
    /// Date of service.
    pub service_date: Option<Date>,
    /// Tax code.
    pub tax_code_ref: Option<Reference>,
}

/// The subtotal QuickBooks appends; ignored when sent.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SubTotalLineDetail {
    /// Not used by sales forms.
    pub item_ref: Option<Reference>,
}

/// A bundle, whose lines QuickBooks expands.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct GroupLineDetail {
    /// The bundle.
    pub group_item_ref: Option<Reference>,
    /// Quantity.
    pub quantity: Option<Decimal>,
    /// Its lines.
    pub line: Vec<Line>,
}

/// An expense booked to an account.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AccountBasedExpenseLineDetail {
    /// Expense account; required.
    pub account_ref: Option<Reference>,
    /// Customer the expense is for.
    pub customer_ref: Option<Reference>,
    /// Class.
    pub class_ref: Option<Reference>,
    /// Tax code.
    pub tax_code_ref: Option<Reference>,
    /// `Billable`, `NotBillable` or `HasBeenBilled`.
    pub billable_status: Option<String>,
    /// Tax of the line.
    pub tax_amount: Option<Decimal>,
}

/// A product or service bought.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ItemBasedExpenseLineDetail {
    /// The product or service that is bought.
    pub item_ref: Option<Reference>,
    /// Quantity.
    pub qty: Option<Decimal>,
    /// Price of one.
    pub unit_price: Option<Decimal>,
    /// Customer the expense is for.
    pub customer_ref: Option<Reference>,
    /// Class.
    pub class_ref: Option<Reference>,
    /// Tax code.
    pub tax_code_ref: Option<Reference>,
    /// `Billable`, `NotBillable` or `HasBeenBilled`.
    pub billable_status: Option<String>,
}
