//! The Preferences: switches that change what the API does.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{MetaData, Reference};

/// Switches of the company that change what the API does.
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Preferences {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Accounting.
    pub accounting_info_prefs: Option<AccountingInfoPrefs>,
    /// Sales forms.
    pub sales_forms_prefs: Option<SalesFormsPrefs>,
    /// Sales tax.
    pub tax_prefs: Option<TaxPrefs>,
    /// Currencies.
    pub currency_prefs: Option<CurrencyPrefs>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}

/// Preferences of accounting.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AccountingInfoPrefs {
    /// True if documents have a class.
    pub class_tracking_per_txn: Option<bool>,
    /// True if lines have a class.
    pub class_tracking_per_txn_line: Option<bool>,
    /// True if documents have a location.
    pub track_departments: Option<bool>,
    /// Last day of the closed books (6200).
    pub book_close_date: Option<Date>,
}

/// Preferences of sales forms.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct SalesFormsPrefs {
    /// True if the caller numbers the documents.
    pub custom_txn_numbers: Option<bool>,
    /// True if invoices may have a deposit.
    pub allow_deposit: Option<bool>,
    /// True if documents may have a discount line.
    pub allow_discount: Option<bool>,
    /// True if estimates are used.
    pub allow_estimates: Option<bool>,
    /// True if lines have a date of service.
    pub allow_service_date: Option<bool>,
    /// True if QuickBooks applies credits by itself.
    pub auto_apply_credit: Option<bool>,
    /// Payment terms used by default.
    pub default_terms: Option<Reference>,
}

/// Preferences of sales tax.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TaxPrefs {
    /// True if sales tax is used.
    pub using_sales_tax: Option<bool>,
    /// Present when Intuit computes the tax (automated sales tax).
    pub partner_tax_enabled: Option<bool>,
    /// Tax code used by default.
    pub tax_group_code_ref: Option<Reference>,
}

/// Preferences of currencies.
#[skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CurrencyPrefs {
    /// True if several currencies are used; then documents must name theirs.
    pub multi_currency_enabled: Option<bool>,
    /// Currency of the books.
    pub home_currency: Option<Reference>,
}
