//! The account (portal) that a token belongs to, and the scopes of the token.

mod action_definition;
mod owner;
mod private_app;
mod tax_rate;

use serde::Deserialize;

use crate::object::ObjectId;

pub use action_definition::ActionDefinition;
pub use owner::Owner;
pub use private_app::PrivateApp;
pub use tax_rate::TaxRate;

/// The account (portal) that a token belongs to.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/account/account-information>
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    /// HubSpot's id of the account, by which people and workflows know it.
    pub portal_id: ObjectId,
    /// The time zone's name, such as `US/Eastern`. Its midnight ends the daily quota.
    pub time_zone: Option<String>,
    /// The account's own currency, such as `USD`.
    pub company_currency: Option<String>,
    /// The further currencies in which deals may be.
    #[serde(default)]
    pub additional_currencies: Vec<String>,
    /// Such as `STANDARD`, `SANDBOX` or `DEVELOPER_TEST`.
    pub account_type: Option<String>,
    /// The host of the account's pages, such as `app.hubspot.com` or `app-eu1.hubspot.com`.
    pub ui_domain: Option<String>,
}
