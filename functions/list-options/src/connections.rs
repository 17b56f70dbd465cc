//! The connections that belong to a HubSpot account.

use std::sync::{Arc, Mutex, PoisonError};

use actions::ActionError;
use actions::settings::Settings as ActionSettings;
use jiff::{SignedDuration, Timestamp};
use storage::{Connection, PortalId, Settings};

/// The time for which the connections are kept: they are read by a scan, and change when a company is connected.
const KEPT: SignedDuration = SignedDuration::from_mins(1);

/// A connection that belongs to a HubSpot account.
#[derive(Clone, Debug)]
pub struct PortalConnection {
    /// Its name.
    pub connection: Connection,
    /// The account.
    pub portal: PortalId,
    /// QuickBooks' id of the company.
    pub realm_id: String,
    /// The setting `hubspot.webhooks`.
    pub webhooks: Option<bool>,
}

/// All connections with the account of each, kept for a minute.
#[derive(Debug, Default)]
pub struct PortalConnections {
    seen: Mutex<Option<(Timestamp, Arc<Vec<PortalConnection>>)>>,
}

impl PortalConnections {
    /// The connections of an account, by their names.
    ///
    /// # Errors
    ///
    /// [`ActionError::StorageUnavailable`].
    pub async fn of<S: Settings + Sync>(
        &self,
        store: &S,
        portal: &PortalId,
        now: Timestamp,
    ) -> Result<Vec<PortalConnection>, ActionError> {
        let all = match self.recent(now) {
            Some(all) => all,
            None => self.read(store, now).await?,
        };
        let own = all.iter().filter(|one| one.portal == *portal);
        Ok(own.cloned().collect())
    }

    fn recent(&self, now: Timestamp) -> Option<Arc<Vec<PortalConnection>>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, all) = seen.as_ref()?;
        (now.duration_since(*at).abs() < KEPT).then(|| Arc::clone(all))
    }

    async fn read<S: Settings + Sync>(
        &self,
        store: &S,
        now: Timestamp,
    ) -> Result<Arc<Vec<PortalConnection>>, ActionError> {
        let mut all = Vec::new();
        for connection in store.list_connections().await? {
            let Some(stored) = store.get_settings(&connection).await? else {
                continue;
            };
            // Settings that cannot be read keep no other connection from the list; `describe` tells of them.
            let Ok(settings) = ActionSettings::parse(&stored.value.0) else {
                tracing::warn!(%connection, "its settings cannot be read");
                continue;
            };
            if let Some(portal) = settings.hubspot.portal_id {
                all.push(PortalConnection {
                    connection,
                    portal,
                    realm_id: settings.company.realm_id,
                    webhooks: settings.hubspot.webhooks,
                });
            }
        }
        let all = Arc::new(all);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Some((now, Arc::clone(&all)));
        Ok(all)
    }
}
