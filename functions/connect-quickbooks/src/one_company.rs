//! Connections to one company: each has a ledger of its own, so that a record given to two of them is booked by both.

use serde_json::Value;
use storage::{Connection, Settings, SettingsDocument, StorageError};

/// The company of a connection, and the HubSpot account whose records it books.
struct Way {
    realm_id: Value,
    portal_id: Option<String>,
}

impl Way {
    /// That of settings, whatever else they say; none of settings without a company.
    fn of(document: &SettingsDocument) -> Option<Self> {
        let settings: Value = serde_json::from_str(&document.0).ok()?;
        let portal_id = settings.pointer("/hubspot/portal_id");
        Some(Self {
            realm_id: settings.pointer("/company/realm_id")?.clone(),
            portal_id: portal_id.and_then(|portal| match portal {
                Value::String(text) => Some(text.trim().to_owned()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }),
        })
    }

    /// True where one record may go both ways: those of two HubSpot accounts are never the same.
    fn meets(&self, other: &Self) -> bool {
        let are_apart = self.portal_id.is_some()
            && other.portal_id.is_some()
            && self.portal_id != other.portal_id;
        self.realm_id == other.realm_id && !are_apart
    }
}

/// The other connections by which a record may be booked into the same company, under these settings of a connection; without
/// those by which it may under its `present` settings too.
///
/// # Errors
///
/// The store does not answer.
pub async fn others_of_company<S: Settings>(
    store: &S,
    connection: &Connection,
    wanted: &SettingsDocument,
    present: Option<&SettingsDocument>,
) -> Result<Vec<Connection>, StorageError> {
    let Some(wanted) = Way::of(wanted) else {
        return Ok(Vec::new());
    };
    let present = present.and_then(Way::of);
    let mut others = Vec::new();
    for other in store.list_connections().await? {
        let settings = store.get_settings(&other).await?;
        let way = settings.and_then(|settings| Way::of(&settings.value));
        let is_new = way.is_some_and(|way| {
            let met = present.as_ref().is_some_and(|present| present.meets(&way));
            wanted.meets(&way) && !met
        });
        if is_new && other != *connection {
            others.push(other);
        }
    }
    Ok(others)
}
