//! Webhooks: changes of records, as events on the bus.
//!
//! HubSpot's webhook tells that a property changed and what it is now; a rule looks at several. So the properties that
//! rules look at are read, in one request per type of record, and the event has them with the name of the property
//! that changed. It is a signal only: the run reads the record anew.

mod change;
mod read;

use std::collections::BTreeMap;

use actions::books::environment::Environment;
use hubspot::Transport;
use jiff::Timestamp;
use list_options::{PortalConnection, PortalConnections};
use serde_json::{Value, json};
use storage::PortalId;

use crate::error::Refusal;
use crate::http::{HttpResponse, Noted};
use crate::ports::{Bus, BusEvent, Ports, Store};
use crate::secrets::PortalSecrets;
use change::Change;
use read::Found;

/// The source of the events.
pub const SOURCE: &str = "hubspot";

/// The kind of the events.
pub const DETAIL_TYPE: &str = "HubSpot record changed";

/// The properties that the rules of `template.yaml` look at, by the type of the record.
pub const TRIGGERS: &[(editor::RecordType, &[&str])] = &[
    (editor::RecordType::Deal, &["dealname"]),
    (editor::RecordType::Quote, &["hs_esign_date"]),
    (
        editor::RecordType::Payment,
        &[
            "hs_latest_status",
            "hs_payment_source_app",
            "hs_processor_type",
            "hs_refunds_amount",
        ],
    ),
];

/// The gateway's knowledge of HubSpot accounts.
pub(crate) struct Accounts<'g> {
    pub(crate) connections: &'g PortalConnections,
    pub(crate) secrets: &'g PortalSecrets,
}

/// Takes a batch whose signature was verified.
pub(crate) async fn take<S, T, E, W, B, H>(
    ports: &Ports<'_, S, T, E, W, B, H>,
    accounts: &Accounts<'_>,
    body: &[u8],
) -> Result<HttpResponse, Refusal>
where
    S: Store,
    E: Environment,
    B: Bus,
    H: Transport,
{
    let now = ports.engine.environment.now();
    let not_taken = |detail: String| Refusal::ChangesNotTaken { detail };
    let changes = change::parse(body)?;
    let mut events = Vec::new();
    for (portal, changes) in by_portal(changes) {
        let own = accounts
            .connections
            .of(&ports.engine.store, &portal, now)
            .await;
        let own = own.map_err(|error| not_taken(error.to_string()))?;
        let own = listening(own);
        if own.is_empty() {
            tracing::warn!(%portal, changes = changes.len(), "no connection takes the changes of this HubSpot account");
            continue;
        }
        let store = &ports.engine.store;
        let token = accounts.secrets.access_token(store, &portal, now).await;
        let token = token.map_err(|error| not_taken(error.to_string()))?;
        let unknown = || {
            not_taken(format!(
                "no access token of HubSpot account {portal} is stored"
            ))
        };
        let found = read::read(ports.hubspot, &token.ok_or_else(unknown)?, &changes).await;
        let found = found.map_err(not_taken)?;
        for connection in &own {
            let told = changes
                .iter()
                .filter_map(|change| event(connection, change, &found));
            events.extend(told);
        }
    }
    if !events.is_empty() {
        let put = ports.bus.put(&events).await;
        put.map_err(|error| not_taken(error.to_string()))?;
    }
    tracing::info!(events = events.len(), "changes of HubSpot records");
    let body = json!({ "events": events.len() });
    Ok(HttpResponse::json(200, &body, Noted::Changes))
}

/// The connections for which changes of an account are events: those that are set to be, or the only one.
///
/// With several connections and no word of the settings, a change would be booked into several companies.
fn listening(own: Vec<PortalConnection>) -> Vec<PortalConnection> {
    let is_only = own.len() == 1;
    let listening = own
        .into_iter()
        .filter(|one| one.webhooks.unwrap_or(is_only));
    listening.collect()
}

fn by_portal(changes: Vec<Change>) -> BTreeMap<PortalId, Vec<Change>> {
    let mut sorted: BTreeMap<PortalId, Vec<Change>> = BTreeMap::new();
    for change in changes {
        let of_portal = sorted.entry(change.portal.clone()).or_default();
        if !of_portal.contains(&change) {
            of_portal.push(change);
        }
    }
    sorted
}

/// The event for a change; `None` when the record is not there any more.
fn event(connection: &PortalConnection, change: &Change, found: &Found) -> Option<BusEvent> {
    let record = found.get(&change.key())?;
    let mut detail = json!({
        "connection": connection.connection,
        "record": {
            "object_type": change.record.object_type(),
            "id": record.id,
            "properties": record.properties,
        },
        // The run is named after this, so that the same change, delivered again, starts nothing.
        "run": { "enrollment_id": change.occasion(), "portal_id": change.portal },
    });
    if let Some(property) = &change.property {
        detail["changed"] = Value::from(vec![property.clone()]);
    }
    let time = Timestamp::from_millisecond(change.occurred_at).ok()?;
    Some(BusEvent { time, detail })
}

#[cfg(test)]
mod tests;
