//! The HubSpot account of a connection: its state, and that it stays.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::records::PortalAccess;
use jiff::Timestamp;
use quickbooks::Transport;
use serde_json::Value;
use storage::{
    Connection, Ledger, Mapping, MappingKey, MappingKind, Mappings, PortalId, SettingsDocument,
    StorageError,
};

use crate::answer::{HubSpotCheck, HubSpotFacts};
use crate::{ManageConnection, Store};

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// The facts about an account; HubSpot is asked where there is a time by which it must have answered.
    pub(crate) async fn hubspot(
        &self,
        connection: &Connection,
        portal_id: PortalId,
        check_by: Option<Timestamp>,
    ) -> Result<HubSpotFacts, ActionError> {
        let stored = self.store().load_portal(&portal_id).await?;
        let check = match check_by {
            Some(deadline) => Some(self.ask_hubspot(connection, &portal_id, deadline).await),
            None => None,
        };
        Ok(HubSpotFacts {
            has_token: stored.is_some(),
            portal_id,
            check,
        })
    }

    async fn ask_hubspot(
        &self,
        connection: &Connection,
        portal: &PortalId,
        deadline: Timestamp,
    ) -> HubSpotCheck {
        let label = format!("connection {connection}");
        let records = &self.engine.records;
        match records.ask_about(portal, &label, deadline).await {
            Ok(access) => found(&label, portal, access),
            Err(error) => refused(&error),
        }
    }
}

/// The HubSpot account whose ids a connection has booked or mapped records under.
///
/// It is fixed then: another account's records may have the same ids, and would be taken for those that were booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookedAccount {
    /// Nothing is booked or mapped yet: the settings may name any account.
    Any,
    /// The account of all that is; none where the settings named none till now.
    Only(Option<PortalId>),
}

impl BookedAccount {
    /// The account of a connection with these settings.
    ///
    /// # Errors
    ///
    /// The store does not answer, or cannot be read.
    pub async fn of<S: Ledger + Mappings + Sync>(
        store: &S,
        connection: &Connection,
        present: Option<&SettingsDocument>,
    ) -> Result<Self, StorageError> {
        match present {
            Some(present) if holds_ids(store, connection).await? => {
                Ok(Self::Only(portal_of(present)))
            }
            Some(_) | None => Ok(Self::Any),
        }
    }

    /// Refuses settings of another account. A connection that had none till now is given one by a person's word that
    /// all of it came from there (`is_same`).
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] with the way out.
    pub fn check(
        &self,
        connection: &Connection,
        wanted: Option<&PortalId>,
        is_same: bool,
    ) -> Result<(), ActionError> {
        match self {
            Self::Any => Ok(()),
            Self::Only(present) if present.as_ref() == wanted => Ok(()),
            Self::Only(None) if is_same => Ok(()),
            Self::Only(None) => Err(ActionError::invalid(unknown_till_now(connection))),
            Self::Only(Some(present)) => Err(ActionError::invalid(fixed(connection, present))),
        }
    }
}

/// Tells whether something is kept under ids of HubSpot.
async fn holds_ids<S: Ledger + Mappings + Sync>(
    store: &S,
    connection: &Connection,
) -> Result<bool, StorageError> {
    if store.has_entries(connection).await? {
        return Ok(true);
    }
    for (kind, prefix) in MAPPED_BY_ID {
        let before = MappingKey {
            kind,
            source: prefix.to_owned(),
        };
        let next = store.list_mappings(connection, Some(&before), 1).await?;
        let is_of_id =
            |mapping: &Mapping| mapping.key.kind == kind && mapping.key.source.starts_with(prefix);
        if next.first().is_some_and(is_of_id) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The mappings that are kept under ids of HubSpot.
const MAPPED_BY_ID: [(MappingKind, &str); 3] = [
    (MappingKind::Customer, "company:"),
    (MappingKind::Customer, "contact:"),
    (MappingKind::Product, "product:"),
];

fn fixed(connection: &Connection, present: &PortalId) -> String {
    format!(
        "connection {connection} has booked or mapped records of HubSpot account {present}, so \
         `settings.hubspot.portal_id` must stay {present}: ids of another account may be the same numbers. For \
         another account, connect the company under a new connection's name"
    )
}

fn unknown_till_now(connection: &Connection) -> String {
    format!(
        "connection {connection} has booked or mapped records without an account, and ids of another account may be \
         the same numbers. If all of them came from the account that `settings.hubspot.portal_id` names, say so with \
         `same_hubspot_account: true` (`settings set --same-hubspot-account` in the local program); else connect the \
         company under a new connection's name"
    )
}

/// The account that settings are for, whatever else they say.
fn portal_of(document: &SettingsDocument) -> Option<PortalId> {
    let settings: Value = serde_json::from_str(&document.0).ok()?;
    let portal = settings.pointer("/hubspot/portal_id")?;
    serde_json::from_value(portal.clone()).ok()
}

fn found(label: &str, portal: &PortalId, access: PortalAccess) -> HubSpotCheck {
    let owned = access.owned_by(portal, label);
    let scopes = access.scopes;
    HubSpotCheck {
        ok: owned.is_ok() && scopes.missing.is_empty() && scopes.unknown.is_empty(),
        account: Some(access.account),
        scopes: scopes.granted,
        missing_scopes: scopes.missing,
        unknown_scopes: scopes.unknown,
        daily_requests: access.daily_requests,
        daily_requests_left: access.daily_requests_left,
        ..owned.as_ref().err().map(refused).unwrap_or_default()
    }
}

fn refused(error: &ActionError) -> HubSpotCheck {
    HubSpotCheck {
        error_type: Some(error.error_type()),
        error_message: Some(error.to_string()),
        ..HubSpotCheck::default()
    }
}
