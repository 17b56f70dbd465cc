//! `runs again`: a record is run once more, by its id.

use bytes::Bytes;
use serde_json::{Value, json};

use super::AgainArguments;
use super::told::outcome;
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
        let answer = functions::run_alone(id.action(), &installation.engine, &event).await;
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
    let runs = answer["runs"].as_array().into_iter().flatten();
    let own: Vec<&Value> = runs.filter(|run| run["id"] == id.to_string()).collect();
    let failed = own.iter().find(|run| run["status"] == "failed");
    let made = own.iter().find(|run| run["status"] == "made");
    let record = id.record();
    let why = match (failed, made) {
        (Some(failed), _) if !failed["request"].is_null() => return Ok(failed["request"].clone()),
        (None, Some(made)) => format!(
            "{record}: {} was made of it: there is nothing to run again",
            outcome(made)
        ),
        (Some(_), _) => format!(
            "{record}: it was given whole, and nothing but its id is kept: say the options that it had, and HubSpot is \
             asked for the record: --options '{{\"memo\": \"…\"}}', or '{{}}' where it had none"
        ),
        (None, None) => format!(
            "{record}: no run {id} has failed: `runs` lists those that have; or say its options with --options ('{{}}' \
             where the settings say all)"
        ),
    };
    Err(LocalError::Argument(why))
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
                "{}; or give its options with --options ('{{}}' where the settings say all)",
                in_words(&said)
            )),
            error => error,
        })?;
    console::print(format_args!(
        "Started. What becomes of it: {} runs show {id} --endpoint {base}",
        console::program(),
    ))?;
    Ok(true)
}

/// The server's refusal, with its operation as the command line calls it.
fn in_words(said: &str) -> String {
    said.replace("`list_runs`", "`runs`")
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn an_operation_is_named_as_the_command_line_calls_it() {
        let said = "no such run has failed: `list_runs` shows those that have";
        assert_eq!(
            in_words(said),
            "no such run has failed: `runs` shows those that have"
        );
    }
}
