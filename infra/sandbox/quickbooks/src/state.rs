//! Everything the sandbox knows, under one lock: the whole effect of a request happens while it is held.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::clock::Clock;
use crate::company::seed::sample_company;
use crate::company::{Company, Entity, Settings, Snapshot, Write, WriteKind, view};
use crate::error::SandboxError;
use crate::faults::Scripts;
use crate::grants::Grants;
use crate::journal::Journal;
use crate::options::{CompanyTemplate, SandboxCredentials, SandboxOptions};
use crate::quotas::{Meter, Quotas};
use crate::replay::Replays;

/// The state that the server and the handle share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: SandboxOptions,
    pub(crate) base_url: String,
    pub(crate) realm_id: String,
    state: Mutex<State>,
}

/// The part of it that changes.
pub(crate) struct State {
    pub(crate) company: Company,
    pub(crate) grants: Grants,
    pub(crate) replays: Replays,
    pub(crate) journal: Journal,
    pub(crate) scripts: Scripts,
    pub(crate) meter: Meter,
    pub(crate) quotas: Quotas,
    pub(crate) random: Rng,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl State {
    /// The sample company with one connection.
    fn first(options: &SandboxOptions) -> Result<Self, SandboxError> {
        let mut random = Rng::with_seed(options.seed);
        let now = options.clock.now();
        let grants = Grants::connected(options.tokens.clone(), now, &mut random);
        Ok(Self::of(
            sample_company(options.company, options)?,
            grants,
            Replays::default(),
            random,
            options,
        ))
    }

    fn kept(kept: Kept, options: &SandboxOptions) -> Self {
        let grants = kept.grants.under(options.tokens.clone());
        let random = Rng::with_seed(kept.random);
        Self::of(kept.company.into(), grants, kept.replays, random, options)
    }

    fn of(
        company: Company,
        grants: Grants,
        replays: Replays,
        random: Rng,
        options: &SandboxOptions,
    ) -> Self {
        Self {
            company,
            grants,
            replays,
            journal: Journal::default(),
            scripts: Scripts::default(),
            meter: Meter::default(),
            quotas: options.quotas.clone(),
            random,
        }
    }
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Where the random numbers go on, so that no token is given twice.
    random: u64,
    company: Snapshot,
    grants: Grants,
    replays: Replays,
}

impl Shared {
    /// Opens the file's company, or the sample company.
    pub(crate) fn open(options: SandboxOptions, base_url: String) -> Result<Self, SandboxError> {
        let state = match kept(&options)? {
            Some(kept) => State::kept(kept, &options),
            None => State::first(&options)?,
        };
        check_tax_code(&state.company, &options)?;
        let shared = Self {
            options,
            base_url,
            realm_id: state.company.realm_id.clone(),
            state: Mutex::new(state),
        };
        shared.save(&shared.lock())?;
        Ok(shared)
    }

    /// The same company, connections and memory under another clock; journal and scripts are empty, and
    /// what happens to one of the two from now on, the other does not see. It is kept in no file.
    pub(crate) fn fork(&self, clock: Clock) -> Self {
        let options = SandboxOptions {
            clock,
            file: None,
            ..self.options.clone()
        };
        let state = self.lock();
        let forked = State::of(
            state.company.clone(),
            state.grants.clone(),
            state.replays.clone(),
            state.random.clone(),
            &options,
        );
        drop(state);
        Self {
            options,
            base_url: self.base_url.clone(),
            realm_id: self.realm_id.clone(),
            state: Mutex::new(forked),
        }
    }

