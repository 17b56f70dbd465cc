//! HubSpot's part in custom workflow actions: definitions, dropdowns, executions with their history, and webhooks.
//!
//! The pure part (definitions, states, bodies, schedules) is separate from the part that talks. It has a lock of its own,
//! which is never held while the portal's is waited for.

mod answer;
mod definition;
mod delivery;
mod editor;
mod enrollment;
mod execution;
mod options;
mod project;
mod registry;
mod request;
mod schedule;
mod signature;
mod store;
mod view;
mod webhooks;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use loopback::clock::Clock;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use answer::ActionAnswer;
pub use editor::{OptionsPage, OptionsQuery, PickOption};
pub use enrollment::Enrollment;
pub use execution::ExecutionState;
pub use options::{
    InputForm, InputPlaces, LateCompletions, ObjectTypeForm, Retries, RetryAfter, Signatures,
    UploadedActionUrl, WorkflowOptions,
};
pub use request::{Chosen, InputValue};
pub use view::WorkflowExecution;
pub use webhooks::WebhookBatch;

pub(crate) use editor::{Control, EditorField};
pub(crate) use enrollment::EnrolledRecord;
pub(crate) use view::ActionView;

use crate::error::SandboxError;
use crate::portal::RecordChange;
use crate::refusal::Refusal;
use execution::Execution;
use project::Component;
use registry::{Registry, definition_id};
use webhooks::{Names, Webhooks};

/// Everything that stays the same while the portal runs.
#[derive(derive_more::Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) options: WorkflowOptions,
    pub(crate) clock: Clock,
    pub(crate) portal_id: u64,
    pub(crate) app_id: u64,
    #[debug(skip)]
    pub(crate) client_secret: String,
    /// The file that keeps definitions and executions between runs.
    pub(crate) file: Option<PathBuf>,
}

/// Definitions, executions and webhooks.
#[derive(derive_more::Debug)]
pub(crate) struct Workflows {
    setup: Setup,
    #[debug(skip)]
    http: reqwest::Client,
    #[debug(skip)]
    known: Mutex<Known>,
    /// The requests that are under way.
    #[debug(skip)]
    requests: Mutex<JoinSet<()>>,
    /// Their number.
    under_way: watch::Sender<usize>,
}

/// The actions and scopes that a project brought.
#[derive(Default)]
pub(crate) struct Uploaded {
    /// The ids of its actions by their `uid`.
    pub(crate) actions: BTreeMap<String, String>,
    /// The scopes that its app requires; none where the app was not among the files.
    pub(crate) scopes: Option<Vec<String>>,
}

/// The part of it that changes.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Known {
    registry: Registry,
    /// In the order in which records were enrolled.
    executions: Vec<Execution>,
    webhooks: Webhooks,
}

