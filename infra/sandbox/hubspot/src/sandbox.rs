//! The handle a test or the local program holds.

mod in_process;

pub use self::in_process::InProcessSandbox;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::apps::end_of;
use crate::error::SandboxError;
use crate::faults::FaultScript;
use crate::journal::JournalEntry;
use crate::limits::RateLimits;
use crate::object_type::ObjectType;
use crate::options::{SandboxCredentials, SandboxOptions};
use crate::portal::{Portal, parse_id, seed};
use crate::refusal::Refusal;
use crate::server;
use crate::state::{Shared, State};
use crate::workflows::{
    ActionAnswer, Enrollment, OptionsPage, OptionsQuery, WebhookBatch, WorkflowExecution,
};

/// A running HubSpot portal. It stops when dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: std::sync::Arc<Shared>,
    task: JoinHandle<()>,
    /// Sends executions and webhooks when they are due.
    worker: JoinHandle<()>,
}

impl Sandbox {
    /// Opens the portal (from its file when there is one, else the sample business) and listens.
    ///
    /// Must be called within a Tokio runtime, which then serves it.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let listen_error = |address| move |source| SandboxError::Listen { address, source };
        let listener = TcpListener::bind(options.bind)
            .await
            .map_err(listen_error(options.bind))?;
        let address = listener.local_addr().map_err(listen_error(options.bind))?;
        let shared = std::sync::Arc::new(Shared::open(options, format!("http://{address}"))?);
        let task = tokio::spawn(server::serve(listener, shared.clone()));
        let worker = tokio::spawn(shared.workflows.clone().work());
        Ok(Self {
            address,
            shared,
            task,
            worker,
        })
    }

    /// Stops listening and closes all connections.
    pub async fn stop(mut self) {
        self.task.abort();
        // Aborted is the way in which it is meant to end.
        let _ = (&mut self.task).await;
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API's base URL, in place of `https://api.hubapi.com`.
    pub fn api_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// The person's consent page; it consents at once.
    pub fn authorize_url(&self) -> String {
        format!("{}/oauth/authorize", self.shared.base_url)
    }

    /// The page that lists the portal's records.
    pub fn page_url(&self) -> String {
        format!("{}/", self.shared.base_url)
    }

    /// The portal's id.
    pub fn portal_id(&self) -> u64 {
        self.shared.portal_id
    }

    /// The id that every portal has which begins as the sample business.
    pub fn sample_portal_id() -> Result<u64, SandboxError> {
        seed::portal_id()
    }

    /// The private app's token, and the app with OAuth.
    pub fn credentials(&self) -> SandboxCredentials {
        self.shared.credentials()
    }

    /// Installs another private app, and gives its token.
    pub fn install_private_app(&self, scopes: &[&str]) -> Result<String, SandboxError> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        self.change(|state| {
            let State { apps, random, .. } = state;
            Ok(apps.install_private(scopes, random))
        })
    }

    /// Gives the private app of the credentials other scopes.
    pub fn grant_scopes(&self, scopes: &[&str]) -> Result<(), SandboxError> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        self.change(|state| {
            let token = state.private_token.clone();
            state.apps.grant(&token, scopes);
            Ok(())
        })
    }

    /// Takes a private app's token away.
    pub fn revoke_private_app(&self, token: &str) -> Result<(), SandboxError> {
        self.change(|state| {
            state.apps.revoke_private(token);
            Ok(())
        })
    }

    /// Makes every access token of OAuth expired; refresh tokens stay valid.
    pub fn expire_access_tokens(&self) {
        let now = self.shared.options.clock.now();
        self.shared.lock().apps.expire_access_tokens(now);
    }

    /// Tokens of OAuth for these scopes, as if a person had consented: the access token and the refresh token.
    pub fn authorize(&self, scopes: &[&str]) -> Result<(String, String), SandboxError> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let life = self.shared.options.access_token_life;
        let expires = end_of(self.shared.options.clock.now(), life);
        self.change(|state| {
            let State { apps, random, .. } = state;
            let code = apps.consent("", scopes, random);
            let issued = apps.exchange(&code, "", expires, random)?;
            Ok((issued.access_token, issued.refresh_token))
        })
    }

    /// Every API and OAuth request received, in order.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.lock().journal.entries().to_vec()
    }

    /// Forgets the journal.
    pub fn clear_journal(&self) {
        self.shared.lock().journal.clear();
    }

    /// Puts the records of the first day back; forgets journal and scripts, and sets the limits back to the
    /// options'. Tokens stay valid.
    pub fn reset(&self) -> Result<(), SandboxError> {
        self.shared.reset()
    }

    /// All records of a type that are not archived, with every property that has a value. An unknown type has none.
    pub fn records(&self, object_type: &str) -> Vec<Value> {
        let Some(object_type) = ObjectType::named(object_type) else {
            return Vec::new();
        };
        match self.shared.lock().portal.listed(object_type) {
            Value::Array(records) => records,
            _ => Vec::new(),
        }
    }

    /// The addresses of the pages of records: by a type, such as `deal`, and an id; none where there is no such record.
    pub fn record_pages(&self) -> impl Fn(&str, &str) -> Option<String> + Send + Sync + use<> {
        let (shared, url) = (self.shared.clone(), self.page_url());
        move |object_type, id| {
            let object_type = match object_type {
                // HubSpot's own name of the payments that it takes.
                "payment" => ObjectType::named("commerce_payments")?,
                name => ObjectType::named(name)?,
            };
            let id = parse_id(id).ok()?;
            let (id, _) = shared.lock().portal.find(object_type, id)?;
            Some(format!("{url}records/{object_type}/{id}"))
        }
    }

    /// Adds a record under its own id, without a request and whatever its values are:
    ///
    /// ```json
    /// { "id": "9001", "properties": { "dealname": "Garden redesign" },
    ///   "associations": { "contacts": ["51", { "id": "52", "labels": ["Billing contact"] }] } }
    /// ```
    ///
    /// `createdAt`, `updatedAt`, `archived` and `merged` (ids that mean this record from now on) may be there too.
    /// A record of that id is replaced, with its associations.
    pub fn plant(&self, object_type: &str, record: Value) -> Result<(), SandboxError> {
        let object_type = ObjectType::known(object_type)?;
        self.change(|state| state.portal.plant(object_type, record).map(drop))
    }

    /// One record with every property that has a value, if it is there and not archived.
    pub fn record(&self, object_type: &str, id: &str) -> Option<Value> {
        let mut records = self.records(object_type).into_iter();
        records.find(|record| record["id"].as_str() == Some(id))
    }

    /// Changes properties of a record as HubSpot itself or a person does, whatever the API would say to it.
    pub fn edit(&self, object_type: &str, id: &str, properties: Value) -> Result<(), SandboxError> {
        let properties: Map<String, Value> = serde_json::from_value(properties)?;
        self.change_record(object_type, id, |portal, (object_type, id), now| {
            portal.edit(object_type, id, &properties, now);
            Ok(())
        })
    }

    /// Archives a record.
    pub fn archive(&self, object_type: &str, id: &str) -> Result<(), SandboxError> {
        self.change_record(object_type, id, |portal, (object_type, id), now| {
            portal.archive(object_type, id, now);
            Ok(())
        })
    }

    /// Merges another record of the type into one.
    pub fn merge(
        &self,
        object_type: &str,
        survivor: &str,
        other: &str,
    ) -> Result<(), SandboxError> {
        self.change_record(object_type, survivor, |portal, (object_type, id), now| {
            let other = portal.read(object_type, other, None, false)?;
            portal.merge(object_type, id, other, now)
        })
    }

    /// Executions of workflow actions that were completed: callback id and output fields, in order.
    pub fn completions(&self) -> Vec<(String, Value)> {
        let state = self.shared.lock();
        let completions = state.portal.completions.iter();
        completions
            .map(|it| {
                (
                    it.callback_id.clone(),
                    Value::Object(it.output_fields.clone()),
                )
            })
            .collect()
    }

    /// Takes the files of a developer project, `*-hsmeta.json`, as HubSpot's CLI uploads them: actions and webhooks, all
    /// or none. `${NAME}` in them is a variable of the profile. Gives the ids of the actions' definitions by their `uid`.
    pub fn upload(
        &self,
        files: &[&str],
        variables: &[(&str, &str)],
    ) -> Result<BTreeMap<String, String>, SandboxError> {
        let variables = variables.iter();
        let variables = variables.map(|&(name, value)| (name.to_owned(), value.to_owned()));
        self.shared.upload(files, &variables.collect())
    }

    /// Enrols a record in a workflow that has this action, and gives the callback id. It is sent at once, and again as
    /// HubSpot would; [`Sandbox::settle`] waits for that.
    pub fn enroll(&self, enrollment: Enrollment) -> Result<String, SandboxError> {
        self.shared.enroll(enrollment)
    }

    /// Sends what is due by the portal's clock, and comes back when all of it is answered.
    pub async fn settle(&self) {
        self.shared.workflows.settle().await;
    }

    /// Sends an execution again as it was, so many times at once, whatever became of it; gives the answers.
    pub async fn deliver_again(&self, callback_id: &str, times: usize) -> Vec<ActionAnswer> {
        self.shared.workflows.deliver(callback_id, times).await
    }

    /// An execution as it stands.
    pub fn execution(&self, callback_id: &str) -> Option<WorkflowExecution> {
        self.shared.workflows.execution(callback_id)
    }

    /// All executions, latest first.
    pub fn executions(&self) -> Vec<WorkflowExecution> {
        self.shared.workflows.executions(None)
    }

    /// A page of a dropdown's options, fetched from the app as the editor does.
    pub async fn options(&self, query: &OptionsQuery) -> Result<OptionsPage, SandboxError> {
        let object_type = ObjectType::known(&query.object_type)?;
        self.shared.workflows.options(object_type, query).await
    }

    /// The batches of webhooks so far.
    pub fn webhooks(&self) -> Vec<WebhookBatch> {
        self.shared.workflows.webhook_batches()
    }

    /// Arranges a failure.
    pub fn script(&self, script: FaultScript) {
        self.shared.lock().scripts.add(script);
    }

    /// Forgets all arranged failures.
    pub fn clear_scripts(&self) {
        self.shared.lock().scripts.clear();
    }

    /// Sets the rate limits from now on.
    pub fn set_limits(&self, limits: RateLimits) {
        self.shared.lock().limits = limits;
    }

    fn change_record(
        &self,
        object_type: &str,
        id: &str,
        change: impl FnOnce(&mut Portal, (ObjectType, u64), Timestamp) -> Result<(), Refusal>,
    ) -> Result<(), SandboxError> {
        let object_type = ObjectType::known(object_type)?;
        let now = self.shared.options.clock.now();
        self.change(|state| {
            let id = state.portal.read(object_type, id, None, false)?;
            Ok(change(&mut state.portal, (object_type, id), now)?)
        })
    }

    fn change<T>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, SandboxError>,
    ) -> Result<T, SandboxError> {
        let mut state = self.shared.lock();
        let changed = change(&mut state)?;
        self.shared.save(&state)?;
        Ok(changed)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.task.abort();
        self.worker.abort();
        self.shared.workflows.stop();
    }
}
