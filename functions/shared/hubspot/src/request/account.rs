//! Requests about the account: its details, apps, owners and tax rates.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{Api, Request, Target};
use crate::object::ObjectId;

impl Request {
    /// Reads the account that the token belongs to. Needs no scope, so it tells whether a token works.
    pub fn account_details() -> Self {
        Self::get(Target::new(Api::Account, ["details"]))
    }

    /// Reads the scopes of a private app's token, for which it needs none; the answer is an
    /// [`Answer::private_app`](crate::Answer::private_app). Tokens of other kinds are not found.
    ///
    /// The body holds the token, as HubSpot wants it; nothing shows it.
    pub fn private_app(access_token: &SecretString) -> Self {
        let target = Target::new(Api::PrivateApps, ["get", "access-token-info"]);
        let body = json!({ "tokenKey": access_token.expose_secret() });
        Self::post_to_read(target, body.to_string().into())
    }

    /// Reads a page of the account's tax rates, those that are not active any more included; the answer is an
    /// [`Answer::tax_rates`](crate::Answer::tax_rates).
    pub fn tax_rates(after: Option<&str>) -> Self {
        Self::get(Target::new(Api::TaxRates, [])).from(after)
    }

    /// Reads the tax rate of a line item's `hs_tax_rate_group_id`; the answer is an
    /// [`Answer::tax_rate`](crate::Answer::tax_rate).
    pub fn tax_rate(id: &str) -> Self {
        Self::get(Target::new(Api::TaxRates, [id]))
    }

    /// Reads a page of the owners; the answer is an [`Answer::owners`](crate::Answer::owners).
    pub fn owners(after: Option<&str>) -> Self {
        Self::get(Target::new(Api::Owners, [])).from(after)
    }

    /// Reads the owner of a record's `hubspot_owner_id`; the answer is an [`Answer::owner`](crate::Answer::owner).
    pub fn owner(id: &ObjectId) -> Self {
        Self::get(Target::new(Api::Owners, [id.as_str()]))
    }

    fn from(mut self, after: Option<&str>) -> Self {
        if let Some(after) = after {
            self.add("after", after);
        }
        self
    }
}
