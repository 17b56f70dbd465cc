//! The Account of the chart of accounts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{MetaData, Reference};

/// An account of the chart of accounts.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Account {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Name; no `:` or `"`; at most 100 characters.
    pub name: Option<String>,
    /// `Parent:Child`; read only.
    pub fully_qualified_name: Option<String>,
    /// Number.
    pub acct_num: Option<String>,
    /// Such as `Bank`, `Credit Card`, `Income`, `Other Current Asset`.
    pub account_type: Option<String>,
    /// Such as `Checking`, `ServiceFeeIncome`.
    pub account_sub_type: Option<String>,
    /// `Asset`, `Equity`, `Expense`, `Liability` or `Revenue`; read only.
    pub classification: Option<String>,
    /// Text; at most 100 characters.
    pub description: Option<String>,
    /// `false` hides the account.
    pub active: Option<bool>,
    /// True if it has a parent; read only.
    pub sub_account: Option<bool>,
    /// Its parent.
    pub parent_ref: Option<Reference>,
    /// Currency.
    pub currency_ref: Option<Reference>,
    /// Balance; read only.
    pub current_balance: Option<Decimal>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