impl Workflows {
    /// Opens what the file keeps, or begins with nothing.
    #[expect(
        clippy::disallowed_methods,
        reason = "the portal's one client, whose time-outs are the options'"
    )]
    pub(crate) fn open(setup: Setup) -> Result<Self, SandboxError> {
        // A program that has chosen a provider keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let builder = reqwest::Client::builder();
            builder
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
        };
        // A machine without root certificates calls apps of its own, by http.
        let client = builder().build();
        let client = client.or_else(|_| builder().tls_certs_only([]).build());
        let mut known = store::load(setup.file.as_deref())?.unwrap_or_default();
        known.recover(setup.clock.now());
        Ok(Self {
            http: client.map_err(SandboxError::Client)?,
            known: Mutex::new(known),
            requests: Mutex::default(),
            under_way: watch::Sender::new(0),
            setup,
        })
    }

    /// Those of another portal of the same options: it knows no action yet, and has no file.
    pub(crate) fn fork(&self) -> Self {
        Self {
            http: self.http.clone(),
            known: Mutex::default(),
            requests: Mutex::default(),
            under_way: watch::Sender::new(0),
            setup: Setup {
                file: None,
                ..self.setup.clone()
            },
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        self.setup.clock.now()
    }

    /// Writes the file, when there is one.
    fn save(&self, known: &Known) {
        store::save(self.setup.file.as_deref(), known);
    }

    /// Changes definitions, and keeps them if they were changed.
    fn define<T>(
        &self,
        change: impl FnOnce(&mut Registry, Timestamp) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut known = self.lock();
        let changed = change(&mut known.registry, self.now())?;
        self.save(&known);
        Ok(changed)
    }

    /// Takes a definition in the API's dialect, and gives it as it is answered.
    pub(crate) fn create_definition(&self, body: &[u8]) -> Result<Value, Refusal> {
        let definition = serde_json::from_slice(body).map_err(|it| Refusal::json(&it))?;
        self.define(|registry, now| {
            let id = registry.create(definition, now)?;
            registry.json(id)
        })
    }

    pub(crate) fn update_definition(
        &self,
        id: &str,
        changes: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.define(|registry, now| {
            let id = definition_id(id)?;
            registry.update(id, changes, now)?;
            registry.json(id)
        })
    }

    pub(crate) fn archive_definition(&self, id: &str) -> Result<(), Refusal> {
        self.define(|registry, now| registry.archive(definition_id(id)?, now))
    }

    pub(crate) fn definition(&self, id: &str) -> Result<Value, Refusal> {
        self.lock().registry.json(definition_id(id)?)
    }

    pub(crate) fn definitions(&self, archived: bool) -> Vec<Value> {
        self.lock().registry.list(archived)
    }

    pub(crate) fn revisions(&self, id: &str) -> Result<Vec<Value>, Refusal> {
        self.lock().registry.revisions(definition_id(id)?)
    }

    /// Takes the files of a project, all of them or none.
    pub(crate) fn upload(
        &self,
        files: &[&str],
        variables: &BTreeMap<String, String>,
    ) -> Result<Uploaded, Refusal> {
        let components = files.iter().map(|file| project::read(file, variables));
        let components: Vec<Component> = components.collect::<Result<_, _>>()?;
        let policy = self.setup.options.uploaded_action_url;
        let (mut known, now) = (self.lock(), self.now());
        let mut uploaded = Uploaded::default();
        for component in components {
            match component {
                Component::Action { uid, definition } => {
                    let id = known.registry.upload(&uid, definition, now, policy);
                    uploaded.actions.insert(uid, id.to_string());
                }
                Component::Webhooks(subscriptions) => known.webhooks.install(subscriptions),
                Component::App { scopes } => uploaded.scopes = Some(scopes),
                Component::Other => {}
            }
        }
        self.save(&known);
        Ok(uploaded)
    }

    /// Looks at what changed in the portal since the last time.
    pub(crate) fn note_changes(&self, changes: &[RecordChange]) {
        let mut known = self.lock();
        let names = Names {
            portal_id: self.setup.portal_id,
            app_id: self.setup.app_id,
        };
        if known.webhooks.note(changes, names) {
            self.save(&known);
        }
    }

    /// The batches of webhooks so far.
    pub(crate) fn webhook_batches(&self) -> Vec<WebhookBatch> {
        self.lock().webhooks.batches()
    }

    /// Refuses outcomes that come too late, if those are to be refused. Executions that nobody knows are passed over.
    pub(crate) fn may_complete(&self, callback_id: &str) -> Result<(), Refusal> {
        let mut known = self.lock();
        let now = self.now();
        let policy = self.setup.options.late_completions;
        let Some(execution) = known.execution(callback_id) else {
            return Ok(());
        };
        execution.expire(now);
        execution.may_complete(policy)
    }

    /// Takes an outcome.
    pub(crate) fn complete(&self, callback_id: &str, outputs: &Map<String, Value>) {
        let mut known = self.lock();
        let now = self.now();
        if let Some(execution) = known.execution(callback_id) {
            execution.complete(outputs, now);
            self.save(&known);
        }
    }

    /// Forgets executions and webhooks; definitions and subscriptions stay.
    pub(crate) fn reset(&self) {
        let mut known = self.lock();
        known.executions.clear();
        known.webhooks.forget();
        self.save(&known);
    }
}

impl Known {
    fn execution(&mut self, callback_id: &str) -> Option<&mut Execution> {
        let mut latest_first = self.executions.iter_mut().rev();
        latest_first.find(|execution| execution.callback_id == callback_id)
    }

    /// Puts back what was under way when the portal stopped.
    fn recover(&mut self, now: Timestamp) {
        for execution in &mut self.executions {
            execution.recover(now);
        }
        self.webhooks.recover(now);
    }
}
