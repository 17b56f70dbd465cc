//! The operations of people and scripts on a connection: settings, mappings, its state, and its end.
//!
//! Invoked directly, with the permission to invoke it as the only door:
//!
//! ```json
//! { "operation": "get_settings", "connection": "us-books" }
//! ```
//!
//! Every request is JSON with an `operation`; what else it takes stands with each operation's
//! request in [`operation`]. Unknown fields are refused. Errors are the contract's.

mod answer;
#[cfg(feature = "lambda")]
pub mod aws;
mod connect_link;
mod describe;
mod disconnect;
mod hubspot_account;
mod hubspot_api;
mod mapping_row;
mod mappings;
mod named;
pub mod operation;
mod set_up;
mod settings;
mod spreadsheet;
mod trace;
mod traced;

pub use answer::{
    Answer, Check, Description, Disconnected, HubSpotCheck, HubSpotFacts, HubSpotReadiness,
    LastError, RecordTypeReadiness, SettingFault, State, TokenFacts,
};
pub use hubspot_account::BookedAccount;
pub use hubspot_api::{HubSpotApi, HubSpotCall};
pub use mapping_row::MappingRow;
pub use settings::refuse_second_connection;
pub use spreadsheet::{protect, unprotect};
pub use traced::{
    Elsewhere, ElsewhereFound, ExecutionFacts, KeptRun, ListedRun, RunNames, RunStatus, RunToStart,
    RunsElsewhere,
};

use std::sync::Arc;

use actions::books::environment::Environment;
use actions::{ActionError, Engine};
use connect_quickbooks::SigningKey;
use jiff::Timestamp;
use quickbooks::{OAuthApp, OAuthClient, Transport};
use storage::{
    Connection, Failures, Ledger, Mappings, Portals, Runs, Settings, SettingsDocument, Tokens,
    Versioned,
};

use operation::Operation;

/// The JSON Schema of a connection's settings, for editors and for people.
pub const SETTINGS_SCHEMA: &str = include_str!("../settings.schema.json");

/// The operations, over the engine the actions run on.
#[derive(derive_more::Debug)]
#[debug("ManageConnection({engine:?})")]
pub struct ManageConnection<'e, S, T, E> {
    engine: &'e Engine<S, T, E>,
    oauth: OAuthClient<T>,
    key: SigningKey,
    connect_url: Option<String>,
    hubspot: Option<Arc<dyn HubSpotApi>>,
    elsewhere: Option<Arc<dyn RunsElsewhere>>,
}

/// The storage ports that the operations use.
pub trait Store: Tokens + Settings + Mappings + Failures + Ledger + Portals + Runs + Sync {}

impl<S> Store for S where S: Tokens + Settings + Mappings + Failures + Ledger + Portals + Runs + Sync
{}

impl<'e, S, T, E> ManageConnection<'e, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// The operations of an installation; `connect_url` is where `connect-quickbooks` has its pages.
    pub fn new(engine: &'e Engine<S, T, E>, app: OAuthApp, connect_url: Option<String>) -> Self {
        let key = SigningKey::derived_from(&app.credentials.client_secret);
        Self {
            engine,
            oauth: OAuthClient::new(engine.transport.clone(), app),
            key,
            connect_url,
            hubspot: None,
            elsewhere: None,
        }
    }

    /// The operations with a way to HubSpot.
    #[must_use]
    pub fn with_hubspot(self, api: Arc<dyn HubSpotApi>) -> Self {
        Self {
            hubspot: Some(api),
            ..self
        }
    }

    /// The operations with a way to the queue of failed runs and to executions.
    #[must_use]
    pub fn with_runs(self, elsewhere: Arc<dyn RunsElsewhere>) -> Self {
        Self {
            elsewhere: Some(elsewhere),
            ..self
        }
    }

    /// Does what the event asks, and comes back before `deadline`.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for what is malformed, with every row that is wrong;
    /// [`ActionError::ConnectionNotFound`]; and what store and QuickBooks say.
    pub async fn run(&self, event: &[u8], deadline: Timestamp) -> Result<Answer, ActionError> {
        match Operation::parse(event)? {
            Operation::ListConnections(_) => self.list_connections().await,
            Operation::GetSettings(request) => self.get_settings(request).await,
            Operation::PutSettings(request) => self.put_settings(request, deadline).await,
            Operation::CheckSettings(request) => self.check_settings(request, deadline).await,
            Operation::ListMappings(request) => self.list_mappings(request).await,
            Operation::PutMappings(request) => self.put_mappings(request, deadline).await,
            Operation::DeleteMappings(request) => self.delete_mappings(request).await,
            Operation::ExportMappings(request) => self.export_mappings(request).await,
            Operation::ImportMappings(request) => self.import_mappings(request).await,
            Operation::Describe(request) => self.describe(request, deadline).await,
            Operation::ConnectLink(request) => self.connect_link(request).await,
            Operation::SetUpHubSpot(request) => self.set_up_hubspot(request, deadline).await,
            Operation::Trace(request) => self.trace(request).await,
            Operation::ListRuns(request) => self.list_runs(request).await,
            Operation::RunAgain(request) => self.run_again(request).await,
            Operation::ReadMessage(request) => request.object().map(Answer::Message),
            Operation::Disconnect(request) => self.disconnect(request).await,
        }
    }

    fn store(&self) -> &'e S {
        &self.engine.store
    }

    /// The settings of a connection that is set up.
    async fn existing(
        &self,
        connection: &Connection,
    ) -> Result<Versioned<SettingsDocument>, ActionError> {
        let settings = self.store().get_settings(connection).await?;
        settings.ok_or_else(|| ActionError::not_connected(connection.to_string()))
    }
}
