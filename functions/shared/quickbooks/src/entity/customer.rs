//! The Customer: who is billed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{EmailAddress, MetaData, PhysicalAddress, Reference, TelephoneNumber, WebSiteAddress};

/// A person or company that is billed; a sub-customer or job has a parent.
///
/// A display name or one part of a name is required on create. Cannot be deleted, only made inactive,
/// and then QuickBooks appends ` (deleted)` to its display name.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Customer {
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
    /// `Parent:Child`; read only.
    pub fully_qualified_name: Option<String>,
    /// Name of the company; at most 100 characters.
    pub company_name: Option<String>,
    /// Name on checks; at most 110 characters.
    pub print_on_check_name: Option<String>,
    /// E-mail address.
    pub primary_email_addr: Option<EmailAddress>,
    /// Telephone.
    pub primary_phone: Option<TelephoneNumber>,
    /// Other telephone.
    pub alternate_phone: Option<TelephoneNumber>,
    /// Mobile telephone.
    pub mobile: Option<TelephoneNumber>,
    /// Fax.
    pub fax: Option<TelephoneNumber>,
    /// Web site.
    pub web_addr: Option<WebSiteAddress>,
    /// Billing address.
    pub bill_addr: Option<PhysicalAddress>,
    /// Shipping address.
    pub ship_addr: Option<PhysicalAddress>,
    /// Free text; at most 2000 characters.
    pub notes: Option<String>,
    /// `false` hides the customer and frees nothing: the name stays taken.
    pub active: Option<bool>,
    /// True if this is a job or sub-customer.
    pub job: Option<bool>,
    /// The parent of a sub-customer.
    pub parent_ref: Option<Reference>,
    /// True if the parent is billed.
    pub bill_with_parent: Option<bool>,
    /// Depth below the top customer; read only.
    pub level: Option<u32>,
    /// True if this is a project; read only.
    pub is_project: Option<bool>,
    /// True if sales to this customer are taxed.
    pub taxable: Option<bool>,
    /// Tax code used by default.
    pub default_tax_code_ref: Option<Reference>,
    /// Resale number; at most 16 characters.
    pub resale_num: Option<String>,
    /// Currency of every transaction of the customer; set once.
    pub currency_ref: Option<Reference>,
    /// Payment terms used by default.
    pub sales_term_ref: Option<Reference>,
    /// Payment method used by default.
    pub payment_method_ref: Option<Reference>,
    /// `Print`, `Email` or `None`.
    pub preferred_delivery_method: Option<String>,
    /// Accounts-receivable account.
    #[serde(rename = "ARAccountRef")]
    pub ar_account_ref: Option<Reference>,
    /// The amount the customer owes, in its currency; read only.
    pub balance: Option<Decimal>,
    /// The amount the customer and its jobs owe; read only.
    pub balance_with_jobs: Option<Decimal>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
