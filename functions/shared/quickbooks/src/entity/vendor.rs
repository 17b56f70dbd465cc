//! The Vendor: who is paid.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{EmailAddress, MetaData, PhysicalAddress, Reference, TelephoneNumber, WebSiteAddress};

/// A person or company that is paid; shares the name space of customers and employees.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Vendor {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Unique over customers, vendors and employees together (6240); no `:`, tab or line feed; at most 500 characters.
    pub display_name: Option<String>,
    /// Title, such as `Dr.`; at most 16 characters.
    pub title: Option<String>,
    /// First name; at most 100 characters.
    pub given_name: Option<String>,
    /// Middle name; at most 100 characters.
    pub middle_name: Option<String>,
    /// Last name; at most 100 characters.
    pub family_name: Option<String>,
    /// Suffix, such as `Jr.`; at most 16 characters.
    pub suffix: Option<String>,
    /// Name of the company; at most 100 characters.
    pub company_name: Option<String>,
    /// Name on checks; at most 100 characters.
    pub print_on_check_name: Option<String>,
    /// E-mail address.
    pub primary_email_addr: Option<EmailAddress>,
    /// Telephone.
    pub primary_phone: Option<TelephoneNumber>,
    /// Mobile telephone.
    pub mobile: Option<TelephoneNumber>,
    /// Fax.
    pub fax: Option<TelephoneNumber>,
    /// Web site.
    pub web_addr: Option<WebSiteAddress>,
    /// Address.
    pub bill_addr: Option<PhysicalAddress>,
    /// `false` hides the vendor.
    pub active: Option<bool>,
    /// Our account number at the vendor; at most 100 characters.
    pub acct_num: Option<String>,
    /// Payment terms; ignored on create.
    pub term_ref: Option<Reference>,
    /// Currency; set once.
    pub currency_ref: Option<Reference>,
    /// True if a US form 1099 is due.
    pub vendor1099: Option<bool>,
    /// Tax number; answers mask it.
    pub tax_identifier: Option<String>,
    /// The amount owed to the vendor; read only.
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