    /// The state. A panic elsewhere does not take the sandbox down: writes are whole or not at all.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the file, when there is one: a new file beside it first, then its name.
    pub(crate) fn save(&self, state: &State) -> Result<(), SandboxError> {
        let Some(path) = &self.options.file else {
            return Ok(());
        };
        let kept = Kept {
            random: state.random.get_seed(),
            company: (&state.company).into(),
            grants: state.grants.clone(),
            replays: state.replays.clone(),
        };
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

    pub(crate) fn reset(&self) -> Result<(), SandboxError> {
        let mut state = self.lock();
        let template = CompanyTemplate::of_realm(&self.realm_id).unwrap_or(self.options.company);
        state.company = sample_company(template, &self.options)?;
        state.replays = Replays::default();
        state.journal.clear();
        state.scripts.clear();
        state.quotas = self.options.quotas.clone();
        self.save(&state)
    }

    /// A fresh access token and the present refresh token.
    pub(crate) fn credentials(&self) -> SandboxCredentials {
        let now = self.options.clock.now();
        let mut state = self.lock();
        let State { grants, random, .. } = &mut *state;
        let credentials = grants.credentials(now, random);
        if let Err(error) = self.save(&state) {
            // The token works until the sandbox stops; it is only not known to the next run.
            tracing::error!(%error, "the company's file could not be written");
        }
        credentials
    }

    pub(crate) fn documents(&self, entity: &str) -> Vec<Value> {
        let Ok(entity) = entity.parse::<Entity>() else {
            return Vec::new();
        };
        let state = self.lock();
        let mut rows: Vec<_> = state.company.rows(entity).collect();
        rows.sort_by_key(|row| {
            row.fields
                .get("Id")
                .and_then(Value::as_str)
                .and_then(|id| id.parse::<u64>().ok())
        });
        rows.into_iter()
            .map(|row| view::listed(&state.company, entity, row))
            .collect()
    }

    pub(crate) fn insert(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        self.write(entity, WriteKind::Create, &into_fields(body))
    }

    pub(crate) fn edit(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        let mut body = into_fields(body);
        body.entry("sparse").or_insert(Value::Bool(true));
        if !body.contains_key("SyncToken") {
            let id = body.get("Id").and_then(Value::as_str).unwrap_or_default();
            let token = self.sync_token(entity, id)?;
            body.insert("SyncToken".to_owned(), token);
        }
        self.write(entity, WriteKind::Update, &body)
    }

    /// Deletes or voids a row.
    pub(crate) fn end(&self, entity: &str, kind: WriteKind, id: &str) -> Result<(), SandboxError> {
        let body = json!({"Id": id, "SyncToken": self.sync_token(entity, id)?});
        self.write(entity, kind, &into_fields(body)).map(|_| ())
    }

    fn sync_token(&self, entity: &str, id: &str) -> Result<Value, SandboxError> {
        let entity = entity
            .parse()
            .map_err(|_| SandboxError::UnknownEntity(entity.to_owned()))?;
        let state = self.lock();
        let token = state.company.find(entity, id)?.get("SyncToken").cloned();
        Ok(token.unwrap_or_default())
    }

    fn write(
        &self,
        entity: &str,
        kind: WriteKind,
        body: &Map<String, Value>,
    ) -> Result<Value, SandboxError> {
        let entity = entity
            .parse()
            .map_err(|_| SandboxError::UnknownEntity(entity.to_owned()))?;
        let settings = self.settings(self.options.clock.now());
        let mut state = self.lock();
        let row = state
            .company
            .write(&Write { entity, kind, body }, &settings)?;
        self.save(&state)?;
        Ok(row)
    }

    /// The circumstances of a write at this moment.
    pub(crate) fn settings(&self, now: Timestamp) -> Settings {
        Settings::of(&self.options, now)
    }
}

/// A code that no company has would tax nothing and say nothing.
fn check_tax_code(company: &Company, options: &SandboxOptions) -> Result<(), SandboxError> {
    match &options.default_us_tax_code {
        Some(code) if company.is_us() && company.fields(Entity::TaxCode, code).is_none() => {
            Err(SandboxError::UnknownTaxCode(code.clone()))
        }
        _ => Ok(()),
    }
}

fn kept(options: &SandboxOptions) -> Result<Option<Kept>, SandboxError> {
    let Some(path) = options.file.as_ref().filter(|path| path.exists()) else {
        return Ok(None);
    };
    let content = std::fs::read(path).map_err(|source| SandboxError::File {
        path: path.clone(),
        source,
    })?;
    serde_json::from_slice(&content)
        .map(Some)
        .map_err(|source| SandboxError::Malformed {
            path: path.clone(),
            source,
        })
}

fn into_fields(body: Value) -> Map<String, Value> {
    match body {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
