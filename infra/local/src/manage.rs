//! `manage`, `settings` and `mappings`, and the function `manage-connection` behind the Invoke API.

mod doctor;
mod door;
mod init;
mod mappings;
mod runs;
mod settings;

use std::path::PathBuf;
use std::sync::Arc;

use actions::ActionError;
use clap::Args;
use connect_quickbooks::IntuitApp;
use manage_connection::{Answer, ManageConnection};
use serde_json::Value;

use crate::backfill::Endpoint;
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError, LocalEngine};
use crate::installation::{Installation, InstallationArguments, LocalHubSpot, ServiceArguments};
use crate::request;
use crate::workflows::LocalWorkflows;
pub(crate) use doctor::DoctorArguments;
pub(crate) use init::InitArguments;
pub(crate) use mappings::MappingsCommand;
pub(crate) use runs::{RunId, RunsArguments, Zone, remedy};
pub(crate) use settings::SettingsCommand;

/// The function's name: its folder's under `functions/`.
pub(crate) const NAME: &str = "manage-connection";

/// The operations on connections.
pub(crate) struct Operations {
    engine: Arc<LocalEngine>,
    app: IntuitApp,
    hubspot: Arc<LocalHubSpot>,
    connect_url: Option<String>,
    workflows: Option<LocalWorkflows>,
}

impl Operations {
    /// The operations of an installation whose pages are at `connect_url`, if it serves them.
    pub(crate) fn of(installation: &Installation, connect_url: Option<String>) -> Self {
        Self {
            engine: Arc::clone(&installation.engine),
            app: installation.app.clone(),
            hubspot: Arc::new(installation.hubspot.clone()),
            connect_url,
            workflows: None,
        }
    }

    /// The operations with the workflows of this process, which run again what failed.
    #[must_use]
    pub(crate) fn with_workflows(self, workflows: LocalWorkflows) -> Self {
        Self {
            workflows: Some(workflows),
            ..self
        }
    }

    /// Runs the function on an event.
    pub(crate) async fn run(&self, event: &[u8]) -> Result<Answer, ActionError> {
        let app = self.app.oauth.clone();
        let manage = ManageConnection::new(&self.engine, app, self.connect_url.clone());
        let mut manage = manage.with_hubspot(self.hubspot.clone());
        if let Some(workflows) = &self.workflows {
            manage = manage.with_runs(Arc::new(workflows.clone()));
        }
        let answer = manage.run(event, functions::deadline()).await?;
        Ok(led(answer, &self.engine.api.app_url))
    }
}

/// The answer, whose links to documents lead to where a local company's pages are now.
fn led(mut answer: Answer, app_url: &str) -> Answer {
    let lead = |document: &mut Option<Value>| {
        let url = document.as_mut().and_then(|it| it.get_mut("url"));
        if let Some(Value::String(url)) = url {
            functions::led_to(url, app_url);
        }
    };
    if let Answer::Runs { runs, .. } = &mut answer {
        for run in runs {
            lead(&mut run.document);
        }
    }
    if let Answer::Trace(trace) = &mut answer {
        let documents = trace.actions.iter_mut().flat_map(|it| &mut it.documents);
        for made in documents {
            lead(&mut made.document);
        }
    }
    answer
}

/// The connection and the operation of an event, as far as they are names.
pub(crate) fn subject(event: &[u8]) -> String {
    let event: Value = serde_json::from_slice(event).unwrap_or_default();
    let is_name = |text: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        text.len() <= 40 && text.bytes().all(allowed)
    };
    let names = [&event["connection"], &event["operation"]];
    let names = names.into_iter().filter_map(Value::as_str).filter(is_name);
    names.collect::<Vec<_>>().join(" ")
}

const EXAMPLES: &str = "\
Examples:
  echo '{\"operation\": \"list_connections\"}' |
    quickbooks-actions manage --event - --store books.redb

Operations: list_connections, get_settings, put_settings, check_settings,
list_mappings, put_mappings, delete_mappings, export_mappings, import_mappings,
describe, set_up_hubspot, connect_link (with --endpoint; else use `connect`),
trace, list_runs, run_again (with --endpoint; else use `runs again`),
read_message, disconnect.
`settings`, `mappings`, `runs` and `doctor` do most of it in words.";

/// Arguments of `manage`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ManageArguments {
    /// File with the operation as JSON; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) event: PathBuf,
    /// Address of a `serve` that has the store open
    #[arg(long, value_name = "URL")]
    #[arg(conflicts_with_all = ["store", "new_store", "company", "settings", "replace_tokens", "second_connection"])]
    pub(crate) endpoint: Option<String>,
    /// The store and the company.
    #[command(flatten)]
    pub(crate) installation: InstallationArguments,
}

/// Runs one operation; `false` when it gave an error.
pub(crate) async fn run(
    arguments: &ManageArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let event = request::read_event(&arguments.event)?;
    let answer: Result<Value, FunctionError> = if let Some(url) = &arguments.endpoint {
        let answer = Endpoint::new(url, NAME)?.call(event.into()).await;
        answer.map_err(|failure| FunctionError::new(&failure.error_type, failure.message))
    } else {
        if is_connect_link(event.as_bytes()) {
            return Err(LocalError::Usage(
                "connect_link gives a link to pages that `serve` has: ask it with --endpoint, or use `connect`, which \
                 shows the link and waits",
            ));
        }
        let of = &arguments.installation;
        let installation = Installation::open_unconnected(of, of.making(), services).await?;
        match Operations::of(&installation, None)
            .run(event.as_bytes())
            .await
        {
            Ok(answer) => Ok(serde_json::to_value(&answer)?),
            Err(error) => Err(FunctionError::from(&error)),
        }
    };
    match answer {
        Ok(answer) => {
            console::print(serde_json::to_string_pretty(&answer)?)?;
            Ok(true)
        }
        Err(error) => {
            console::complain(serde_json::to_string(&error)?);
            Ok(false)
        }
    }
}

fn is_connect_link(event: &[u8]) -> bool {
    let event: Result<Value, _> = serde_json::from_slice(event);
    event.is_ok_and(|event| event["operation"] == "connect_link")
}

/// Shows, changes or checks the settings.
pub(crate) async fn settings(
    command: &SettingsCommand,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    settings::run(command, services).await
}

/// Shows or changes the mappings.
pub(crate) async fn mappings(
    command: &MappingsCommand,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    mappings::run(command, services).await
}

/// Shows what became of records, or runs one again; `false` where it failed again.
pub(crate) async fn runs(
    arguments: &RunsArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    runs::run(arguments, services).await
}

/// Looks at everything that a connection needs; `false` when something is wrong.
pub(crate) async fn doctor(
    arguments: &DoctorArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    doctor::run(arguments, services).await
}

/// Writes the files that a company of one's own begins with.
pub(crate) fn init(arguments: &InitArguments) -> Result<bool, LocalError> {
    init::run(arguments)
}
