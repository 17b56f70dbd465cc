//! The Purchase: an expense paid at once.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{
    GlobalTaxCalculation, Line, LinkedTxn, MetaData, PaymentType, PrintStatus, Reference,
    TxnTaxDetail,
};

/// An expense paid at once. Requires the kind of payment, the account it is paid from and a line.
///
/// The account is a bank account for cash and checks, a credit-card account for cards (6430).
/// Cannot be voided; can be deleted.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Purchase {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Number shown to people; at most 21 characters (2050).
    pub doc_number: Option<String>,
    /// Date; today in the company’s time zone by default.
    pub txn_date: Option<Date>,
    /// Currency; required when the company uses several.
    pub currency_ref: Option<Reference>,
    /// Home units per unit of the currency.
    pub exchange_rate: Option<Decimal>,
    /// Note for the books, not for the customer; at most 4000 characters.
    pub private_note: Option<String>,
    /// Location; needs the preference `TrackDepartments`.
    pub department_ref: Option<Reference>,
    /// The relation of the amounts to tax (outside the US).
    pub global_tax_calculation: Option<GlobalTaxCalculation>,
    /// Tax of the document.
    pub txn_tax_detail: Option<TxnTaxDetail>,
    /// Cash, check or card; cannot change.
    pub payment_type: Option<PaymentType>,
    /// The account it is paid from.
    pub account_ref: Option<Reference>,
    /// The vendor, customer or employee that is paid.
    pub entity_ref: Option<Reference>,
    /// Way of paying.
    pub payment_method_ref: Option<Reference>,
    /// Reference of the payment.
    pub payment_ref_num: Option<String>,
    /// `true` is a refund to the card.
    pub credit: Option<bool>,
    /// The state of the check’s print.
    pub print_status: Option<PrintStatus>,
    /// Lines; QuickBooks appends the subtotal line.
    pub line: Vec<Line>,
    /// Documents this one is linked to.
    pub linked_txn: Vec<LinkedTxn>,
    /// Lines less discount plus tax; computed by QuickBooks.
    pub total_amt: Option<Decimal>,
    /// The total in home currency; read only.
    pub home_total_amt: Option<Decimal>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
