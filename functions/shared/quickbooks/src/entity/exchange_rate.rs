//! The `ExchangeRate` between a currency and the home currency.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::MetaData;

/// Home units per unit of a currency on a day.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ExchangeRate {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// ISO 4217 code of the foreign currency.
    pub source_currency_code: Option<String>,
    /// ISO 4217 code of the home currency.
    pub target_currency_code: Option<String>,
    /// Home units per foreign unit.
    pub rate: Option<Decimal>,
    /// The day.
    pub as_of_date: Option<Date>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
