//! The books of the company that a request is for.

use jiff::Timestamp;
use quickbooks::{Client, Endpoint, Transport};

use super::prepare::Prepared;
use crate::ActionError;
use crate::action::Action;
use crate::books::Books;
use crate::books::engine::Engine;
use crate::books::environment::Environment;

/// The company's books, for the time of this invocation.
pub(super) fn books<'e, A: Action, S, T: Transport + Sync, E: Environment>(
    engine: &'e Engine<S, T, E>,
    prepared: &'e Prepared<A>,
    deadline: Timestamp,
) -> Result<Books<'e, S, T, E>, ActionError> {
    let settings = &prepared.settings;
    let endpoint = Endpoint::new(&engine.api.base_url, &settings.company.realm_id);
    let endpoint = endpoint.map_err(|error| ActionError::SettingMissing {
        message: error.to_string(),
    })?;
    let limits = engine.api.limits.as_ref();
    Ok(Books {
        client: Client::new(&engine.transport, endpoint),
        access: &engine.access,
        connection: &prepared.connection,
        environment: &engine.environment,
        deadline,
        usage: &engine.usage,
        limits: limits.unwrap_or(&settings.quickbooks.quota).clone(),
        throttle_wait: settings.throttle_wait(),
    })
}
