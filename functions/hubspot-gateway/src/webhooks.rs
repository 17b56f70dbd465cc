//! Webhooks: changes of records, as events on the bus.
//!
//! HubSpot's webhook tells that a property changed and what it is now; a rule looks at several. So the properties that
//! rules look at are read, in one request per type of record, and the event has them with the name of the property
//! that changed. It is a signal only: the run reads the record anew.

mod change;
mod read;

use std::collections::BTreeMap;

use actions::books::environment::Environment;
use actions::records::OwnTokens;
use futures_util::future::join;
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
    pub(crate) own_tokens: &'g OwnTokens,
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
    let mut events = Vec::new();
    let mut failed = None;
    let batch = change::parse(body)?;
    for (portal, changes) in by_portal(batch.changes) {
        match of_account(ports, accounts, &portal, &changes).await {
            Ok(told) => events.extend(told),
            // The other accounts' changes do not wait for this one's; all come again and fall together.
            Err(detail) => failed = Some(detail),
        }
    }
    if !events.is_empty() {
        let put = ports.bus.put(&events).await;
        put.map_err(|error| Refusal::ChangesNotTaken {
            detail: error.to_string(),
        })?;
    }
    tracing::info!(events = events.len(), "changes of HubSpot records");
    if batch.unreadable > 0 {
        let unreadable = batch.unreadable;
        failed.get_or_insert_with(|| format!("{unreadable} changes of the batch cannot be read"));
    }
    if let Some(detail) = failed {
        return Err(Refusal::ChangesNotTaken { detail });
    }
    let body = json!({ "events": events.len() });
    Ok(HttpResponse::json(200, &body, Noted::Changes))
}

/// The events for the changes of one account; an error is the reason for which they are to come again.
async fn of_account<S, T, E, W, B, H>(
    ports: &Ports<'_, S, T, E, W, B, H>,
    accounts: &Accounts<'_>,
    portal: &PortalId,
    changes: &[Change],
) -> Result<Vec<BusEvent>, String>
where
    S: Store,
    E: Environment,
    H: Transport,
{
    let now = ports.engine.environment.now();
    let store = &ports.engine.store;
    let own = known(accounts.connections, store, portal, now).await?;
    let own = listening(portal, own)?;
    if own.is_empty() {
        tracing::warn!(%portal, changes = changes.len(), "no connection takes the changes of this HubSpot account");
        return Ok(Vec::new());
    }
    let token = accounts.secrets.access_token(store, portal, now).await;
    let token = token.map_err(|error| error.to_string())?;
    let token =
        token.ok_or_else(|| format!("no access token of HubSpot account {portal} is stored"))?;
    // Beside the first read with a token: what another account's record of the same id says is no event of this one's.
    let label = format!("the changes of HubSpot account {portal}");
    let check = (accounts.own_tokens).check(ports.hubspot, (portal, &token), &label, read::TIME);
    let (found, owned) = join(read::read(ports.hubspot, &token, changes), check).await;
    owned.map_err(|error| error.to_string())?;
    let found = found?;
    let told = own.iter().flat_map(|connection| {
        let events = changes.iter();
        events.filter_map(|change| event(connection, change, &found))
    });
    Ok(told.collect())
}

/// The connections of an account; an error where they are not known, so that its changes are neither lost nor booked into
/// the wrong company.
async fn known<S: Store>(
    connections: &PortalConnections,
    store: &S,
    portal: &PortalId,
    now: Timestamp,
) -> Result<Vec<PortalConnection>, String> {
    let unreadable = connections.unreadable_of(store, portal, now).await;
    let unreadable = unreadable.map_err(|error| error.to_string())?;
    if let Some(connection) = unreadable.first() {
        return Err(format!(
            "the settings of connection {connection} cannot be read, so that nobody knows whether it takes the changes \
             of HubSpot account {portal}: correct them (`get_settings` says what is wrong)"
        ));
    }
    let own = connections.of(store, portal, now).await;
    let own = own.map_err(|error| error.to_string())?;
    if own.is_empty() {
        return Err(format!(
            "no connection belongs to HubSpot account {portal} yet: set `hubspot.portal_id` of one, or do not have \
             HubSpot report its changes"
        ));
    }
    Ok(own)
}

/// The connections for which changes of an account are events: those that are set to be, or the only one that is not
/// set otherwise.
///
/// With several and no word of the settings, a change would be booked into several companies, or into none without
/// anybody's knowing: HubSpot sends it again for a day, in which the word can be given.
fn listening(
    portal: &PortalId,
    own: Vec<PortalConnection>,
) -> Result<Vec<PortalConnection>, String> {
    let (chosen, others): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|one| one.webhooks == Some(true));
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let open = others.into_iter().filter(|one| one.webhooks.is_none());
    let open: Vec<PortalConnection> = open.collect();
    if open.len() < 2 {
        return Ok(open);
    }
    let names = open.iter().map(|one| one.connection.as_str());
    Err(format!(
        "HubSpot account {portal} has several connections ({}), and the settings do not say which takes its changes: \
         set `hubspot.webhooks` to true in one, or to false in all",
        names.collect::<Vec<_>>().join(", ")
    ))
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
        // The run is named after this, so that the same change, delivered again, starts nothing. It is no enrolment:
        // somebody who enrols a record again may want a second document, and a change does not.
        "run": { "occasion": change.occasion(), "portal_id": change.portal },
    });
    if let Some(property) = &change.property {
        detail["changed"] = Value::from(vec![property.clone()]);
    }
    if let Some(status) = &change.became {
        detail["became"] = status.as_str().into();
    }
    let time = Timestamp::from_millisecond(change.occurred_at).ok()?;
    Some(BusEvent { time, detail })
}

#[cfg(test)]
mod tests;
