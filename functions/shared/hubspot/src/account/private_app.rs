//! The private app that a token belongs to.

use serde::Deserialize;

use crate::object::ObjectId;

/// The private app that a token belongs to, with the scopes it was given.
///
/// <https://developers.hubspot.com/docs/guides/apps/private-apps/overview>
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateApp {
    /// HubSpot's id of the account.
    pub hub_id: ObjectId,
    /// The scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
}

impl PrivateApp {
    /// Tells whether the app was given a scope.
    pub fn may(&self, scope: &str) -> bool {
        self.scopes.iter().any(|given| given == scope)
    }
}
