//! The state of a HubSpot account as the reading of records finds it: its token, its scopes, its quota.

use std::collections::BTreeSet;

use hubspot::ObjectType;
use storage::PortalId;

use crate::ActionError;
use crate::request::properties::Associated;

/// The types of record that actions are for.
const RECORDS: [ObjectType; 3] = [ObjectType::Deal, ObjectType::Quote, ObjectType::Payment];

/// A HubSpot account whose token works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAccess {
    /// The number of the account that the token is of, as HubSpot says it.
    pub account: String,
    /// The scopes that reading records takes.
    pub scopes: Scopes,
    /// The requests that all apps of the account may make in a day, where HubSpot tells it.
    pub daily_requests: Option<u64>,
    /// Those that are left of the day's.
    pub daily_requests_left: Option<u64>,
}

impl PortalAccess {
    /// Refuses a token of another account than the one under whose number it is stored.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`], as [`own_token`] gives it.
    pub fn owned_by(&self, portal: &PortalId, label: &str) -> Result<(), ActionError> {
        own_token(portal, &self.account, label)
    }
}

/// Refuses a token that is stored for `portal` and is one of another account: records of that one may have the same
/// ids. `label` is the record or connection that needs it.
///
/// # Errors
///
/// [`ActionError::SettingMissing`]: the token of the account itself is missing.
pub fn own_token(portal: &PortalId, account: &str, label: &str) -> Result<(), ActionError> {
    if portal.as_str() == account {
        return Ok(());
    }
    Err(ActionError::SettingMissing {
        message: format!(
            "{label}: the access token that is stored for HubSpot account {portal} is one of account {account}: \
             store the token of account {portal}'s private app"
        ),
    })
}

/// The scopes that reading records takes, sorted by whether the app has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// Those that the app has.
    pub granted: BTreeSet<&'static str>,
    /// Those that it lacks: a record with such objects is refused.
    pub missing: BTreeSet<&'static str>,
    /// Those of which HubSpot did not tell.
    pub unknown: BTreeSet<&'static str>,
}

/// The scopes without which an app may not read records and what hangs on them.
pub fn scopes_of_reading() -> impl Iterator<Item = &'static str> {
    needed().into_iter().map(|(scope, _)| scope)
}

/// The types that are read for records of any type, each scope once, with a type that it opens.
pub(super) fn needed() -> Vec<(&'static str, ObjectType)> {
    let lists = RECORDS.iter().flat_map(Associated::of);
    let types = RECORDS
        .into_iter()
        .chain(lists.map(Associated::object_type));
    let mut needed: Vec<(&'static str, ObjectType)> = Vec::new();
    for object_type in types {
        if let Some(scope) = object_type.read_scope()
            && !needed.iter().any(|(known, _)| *known == scope)
        {
            needed.push((scope, object_type));
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::scopes_of_reading;

    #[test]
    fn every_type_that_is_read_is_opened_by_a_scope() {
        let mut scopes: Vec<&str> = scopes_of_reading().collect();
        scopes.sort_unstable();
        let expected = [
            "crm.objects.commercepayments.read",
            "crm.objects.companies.read",
            "crm.objects.contacts.read",
            "crm.objects.deals.read",
            "crm.objects.invoices.read",
            "crm.objects.line_items.read",
            "crm.objects.quotes.read",
        ];
        assert_eq!(scopes, expected);
    }
}
