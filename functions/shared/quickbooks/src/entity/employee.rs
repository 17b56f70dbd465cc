//! The Employee: shares the name space of customers and vendors.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{EmailAddress, MetaData, PhysicalAddress, TelephoneNumber};

/// An employee, read to tell whose name a display name already is.
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Employee {
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
    /// E-mail address.
    pub primary_email_addr: Option<EmailAddress>,
    /// Telephone.
    pub primary_phone: Option<TelephoneNumber>,
    /// Address.
    pub primary_addr: Option<PhysicalAddress>,
    /// `false` hides the employee.
    pub active: Option<bool>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
