//! The handle a test or the local program holds.

mod in_process;

use std::net::SocketAddr;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::company::WriteKind;
use crate::error::SandboxError;
use crate::faults::FaultScript;
use crate::journal::JournalEntry;
use crate::options::{CompanyTemplate, SandboxCredentials, SandboxOptions};
use crate::quotas::Quotas;
use crate::server;
use crate::state::{RecordPages, Shared};

pub use self::in_process::InProcessSandbox;

/// A running QuickBooks Online company. It stops when dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: std::sync::Arc<Shared>,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Opens the company (from its file when there is one, else the sample company) and listens.
    ///
    /// Must be called within a Tokio runtime, which then serves it.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let listen_error = |address| move |source| SandboxError::Listen { address, source };
        let listener = TcpListener::bind(options.bind)
            .await
            .map_err(listen_error(options.bind))?;
        let address = listener.local_addr().map_err(listen_error(options.bind))?;
        let shared = std::sync::Arc::new(Shared::open(options, format!("http://{address}"))?);
        let task = tokio::spawn(run(listener, shared.clone()));
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// Stops listening and closes all connections.
    pub async fn stop(mut self) {
        self.task.abort();
        // Aborted is how it is meant to end.
        let _ = (&mut self.task).await;
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API's base URL; paths go on with `/v3/company/{realmId}/…`.
    pub fn api_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// The OAuth token endpoint.
    pub fn token_url(&self) -> String {
        format!("{}/oauth2/v1/tokens/bearer", self.shared.base_url)
    }

    /// The OAuth revocation endpoint.
    pub fn revoke_url(&self) -> String {
        format!("{}/v2/oauth2/tokens/revoke", self.shared.base_url)
    }

    /// The user's consent page. It asks whoever comes with a browser, and consents at once for a program that does not ask
    /// for a page.
    pub fn authorize_url(&self) -> String {
        format!("{}/connect/oauth2", self.shared.base_url)
    }

    /// The page that lists the company's documents.
    pub fn page_url(&self) -> String {
        format!("{}/", self.shared.base_url)
    }

    /// Makes the pages link to the HubSpot records that documents were made of: `page` gives the address of the page of a
    /// type and an id, such as `deal` and `9001`, where there is such a record. The first stays.
    pub fn link_records(
        &self,
        page: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static,
    ) {
        let _ = self.shared.record_pages.set(RecordPages(Box::new(page)));
    }

    /// The sample company that it began as, whichever was asked for: one that is kept in a file stays the one it is.
    pub fn template(&self) -> CompanyTemplate {
        CompanyTemplate::of_realm(self.realm_id()).unwrap_or_default()
    }

    /// The company's id.
    pub fn realm_id(&self) -> &str {
        &self.shared.realm_id
    }

    /// A valid grant for this company. Each call gives a fresh access token and the present refresh token.
    pub fn credentials(&self) -> SandboxCredentials {
        self.shared.credentials()
    }

    /// Every API and OAuth request received, in order.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.lock().journal.entries().to_vec()
    }

    /// Forgets the journal.
    pub fn clear_journal(&self) {
        self.shared.lock().journal.clear();
    }

    /// Puts the sample company back; forgets journal, scripts and remembered `requestid`s, and sets the
    /// quotas back to the options'. Tokens stay valid.
    pub fn reset(&self) -> Result<(), SandboxError> {
        self.shared.reset()
    }

    /// All rows of an entity ("Invoice") as a query shows them, in order of their ids, inactive ones too.
    /// An unknown entity has none.
    pub fn documents(&self, entity: &str) -> Vec<Value> {
        self.shared.documents(entity)
    }

    /// Creates a row under the same rules as the API, without a request; returns the row.
    pub fn insert(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        self.shared.insert(entity, body)
    }

    /// Updates a row (sparse unless the body says `"sparse": false`) under the same rules as the API, without
    /// a request; returns the row. `Id` is needed; a `SyncToken` that is left out is the present one.
    pub fn edit(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        self.shared.edit(entity, body)
    }

    /// Deletes a row, as a person does in QuickBooks.
    pub fn delete(&self, entity: &str, id: &str) -> Result<(), SandboxError> {
        self.shared.end(entity, WriteKind::Delete, id)
    }

    /// Voids a document, as a person does in QuickBooks.
    pub fn void(&self, entity: &str, id: &str) -> Result<(), SandboxError> {
        self.shared.end(entity, WriteKind::Void, id)
    }

    /// Arranges a failure.
    pub fn script(&self, script: FaultScript) {
        self.shared.lock().scripts.add(script);
    }

    /// Forgets all arranged failures.
    pub fn clear_scripts(&self) {
        self.shared.lock().scripts.clear();
    }

    /// Sets the quotas from now on.
    pub fn set_quotas(&self, quotas: Quotas) {
        self.shared.lock().quotas = quotas;
    }

    /// Replaces the app's client secret, as a person does at Intuit: the old one is refused from now on. Gives the new one.
    pub fn rotate_client_secret(&self) -> Result<String, SandboxError> {
        self.shared.rotate_client_secret()
    }

    /// Makes every access token expired; refresh tokens stay valid.
    pub fn expire_access_tokens(&self) {
        let now = self.shared.options.clock.now();
        self.shared.lock().grants.expire_access_tokens(now);
    }
}

/// Serves, and tells who is to be told, until it is dropped.
async fn run(listener: TcpListener, shared: std::sync::Arc<Shared>) {
    let serving = server::serve(listener, shared.clone());
    match shared.options.webhooks.clone() {
        Some(target) => tokio::select! {
            () = serving => {}
            () = server::send_all(shared, target) => {}
        },
        None => serving.await,
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}
