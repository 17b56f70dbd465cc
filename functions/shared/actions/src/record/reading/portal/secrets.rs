//! The secrets of HubSpot accounts, kept for the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::ExposeSecret;
use storage::{PortalId, PortalSecret, Portals};

use crate::ActionError;

/// The secrets of HubSpot accounts: each is read once, and again when HubSpot refuses its token.
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
    pub(super) async fn of(
        &self,
        portal: &PortalId,
        label: &str,
    ) -> Result<Arc<PortalSecret>, ActionError> {
        let known = self.known(portal);
        match known {
            Some(known) => Ok(known),
            None => self.anew(portal, label).await,
        }
    }

    /// The secret of an account as it is stored now.
    pub(super) async fn anew(
        &self,
        portal: &PortalId,
        label: &str,
    ) -> Result<Arc<PortalSecret>, ActionError> {
        let stored = self.portals.load_portal(portal).await?;
        let stored = stored.ok_or_else(|| ActionError::SettingMissing {
            message: format!(
                "{label}: no access token of HubSpot account {portal} is stored: store that of its private app"
            ),
        })?;
        let stored = Arc::new(stored);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(portal.clone(), Arc::clone(&stored));
        Ok(stored)
    }

    /// True when another token than that of `used` is stored by now; the next read takes that one.
    pub(super) async fn is_old(
        &self,
        portal: &PortalId,
        used: &PortalSecret,
    ) -> Result<bool, ActionError> {
        let stored = self.portals.load_portal(portal).await?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.remove(portal);
        let token = |secret: &PortalSecret| secret.access_token.expose_secret().to_owned();
        Ok(stored.is_some_and(|stored| token(&stored) != token(used)))
    }

    fn known(&self, portal: &PortalId) -> Option<Arc<PortalSecret>> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.get(portal).cloned()
    }
}
