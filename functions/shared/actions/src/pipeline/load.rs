//! The record of a request that gives its type and id alone: read from HubSpot.

use std::sync::Arc;

use jiff::Timestamp;
use quickbooks::Transport;
use storage::{Connection, ReadRequest, Snapshot};
use tracing::Instrument;

use super::{Phase, Store, stored};
use crate::ActionError;
use crate::action::Action;
use crate::books::engine::Engine;
use crate::books::environment::Environment;
use crate::record::reading::ReadOrder;
use crate::request::ActionRequest;
use crate::settings::Settings;

/// Reads the record of a request from HubSpot, by the type and id that the request gives.
///
/// The properties to read follow from settings that this process saw within the last minute, else from the store's.
/// A failure that no retry mends may be one of settings that a person has put right since, so it stands only where
/// the store's settings order the same.
pub(super) async fn load<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &mut ActionRequest,
    deadline: Timestamp,
) -> Result<ReadOrder, ActionError> {
    let now = engine.environment.now();
    let mut failed = None;
    if let Some(recent) = engine.recent.of(&request.connection, now) {
        match read_by::<A, S, T, E>(engine, request, &recent, deadline).await {
            Err(error) if !error.is_retryable() => {
                failed = Some((order::<A>(request, &recent).ok(), error));
            }
            done => return done,
        }
    }
    let settings = stored_settings(engine, request).await?;
    if let Some((Some(before), error)) = failed
        && order::<A>(request, &settings).is_ok_and(|order| order == before)
    {
        return Err(error);
    }
    read_by::<A, S, T, E>(engine, request, &settings, deadline).await
}

/// The order to read a request's record by these settings.
fn order<A: Action>(
    request: &ActionRequest,
    settings: &Settings,
) -> Result<ReadOrder, ActionError> {
    check_portal(request, settings)?;
    ReadOrder::of(request, settings, A::NAME)
}

async fn read_by<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &mut ActionRequest,
    settings: &Settings,
    deadline: Timestamp,
) -> Result<ReadOrder, ActionError> {
    let order = order::<A>(request, settings)?;
    let record = engine.records.read(&order, deadline);
    request.record = record.instrument(Phase::Load.span()).await?;
    Ok(order)
}

/// True when a record that was read by `order` lacks what the settings of the one read want by now.
pub(super) fn wants_more<A: Action>(
    request: &ActionRequest,
    order: Option<&ReadOrder>,
    settings: &Settings,
) -> Result<bool, ActionError> {
    let Some(order) = order else {
        return Ok(false);
    };
    Ok(!order.covers(&ReadOrder::of(request, settings, A::NAME)?))
}

/// The settings that the one read brought; remembered for the records that are read next.
pub(super) fn read_settings<S, T, E: Environment>(
    engine: &Engine<S, T, E>,
    connection: &Connection,
    snapshot: &Snapshot,
) -> Result<Arc<Settings>, ActionError> {
    let document = snapshot.settings.as_ref();
    let document = document.ok_or_else(|| unknown(connection))?;
    let now = engine.environment.now();
    let settings = engine.recent.read(connection, &document.value.0, now)?;
    settings.ledger.refuse_to_come(now)?;
    Ok(settings)
}

/// Refuses a request of another HubSpot account than the connection's.
pub(super) fn check_portal(
    request: &ActionRequest,
    settings: &Settings,
) -> Result<(), ActionError> {
    let Some(asked) = &request.run.portal_id else {
        return Ok(());
    };
    let label = request.record.label();
    match &settings.hubspot.portal_id {
        Some(own) if own == asked => Ok(()),
        Some(own) => Err(ActionError::invalid(format!(
            "{label}: `run.portal_id` is {asked}, and connection {} belongs to HubSpot account {own}: use a \
             connection of account {asked}",
            request.connection
        ))),
        None => Err(ActionError::SettingMissing {
            message: format!(
                "{label}: `run.portal_id` is {asked}, and the connection's setting `hubspot.portal_id` does \
                 not say to which HubSpot account it belongs: set it"
            ),
        }),
    }
}

async fn stored_settings<S: Store, T, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &ActionRequest,
) -> Result<Arc<Settings>, ActionError> {
    let alone = ReadRequest::of(request.connection.clone());
    let snapshot = engine.store.read(&alone).instrument(Phase::Read.span());
    let label = request.record.label();
    let snapshot = snapshot.await;
    let snapshot = snapshot.map_err(|error| stored::unreadable_store(error, &label))?;
    read_settings(engine, &request.connection, &snapshot)
}

fn unknown(connection: &Connection) -> ActionError {
    ActionError::not_connected(connection.to_string())
}
