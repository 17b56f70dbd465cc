//! Everything the sandbox knows, under one lock: the whole effect of a request happens while it is held.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use serde::{Deserialize, Serialize};

use crate::apps::{APP_ID, Apps, CLIENT_ID, CLIENT_SECRET, DEVELOPER_KEY};
use crate::error::SandboxError;
use crate::faults::Scripts;
use crate::journal::Journal;
use crate::limits::{Meter, RateLimits};
use crate::object_type::ObjectType;
use crate::options::{SampleRecords, SandboxCredentials, SandboxOptions};
use crate::portal::{Portal, seed};
use crate::refusal::Refusal;
use crate::workflows::{EnrolledRecord, Enrollment, Setup, Workflows};

/// The state that the server and the handle share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: SandboxOptions,
    pub(crate) base_url: String,
    pub(crate) portal_id: u64,
    /// Definitions and executions of workflow actions, which have a lock of their own.
    pub(crate) workflows: Arc<Workflows>,
    state: Mutex<State>,
}

/// The part of it that changes.
pub(crate) struct State {
    pub(crate) portal: Portal,
    pub(crate) apps: Apps,
    /// The token of the app that the credentials are of.
    pub(crate) private_token: String,
    pub(crate) journal: Journal,
    pub(crate) scripts: Scripts,
    pub(crate) meter: Meter,
    pub(crate) limits: RateLimits,
    pub(crate) random: Rng,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Where the random numbers go on, so that no token is given twice.
    random: u64,
    portal: Portal,
    apps: Apps,
    private_token: String,
}

impl State {
    fn first(options: &SandboxOptions) -> Result<Kept, SandboxError> {
        let mut random = Rng::with_seed(options.seed);
        let mut apps = Apps::default();
        let private_token = apps.install_private(options.scopes.clone(), &mut random);
        Ok(Kept {
            random: random.get_seed(),
            portal: records(options)?,
            apps,
            private_token,
        })
    }

    fn kept(&self) -> Kept {
        Kept {
            random: self.random.get_seed(),
            portal: self.portal.clone(),
            apps: self.apps.clone(),
            private_token: self.private_token.clone(),
        }
    }

    fn of(kept: Kept, options: &SandboxOptions) -> Self {
        Self {
            portal: kept.portal,
            apps: kept.apps,
            private_token: kept.private_token,
            journal: Journal::default(),
            scripts: Scripts::default(),
            meter: Meter::default(),
            limits: options.limits.clone(),
            random: Rng::with_seed(kept.random),
        }
    }
}

fn records(options: &SandboxOptions) -> Result<Portal, SandboxError> {
    let mut portal = match options.records {
        SampleRecords::Business => seed::sample_portal()?,
        SampleRecords::None => seed::empty_portal()?,
    };
    for planted in &options.planted {
        portal.plant(planted.known_type()?, planted.record.clone())?;
    }
    Ok(portal)
}

impl Shared {
    /// Opens the file's portal, or the sample business.
    pub(crate) fn open(options: SandboxOptions, base_url: String) -> Result<Self, SandboxError> {
        let kept = match kept(&options)? {
            Some(kept) => kept,
            None => State::first(&options)?,
        };
        let state = State::of(kept, &options);
        let workflows = Workflows::open(Setup {
            options: options.workflows.clone(),
            clock: options.clock.clone(),
            portal_id: state.portal.id,
            app_id: APP_ID,
            client_secret: CLIENT_SECRET.to_owned(),
            file: options
                .file
                .as_ref()
                .map(|file| file.with_extension("workflows.json")),
        })?;
        let shared = Self {
            options,
            base_url,
            portal_id: state.portal.id,
            workflows: Arc::new(workflows),
            state: Mutex::new(state),
        };
        shared.save(&shared.lock())?;
        Ok(shared)
    }

    /// The same portal once more, without journal, scripts and file.
    pub(crate) fn fork(&self) -> Self {
        let options = SandboxOptions {
            file: None,
            ..self.options.clone()
        };
        let state = State::of(self.lock().kept(), &options);
        Self {
            options,
            base_url: self.base_url.clone(),
            portal_id: self.portal_id,
            workflows: Arc::new(self.workflows.fork()),
            state: Mutex::new(state),
        }
    }

    /// The state. A panic elsewhere does not take the sandbox down: writes are whole or not at all.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets subscribers know what changed, and writes the file, when there is one: a new file beside it first, then its
    /// name.
    pub(crate) fn save(&self, state: &State) -> Result<(), SandboxError> {
        self.workflows.note_changes(&state.portal.changes);
        let Some(path) = &self.options.file else {
            return Ok(());
        };
        let kept = state.kept();
        let malformed = |source| SandboxError::Malformed {
            path: path.clone(),
            source,
        };
        let content = serde_json::to_vec(&kept).map_err(malformed)?;
        let written = loopback::private_file::replace(path, &content);
        written.map_err(|source| SandboxError::File {
            path: path.clone(),
            source,
        })
    }

    /// Puts the records of the first day back. Tokens and their scopes stay.
    pub(crate) fn reset(&self) -> Result<(), SandboxError> {
        let mut state = self.lock();
        state.portal = records(&self.options)?;
        state.journal.clear();
        state.scripts.clear();
        state.meter = Meter::default();
        state.limits = self.options.limits.clone();
        self.workflows.reset();
        self.save(&state)
    }

    /// Takes a project of HubSpot's command line, and gives the ids of its actions by their names. The app's token has
    /// the scopes that its file requires, and no other.
    pub(crate) fn upload(
        &self,
        files: &[&str],
        variables: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, SandboxError> {
        let uploaded = self.workflows.upload(files, variables)?;
        if let Some(scopes) = uploaded.scopes {
            let mut state = self.lock();
            let token = state.private_token.clone();
            state.apps.grant(&token, scopes);
            self.save(&state)?;
        }
        Ok(uploaded.actions)
    }

    /// Enrols a record in an action, as it is now; gives the callback id.
    pub(crate) fn enroll(&self, enrollment: Enrollment) -> Result<String, SandboxError> {
        let object_type = ObjectType::known(&enrollment.object_type)?;
        let record = {
            let state = self.lock();
            let portal = &state.portal;
            let id = portal.read(object_type, &enrollment.object_id, None, false)?;
            let values = portal.values(object_type, id);
            values.map(|values| EnrolledRecord {
                object_type,
                id,
                values,
            })
        };
        let record = record.ok_or_else(Refusal::no_record)?;
        let (action, inputs) = (&enrollment.action, enrollment.inputs);
        Ok(self.workflows.enroll(record, action, inputs)?)
    }

    pub(crate) fn credentials(&self) -> SandboxCredentials {
        SandboxCredentials {
            portal_id: self.portal_id,
            access_token: self.lock().private_token.clone(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            app_id: APP_ID,
            developer_key: DEVELOPER_KEY.to_owned(),
        }
    }
}

/// The file's content, if there is a file.
fn kept(options: &SandboxOptions) -> Result<Option<Kept>, SandboxError> {
    let Some(path) = options.file.as_ref().filter(|path| path.exists()) else {
        return Ok(None);
    };
    let content = std::fs::read(path).map_err(|source| SandboxError::File {
        path: path.clone(),
        source,
    })?;
    let kept = serde_json::from_slice(&content);
    kept.map(Some).map_err(|source| SandboxError::Malformed {
        path: path.clone(),
        source,
    })
}
