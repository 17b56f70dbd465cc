//! The `CompanyInfo`: whose books these are.

use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{EmailAddress, MetaData, NameValue, PhysicalAddress, TelephoneNumber, WebSiteAddress};

/// The owner of the books; its id is `1`, and it is read by realm id.
#[apply(
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct CompanyInfo {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Name of the company.
    pub company_name: Option<String>,
    /// Legal name.
    pub legal_name: Option<String>,
    /// Address.
    pub company_addr: Option<PhysicalAddress>,
    /// Legal address.
    pub legal_addr: Option<PhysicalAddress>,
    /// Address shown to customers.
    pub customer_communication_addr: Option<PhysicalAddress>,
    /// E-mail address.
    pub email: Option<EmailAddress>,
    /// Telephone.
    pub primary_phone: Option<TelephoneNumber>,
    /// Web site.
    pub web_addr: Option<WebSiteAddress>,
    /// Such as `US`; decides how tax works.
    pub country: Option<String>,
    /// Such as `January`.
    pub fiscal_year_start_month: Option<String>,
    /// When the company was set up; read only.
    pub company_start_date: Option<String>,
    /// Such as `en`.
    pub supported_languages: Option<String>,
    /// Further facts, such as `SubscriptionStatus`.
    pub name_value: Vec<NameValue>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
