//! `runs again`: a record is run once more, by its id.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use quickbooks::{ReqwestTransport, Transport as _};
use serde_json::Value;

use super::AgainArguments;
use crate::backfill::{Endpoint, Target};
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError};
use crate::installation::{Addresses, Installation, ServiceArguments};

/// The time in which a server takes the order.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Runs the record again, here or by the server that has the store open; `false` where it failed again.
pub(super) async fn run(
    arguments: &AgainArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let (id, door) = (&arguments.id, &arguments.door);
    let options = match (&arguments.options, &door.endpoint) {
        (Some(options), _) => options,
        (None, Some(url)) => return by_server(arguments, url).await,
        (None, None) => {
            return Err(LocalError::Usage(
                "the store keeps what failed and not the options of the request, and others would book something \
                 else: give them with --options ('{}' where the settings say all)",
            ));
        }
    };
    let mut request = id.request(&door.connection);
    request["options"] = Value::Object(options.0.clone());
    let event = Bytes::from(serde_json::to_vec(&request)?);
    let answer = if let Some(url) = &door.endpoint {
        let answer = Endpoint::new(url, id.action().name())?.invoke(event).await;
        answer.map_err(|failure| FunctionError::new(&failure.error_type, failure.message))
    } else {
        door.kept()?;
        let of = door.installation();
        let installation = Installation::open(&of, services, Addresses::free()).await?;
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

async fn by_server(arguments: &AgainArguments, url: &str) -> Result<bool, LocalError> {
    let (base, connection) = (url.trim_end_matches('/'), &arguments.door.connection);
    let url = format!("{base}/runs/{connection}/{}/again", arguments.id);
    let request = Request::post(&url).body(Bytes::new());
    let request = request
        .map_err(|_| LocalError::Usage("--endpoint is a URL, such as http://127.0.0.1:9400"))?;
    let answer = ReqwestTransport::with_or_without_roots()?
        .send(request, TIMEOUT)
        .await;
    let answer = answer.map_err(|error| {
        LocalError::Refused(format!(
            "{base} cannot be reached: {error}: is `serve` running there?"
        ))
    })?;
    if answer.status() == StatusCode::NOT_FOUND {
        return Err(LocalError::Refused(format!(
            "{base} does not know its request any more: give its options with --options ('{{}}' where the settings \
             say all)"
        )));
    }
    if !answer.status().is_success() {
        let said = String::from_utf8_lossy(answer.body());
        return Err(LocalError::Refused(format!(
            "{base} answered {}: {said}",
            answer.status()
        )));
    }
    console::print(format_args!(
        "Started. What becomes of it: {} runs show {} --endpoint {base}",
        console::program(),
        arguments.id
    ))?;
    Ok(true)
}
