//! `invoke`: one function on one event.

use std::io::Read;
use std::path::Path;

use serde_json::json;

use crate::backfill::{Endpoint, Target};
use crate::cli::InvokeArguments;
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError};
use crate::installation::{Addresses, Installation, ServiceArguments};
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
        let free = Addresses::free();
        let installation = Installation::open(&arguments.installation, services, free).await?;
        let answer = functions::run(function, &installation.engine, &event).await;
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

/// The event: of a file, or of the record with the id that was given.
fn event(arguments: &InvokeArguments) -> Result<Vec<u8>, LocalError> {
    match (&arguments.event, &arguments.id) {
        (Some(path), _) => surrounded(read_event(path)?, path, arguments),
        (None, id) => {
            let record = json!({ "id": id });
            surrounded(serde_json::to_vec(&record)?, Path::new("--id"), arguments)
        }
    }
}

/// The event, or the request of a record that stands there alone, as HubSpot's API answers it.
fn surrounded(
    event: Vec<u8>,
    path: &Path,
    arguments: &InvokeArguments,
) -> Result<Vec<u8>, LocalError> {
    // What is no JSON is the function's to refuse.
    let Ok(value) = serde_json::from_slice(&event) else {
        return Ok(event);
    };
    if !request::is_bare(&value) {
        return Ok(event);
    }
    let only = match arguments.function.records() {
        [only] => Some(only.to_string()),
        _ => None,
    };
    let defaults = RequestDefaults {
        connection: arguments.installation.connection.clone(),
        object_type: arguments.object_type.clone().or(only),
        options: arguments.options.clone().unwrap_or_default(),
        ..RequestDefaults::default()
    };
    let request = defaults.request(value);
    let request = request.map_err(|reason| LocalError::Event {
        path: path.to_owned(),
        reason,
    })?;
    if request::has_bare_contacts(&request) {
        console::complain(
            "its contacts are known by their ids alone: one that is not mapped yet needs its properties, \
             as `contacts` (`[{\"id\": …, \"properties\": {…}}]`)",
        );
    }
    Ok(serde_json::to_vec(&request)?)
}

/// The event in a file, or in standard input for `-`, as UTF-8 without a byte order mark, which JSON has none of.
/// Editors and shells of Windows write others.
pub(crate) fn read_event(path: &Path) -> Result<Vec<u8>, LocalError> {
    let bytes = read(path).map_err(|source| LocalError::Read {
        path: path.to_owned(),
        source,
    })?;
    let text = request::text_of(&bytes).map_err(|reason| LocalError::Event {
        path: path.to_owned(),
        reason,
    })?;
    Ok(text.into_bytes())
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return std::fs::read(path);
    }
    let mut event = Vec::new();
    std::io::stdin().lock().read_to_end(&mut event)?;
    Ok(event)
}
