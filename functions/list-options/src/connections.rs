//! The connections that belong to a HubSpot account.

use std::sync::{Arc, Mutex, PoisonError};

use actions::ActionError;
use actions::settings::Settings as ActionSettings;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;
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

/// A connection whose settings cannot be read.
#[derive(Debug)]
struct Unreadable {
    connection: Connection,
    /// The account as far as the settings tell; nothing where they are no JSON.
    told: Option<Value>,
}

impl Unreadable {
    fn may_be_of(&self, portal: &PortalId) -> bool {
        match &self.told {
            Some(Value::Null) => false,
            Some(told) => PortalId::deserialize(told).map_or(true, |own| own == *portal),
            None => true,
        }
    }
}

#[derive(Debug, Default)]
struct All {
    readable: Vec<PortalConnection>,
    unreadable: Vec<Unreadable>,
}

/// All connections with the account of each, kept for a minute.
#[derive(Debug, Default)]
pub struct PortalConnections {
    seen: Mutex<Option<(Timestamp, Arc<All>)>>,
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
        let all = self.all(store, now).await?;
        let own = all.readable.iter();
        let own = own.filter(|one| one.portal == *portal);
        Ok(own.cloned().collect())
    }

    /// The connections that may belong to an account, and whose settings cannot be read.
    ///
    /// # Errors
    ///
    /// [`ActionError::StorageUnavailable`].
    pub async fn unreadable_of<S: Settings + Sync>(
        &self,
        store: &S,
        portal: &PortalId,
        now: Timestamp,
    ) -> Result<Vec<Connection>, ActionError> {
        let all = self.all(store, now).await?;
        let own = all.unreadable.iter().filter(|one| one.may_be_of(portal));
        Ok(own.map(|one| one.connection.clone()).collect())
    }

    async fn all<S: Settings + Sync>(
        &self,
        store: &S,
        now: Timestamp,
    ) -> Result<Arc<All>, ActionError> {
        match self.recent(now) {
            Some(all) => Ok(all),
            None => self.read(store, now).await,
        }
    }

    fn recent(&self, now: Timestamp) -> Option<Arc<All>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, all) = seen.as_ref()?;
        (now.duration_since(*at).abs() < KEPT).then(|| Arc::clone(all))
    }

    async fn read<S: Settings + Sync>(
        &self,
        store: &S,
        now: Timestamp,
    ) -> Result<Arc<All>, ActionError> {
        let mut all = All::default();
        for connection in store.list_connections().await? {
            let Some(stored) = store.get_settings(&connection).await? else {
                continue;
            };
            // Settings that cannot be read keep no other connection from the list; `describe` tells of them.
            let Ok(settings) = ActionSettings::parse(&stored.value.0) else {
                tracing::warn!(%connection, "its settings cannot be read");
                all.unreadable.push(Unreadable {
                    connection,
                    told: account_of(&stored.value.0),
                });
                continue;
            };
            if let Some(portal) = settings.hubspot.portal_id {
                all.readable.push(PortalConnection {
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

/// The account that settings tell which cannot be read otherwise.
fn account_of(document: &str) -> Option<Value> {
    let mut document: Value = serde_json::from_str(document).ok()?;
    let account = document.pointer_mut("/hubspot/portal_id");
    Some(account.map(Value::take).unwrap_or_default())
}
