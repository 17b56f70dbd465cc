//! The Payment: money received for invoices.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{Line, LinkedTxn, MetaData, Reference};

/// Money received from a customer, applied to invoices by its lines ([`Line::payment`](super::Line::payment)).
///
/// Requires a customer and a total; what the lines do not use stays unapplied.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Payment {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Date; today in the company’s time zone by default.
    pub txn_date: Option<Date>,
    /// Currency; required when the company uses several.
    pub currency_ref: Option<Reference>,
    /// Home units per unit of the currency.
    pub exchange_rate: Option<Decimal>,
    /// Note for the books, not for the customer; at most 4000 characters.
    pub private_note: Option<String>,
    /// The customer who paid.
    pub customer_ref: Option<Reference>,
    /// The money received; required.
    pub total_amt: Option<Decimal>,
    /// The amount that is not applied yet; read only.
    pub unapplied_amt: Option<Decimal>,
    /// Way of paying.
    pub payment_method_ref: Option<Reference>,
    /// Reference of the payment; at most 21 characters.
    pub payment_ref_num: Option<String>,
    /// Account the money goes to; Undeposited Funds by default.
    pub deposit_to_account_ref: Option<Reference>,
    /// Accounts-receivable account.
    #[serde(rename = "ARAccountRef")]
    pub ar_account_ref: Option<Reference>,
    /// Project.
    pub project_ref: Option<Reference>,
    /// True if Intuit processes the card.
    pub process_payment: Option<bool>,
    /// The documents the money is applied to.
    pub line: Vec<Line>,
    /// Documents this one is linked to.
    pub linked_txn: Vec<LinkedTxn>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
