//! The `SalesReceipt`: a sale paid at once.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{
    CustomField, DeliveryInfo, EmailAddress, EmailStatus, GlobalTaxCalculation, Line, LinkedTxn,
    MemoRef, MetaData, PhysicalAddress, PrintStatus, Reference, TxnTaxDetail,
};

/// A sale paid at once; numbered in the sequence of invoices.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SalesReceipt {
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
    /// How amounts include tax (outside the US).
    pub global_tax_calculation: Option<GlobalTaxCalculation>,
    /// Tax of the document.
    pub txn_tax_detail: Option<TxnTaxDetail>,
    /// Way of paying.
    pub payment_method_ref: Option<Reference>,
    /// Reference of the payment; at most 21 characters.
    pub payment_ref_num: Option<String>,
    /// Account the money goes to; Undeposited Funds by default.
    pub deposit_to_account_ref: Option<Reference>,
    /// Who is billed.
    pub customer_ref: Option<Reference>,
    /// Message to the customer; at most 1000 characters.
    pub customer_memo: Option<MemoRef>,
    /// Billing address; the customer’s by default.
    pub bill_addr: Option<PhysicalAddress>,
    /// Shipping address; the customer’s by default.
    pub ship_addr: Option<PhysicalAddress>,
    /// Where it is e-mailed; needed to e-mail it (6420).
    pub bill_email: Option<EmailAddress>,
    /// Copy of the e-mail.
    pub bill_email_cc: Option<EmailAddress>,
    /// Blind copy of the e-mail.
    pub bill_email_bcc: Option<EmailAddress>,
    /// Whether it is to be or was e-mailed.
    pub email_status: Option<EmailStatus>,
    /// Whether it is to be or was printed.
    pub print_status: Option<PrintStatus>,
    /// Class; needs the preference `ClassTrackingPerTxn`.
    pub class_ref: Option<Reference>,
    /// Date of shipping.
    pub ship_date: Option<Date>,
    /// Way of shipping.
    pub ship_method_ref: Option<Reference>,
    /// Whether the discount comes off before tax (US).
    pub apply_tax_after_discount: Option<bool>,
    /// Project.
    pub project_ref: Option<Reference>,
    /// Lines; QuickBooks appends the subtotal line.
    pub line: Vec<Line>,
    /// Documents this one is linked to.
    pub linked_txn: Vec<LinkedTxn>,
    /// At most three custom fields of sales forms.
    pub custom_field: Vec<CustomField>,
    /// Tracking number of the shipment.
    pub tracking_num: Option<String>,
    /// When and how it was delivered; read only.
    pub delivery_info: Option<DeliveryInfo>,
    /// Lines less discount plus tax; computed by QuickBooks.
    pub total_amt: Option<Decimal>,
    /// The total in home currency; read only.
    pub home_total_amt: Option<Decimal>,
    /// What is still open; read only.
    pub balance: Option<Decimal>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
