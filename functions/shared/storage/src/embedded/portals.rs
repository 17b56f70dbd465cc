//! [`Portals`] in the embedded store.

use super::{EmbeddedStore, Ending, tables};
use crate::portals::PlainPortalSecret;
use crate::{PortalId, PortalSecret, Portals, StorageError, json};

const WHAT: &str = "portal's secret";

impl Portals for EmbeddedStore {
    async fn load_portal(&self, portal: &PortalId) -> Result<Option<PortalSecret>, StorageError> {
        self.read(|transaction| {
            let table = transaction.open_table(tables::PORTALS)?;
            let row = table.get(portal.as_str())?;
            let stored = row.map(|row| json::decode::<PlainPortalSecret>(WHAT, row.value()));
            Ok(stored.transpose()?.map(PortalSecret::from))
        })
    }

    async fn store_portal(
        &self,
        portal: &PortalId,
        secret: &PortalSecret,
    ) -> Result<(), StorageError> {
        let text = json::encode(WHAT, &PlainPortalSecret::from(secret))?;
        self.write(|transaction| {
            let mut table = transaction.open_table(tables::PORTALS)?;
            table.insert(portal.as_str(), &*text)?;
            Ok(Ending::Commit(()))
        })
    }
}
