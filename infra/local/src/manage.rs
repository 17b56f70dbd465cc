//! `manage`, and the function `manage-connection` behind the Invoke API.

use std::sync::Arc;

use actions::ActionError;
use connect_quickbooks::IntuitApp;
use manage_connection::{Answer, ManageConnection};

use crate::cli::ManageArguments;
use crate::console;
use crate::error::LocalError;
use crate::functions::{self, FunctionError, LocalEngine};
use crate::installation::{Installation, LocalHubSpot, ServiceArguments};
use crate::invoke;

/// The function's name: its folder's under `functions/`.
pub(crate) const NAME: &str = "manage-connection";

/// The operations on connections.
pub(crate) struct Operations {
    engine: Arc<LocalEngine>,
    app: IntuitApp,
    hubspot: Arc<LocalHubSpot>,
    connect_url: Option<String>,
}

impl Operations {
    /// The operations of an installation whose pages are at `connect_url`, if it serves them.
    pub(crate) fn of(installation: &Installation, connect_url: Option<String>) -> Self {
        Self {
            engine: Arc::clone(&installation.engine),
            app: installation.app.clone(),
            hubspot: Arc::new(installation.hubspot.clone()),
            connect_url,
        }
    }

    /// Runs the function on an event.
    pub(crate) async fn run(&self, event: &[u8]) -> Result<Answer, ActionError> {
        let app = self.app.oauth.clone();
        let manage = ManageConnection::new(&self.engine, app, self.connect_url.clone());
        let manage = manage.with_hubspot(self.hubspot.clone());
        manage.run(event, functions::deadline()).await
    }
}

/// Runs one operation; `false` when it gave an error.
pub(crate) async fn run(
    arguments: &ManageArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let event = invoke::read_event(&arguments.event)?;
    let installation = Installation::open_unconnected(&arguments.installation, services).await?;
    match Operations::of(&installation, None).run(&event).await {
        Ok(answer) => {
            console::print(serde_json::to_string_pretty(&answer)?)?;
            Ok(true)
        }
        Err(error) => {
            let error = FunctionError::from(&error);
            console::complain(serde_json::to_string(&error)?);
            Ok(false)
        }
    }
}
