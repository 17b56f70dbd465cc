//! `runs again`: a record is run once more, by its id.

use bytes::Bytes;
use serde_json::{Value, json};

use super::AgainArguments;
use crate::backfill::{Endpoint, Target};
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError};
use crate::installation::{Installation, LocalServices, ServiceArguments};
use crate::manage::door::Door;

/// Runs the record again, here or by the server that has the store open; `false` where it failed again.
pub(super) async fn run(
    arguments: &AgainArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let (id, door) = (&arguments.id, &arguments.door);
    if let (None, Some(base)) = (&arguments.options, &door.endpoint) {
        return by_server(arguments, services, base).await;
    }
    door.kept()?;
    let mut request = match &arguments.options {
        Some(_) => id.request(&door.connection),
        None => kept(arguments, services).await?,
    };
    if let Some(options) = &arguments.options {
        request["options"] = Value::Object(options.0.clone());
    }
    let event = Bytes::from(serde_json::to_vec(&request)?);
    let answer = if let Some(url) = &door.endpoint {
        let answer = Endpoint::new(url, id.action().name())?.invoke(event).await;
        answer.map_err(|failure| FunctionError::new(&failure.error_type, failure.message))
    } else {
        let of = door.installation();
        let installation = Installation::open(&of, services, LocalServices::free()).await?;
        let first = installation.first_booking(arguments.yes);
        if !first
            .agreed(id.action(), std::slice::from_ref(&event))
            .await?
        {
            return Ok(false);
        }
        let answer = functions::run(id.action(), &installation.engine, &event).await;
        answer.map_err(|error| FunctionError::from(&error))
    };
    match answer {
        Ok(response) => {
            console::print(serde_json::to_string_pretty(&response)?)?;
            Ok(true)
        }
        Err(error) => {
            console::complain(serde_json::to_string(&error)?);
            Ok(false)
        }
    }
}

/// The request as the store keeps it of the run that failed.
async fn kept(
    arguments: &AgainArguments,
    services: &ServiceArguments,
) -> Result<Value, LocalError> {
    let id = &arguments.id;
    let door = Door::open(&arguments.door, services).await?;
    let answer = door
        .ask("list_runs", json!({ "record": id.record() }))
        .await?;
    let mut runs = answer["runs"].as_array().into_iter().flatten();
    let own = runs.find(|run| run["id"] == id.to_string() && !run["request"].is_null());
    own.map(|run| run["request"].clone()).ok_or(LocalError::Usage(
        "the store keeps the request of a run that failed and was asked for by its record's id, and of this run it has \
         none: say its options with --options ('{}' where the settings say all)",
    ))
}

/// Has the server start it as it was.
async fn by_server(
    arguments: &AgainArguments,
    services: &ServiceArguments,
    base: &str,
) -> Result<bool, LocalError> {
    let id = &arguments.id;
    let door = Door::open(&arguments.door, services).await?;
    door.ask("run_again", json!({ "run": id.to_string() }))
        .await
        .map_err(|error| match error {
            LocalError::Refused(said) => LocalError::Refused(format!(
                "{said}; or give its options with --options ('{{}}' where the settings say all)"
            )),
            error => error,
        })?;
    console::print(format_args!(
        "Started. What becomes of it: {} runs show {id} --endpoint {base}",
        console::program(),
    ))?;
    Ok(true)
}
