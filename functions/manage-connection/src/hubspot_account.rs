//! The HubSpot account of a connection: its state, and that it stays.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::records::PortalAccess;
use actions::settings::Settings as ActionSettings;
use jiff::Timestamp;
use quickbooks::Transport;
use serde_json::Value;
use storage::{Connection, Mapping, MappingKey, MappingKind, PortalId, SettingsDocument};

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

    /// The account of a connection that has booked or mapped something is fixed: another account's records may have
    /// the same ids, and would be taken for those that were booked. One that had no account till now is given one by
    /// a person's word that all of it came from there.
    pub(crate) async fn check_portal(
        &self,
        connection: &Connection,
        present: Option<&SettingsDocument>,
        wanted: &WantedAccount<'_>,
    ) -> Result<(), ActionError> {
        let Some(present) = present else {
            return Ok(());
        };
        let present = portal_of(present);
        let stays = present.as_ref() == wanted.portal_id;
        let is_vouched_for = present.is_none() && wanted.is_same;
        if stays || is_vouched_for || !self.holds_ids(connection).await? {
            return Ok(());
        }
        Err(ActionError::invalid(match present {
            Some(present) => fixed(connection, &present),
            None => unknown_till_now(connection),
        }))
    }

    /// Tells whether something is kept under ids of HubSpot.
    async fn holds_ids(&self, connection: &Connection) -> Result<bool, ActionError> {
        if self.store().has_entries(connection).await? {
            return Ok(true);
        }
        for (kind, prefix) in MAPPED_BY_ID {
            let before = MappingKey {
                kind,
                source: prefix.to_owned(),
            };
            let next = self.store().list_mappings(connection, Some(&before), 1);
            let next = next.await?;
            let is_of_id = |mapping: &Mapping| {
                mapping.key.kind == kind && mapping.key.source.starts_with(prefix)
            };
            if next.first().is_some_and(is_of_id) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The account that settings to be written name.
pub(crate) struct WantedAccount<'w> {
    /// The account; none where they name none.
    portal_id: Option<&'w PortalId>,
    /// A person says that all that was booked and mapped without an account came from it.
    is_same: bool,
}

impl<'w> WantedAccount<'w> {
    /// The account of these settings, with a person's word where the request has it.
    pub(crate) fn of(settings: &'w ActionSettings, is_same: bool) -> Self {
        Self {
            portal_id: settings.hubspot.portal_id.as_ref(),
            is_same,
        }
    }
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
    let is_own = access.account == portal.as_str();
    let error = (!is_own).then(|| ActionError::SettingMissing {
        message: format!(
            "{label}: the access token that is stored for HubSpot account {portal} is one of account {}: store the \
             token of account {portal}'s private app",
            access.account
        ),
    });
    let scopes = access.scopes;
    HubSpotCheck {
        ok: is_own && scopes.missing.is_empty() && scopes.unknown.is_empty(),
        account: Some(access.account),
        scopes: scopes.granted,
        missing_scopes: scopes.missing,
        unknown_scopes: scopes.unknown,
        daily_requests: access.daily_requests,
        daily_requests_left: access.daily_requests_left,
        ..error.as_ref().map(refused).unwrap_or_default()
    }
}

fn refused(error: &ActionError) -> HubSpotCheck {
    HubSpotCheck {
        error_type: Some(error.error_type()),
        error_message: Some(error.to_string()),
        ..HubSpotCheck::default()
    }
}
