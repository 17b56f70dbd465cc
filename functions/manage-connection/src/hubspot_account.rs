//! The HubSpot account of a connection: its state, and that it stays.

use actions::ActionError;
use actions::books::environment::Environment;
use actions::records::PortalAccess;
use jiff::Timestamp;
use quickbooks::Transport;
use serde_json::Value;
use storage::{Connection, PortalId, SettingsDocument};

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

    /// The account of a connection that has booked something is fixed: another account's records may have the same
    /// ids, and would be taken for those that were booked.
    pub(crate) async fn check_portal(
        &self,
        connection: &Connection,
        present: Option<&SettingsDocument>,
        wanted: Option<&PortalId>,
    ) -> Result<(), ActionError> {
        let Some(present) = present.and_then(portal_of) else {
            return Ok(());
        };
        if wanted == Some(&present) || !self.store().has_entries(connection).await? {
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "connection {connection} has booked records of HubSpot account {present}, so \
             `settings.hubspot.portal_id` must stay {present}: ids of another account may be the same numbers. For \
             another account, connect the company under a new connection's name"
        )))
    }
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
