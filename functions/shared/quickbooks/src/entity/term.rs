//! The Term: when an invoice is due.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::MetaData;

/// Payment terms: days after the invoice (`STANDARD`) or a day of the month (`DATE_DRIVEN`).
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Term {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Such as `Net 30`; at most 31 characters.
    pub name: Option<String>,
    /// `false` hides the terms.
    pub active: Option<bool>,
    /// `STANDARD` or `DATE_DRIVEN`; `Type` on the wire.
    #[serde(rename = "Type")]
    pub term_type: Option<String>,
    /// Days until due, 0 to 999.
    pub due_days: Option<u32>,
    /// Day of the month, 1 to 31.
    pub day_of_month_due: Option<u32>,
    /// Due in the month after when issued within so many days of the due day.
    pub due_next_month_days: Option<u32>,
    /// Discount for early payment, in percent.
    pub discount_percent: Option<Decimal>,
    /// Days in which that discount holds.
    pub discount_days: Option<u32>,
    /// Day of the month until which that discount holds.
    pub discount_day_of_month: Option<u32>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
