//! The secrets of HubSpot accounts, kept for the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::ExposeSecret;
use storage::{PortalId, PortalSecret, Portals};

use crate::ActionError;

/// The secret of an account, as it is known or was just read.
pub(super) enum Found {
    /// HubSpot has said that its token is the account's.
    Kept(Arc<PortalSecret>),
    /// The store has it under the account's number; nobody has asked yet.
    Stored(Arc<PortalSecret>),
}

impl Found {
    /// The secret, either way.
    pub(super) fn secret(&self) -> &PortalSecret {
        match self {
            Self::Kept(secret) | Self::Stored(secret) => secret,
        }
    }
}

/// The secrets of HubSpot accounts: each is read until HubSpot has said that its token is the account's, and again
/// when HubSpot refuses it.
pub(super) struct Secrets<P> {
    portals: P,
    read: Mutex<HashMap<PortalId, Arc<PortalSecret>>>,
}

impl<P: Portals> Secrets<P> {
    pub(super) fn new(portals: P) -> Self {
        Self {
            portals,
            read: Mutex::default(),
        }
    }

    /// The secret of an account; `label` is the record that needs it.
    pub(super) async fn of(&self, portal: &PortalId, label: &str) -> Result<Found, ActionError> {
        let known = self.known(portal);
        Ok(match known {
            Some(known) => Found::Kept(known),
            None => Found::Stored(Arc::new(self.stored(portal, label).await?)),
        })
    }

    /// The secret of an account as it is stored now.
    pub(super) async fn stored(
        &self,
        portal: &PortalId,
        label: &str,
    ) -> Result<PortalSecret, ActionError> {
        let stored = self.portals.load_portal(portal).await?;
        stored.ok_or_else(|| ActionError::SettingMissing {
            message: format!(
                "{label}: no access token of HubSpot account {portal} is stored: store that of its private app"
            ),
        })
    }

    /// Keeps the secret of an account, now that HubSpot has said whose its token is.
    pub(super) fn keep(&self, portal: &PortalId, secret: &Arc<PortalSecret>) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(portal.clone(), Arc::clone(secret));
    }

    /// True when another token than that of `used` is stored by now; the next read takes that one.
    pub(super) async fn is_old(
        &self,
        portal: &PortalId,
        used: &Found,
    ) -> Result<bool, ActionError> {
        let stored = self.portals.load_portal(portal).await?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.remove(portal);
        let token = |secret: &PortalSecret| secret.access_token.expose_secret().to_owned();
        Ok(stored.is_some_and(|stored| token(&stored) != token(used.secret())))
    }

    fn known(&self, portal: &PortalId) -> Option<Arc<PortalSecret>> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.get(portal).cloned()
    }
}
