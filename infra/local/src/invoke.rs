//! `invoke`: one function on one event.

use std::path::Path;

use actions::ActionError;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::backfill::{Endpoint, Target};
use crate::cli::InvokeArguments;
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError};
use crate::installation::{Installation, LocalServices, NOT_KEPT, ServiceArguments};
use crate::request::{self, RequestDefaults};

/// Runs one function on one event; `false` when the function gave an error.
pub(crate) async fn run(
    arguments: &InvokeArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let event = event(arguments)?;
    let function = arguments.function;
    let answer = if let Some(url) = &arguments.endpoint {
        let endpoint = Endpoint::new(url, function.name())?;
        let answer = endpoint.invoke(event.into()).await;
        answer.map_err(|failure| FunctionError::new(&failure.error_type, failure.message))
    } else {
        let free = LocalServices::free();
        let installation = Installation::open(&arguments.installation, services, free).await?;
        let events = [Bytes::copy_from_slice(&event)];
        let first = installation.first_booking(arguments.yes);
        if !first.agreed(function, &events).await? {
            return Ok(false);
        }
        let answer = functions::run_alone(function, &installation.engine, &event).await;
        match answer {
            Err(error @ ActionError::ConnectionNotFound { .. }) => {
                let known = installation.connections().await?;
                let message = functions::among(&error.to_string(), &known);
                Err(FunctionError::new(error.error_type(), message))
            }
            answer => answer.map_err(|error| FunctionError::from(&error)),
        }
    };
    match answer {
        Ok(response) => {
            console::print(serde_json::to_string_pretty(&response)?)?;
            if arguments.installation.store.is_none() && arguments.endpoint.is_none() {
                console::complain(NOT_KEPT);
            }
            Ok(true)
        }
        Err(error) => {
            console::complain(serde_json::to_string(&error)?);
            Ok(false)
        }
    }
}

/// The event: of a file, or of the record with the id that was given.
fn event(arguments: &InvokeArguments) -> Result<Vec<u8>, LocalError> {
    match (&arguments.event, &arguments.id) {
        (Some(path), _) => {
            let value = request::value_of(path, &request::read_event(path)?)?;
            surrounded(value, path, arguments)
        }
        (None, id) => surrounded(json!({ "id": id }), Path::new("--id"), arguments),
    }
}

/// The event, or the request of a record that stands there alone, as HubSpot's API answers it.
fn surrounded(
    value: Value,
    path: &Path,
    arguments: &InvokeArguments,
) -> Result<Vec<u8>, LocalError> {
    let is_bare = request::is_bare(&value);
    if !is_bare && !adds(arguments) {
        return Ok(serde_json::to_vec(&connected(value, arguments))?);
    }
    let only = match arguments.function.records() {
        [only] => Some(only.to_string()),
        _ => None,
    };
    let defaults = RequestDefaults {
        connection: arguments.installation.connection.clone(),
        object_type: arguments.object_type.clone().or(only),
        options: arguments.options.clone().unwrap_or_default(),
        dry_run: arguments.dry_run,
    };
    let request = defaults.request(value);
    let request = request.map_err(|reason| LocalError::Event {
        path: path.to_owned(),
        reason,
    })?;
    if is_bare && request::has_bare_contacts(&request) {
        console::complain(
            "its contacts are known by their ids alone: one that is not mapped yet needs its properties, \
             as `contacts` (`[{\"id\": …, \"properties\": {…}}]`)",
        );
    }
    Ok(serde_json::to_vec(&request)?)
}

/// True where the command line says something of the request itself: it holds for whatever the event is.
fn adds(arguments: &InvokeArguments) -> bool {
    arguments.dry_run || arguments.options.is_some() || arguments.object_type.is_some()
}

/// A request that says no connection is of the one that was asked for, as a record alone is.
fn connected(mut value: Value, arguments: &InvokeArguments) -> Value {
    let is_absent = |name: &str| value.get(name).is_none_or(Value::is_null);
    if value.get("record").is_some() && is_absent("connection") && is_absent("detail-type") {
        value["connection"] = json!(arguments.installation.connection);
    }
    value
}
