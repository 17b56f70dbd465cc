//! Everything the sandbox knows, under one lock: the whole effect of a request happens while it is held.

mod file;

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use fastrand::Rng;
use jiff::Timestamp;
use loopback::clock::Clock;
use serde_json::{Map, Value};

use self::file::{CompanyFile, Content, Entry, Kept};
use crate::company::seed::sample_company;
use crate::company::{Addition, Company, Entity, Settings, Unsaved, Write, WriteKind, view};
use crate::error::SandboxError;
use crate::faults::Scripts;
use crate::grants::Grants;
use crate::journal::Journal;
use crate::options::{CompanyTemplate, SandboxCredentials, SandboxOptions};
use crate::quotas::{Meter, Quotas};
use crate::replay::Replays;
use crate::webhooks::{self, Delivery, Webhooks};

/// The state that the server and the handle share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: SandboxOptions,
    pub(crate) base_url: String,
    pub(crate) realm_id: String,
    /// The pages of the HubSpot account's records, for links.
    pub(crate) record_pages: OnceLock<RecordPages>,
    state: Mutex<State>,
}

/// Gives the address of the page of a HubSpot record, by its type and its id, where there is such a record.
type PageOf = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

/// The pages of HubSpot's records.
#[derive(derive_more::Debug)]
#[debug("RecordPages")]
pub(crate) struct RecordPages(pub(crate) Box<PageOf>);

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
    webhooks: Webhooks,
    /// Where it is kept, when it is.
    file: Option<CompanyFile>,
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

    fn kept(content: Content, options: &SandboxOptions) -> Self {
        let kept = content.first;
        let mut company = Company::from(kept.company);
        let (mut random, mut grants, mut replays) = (kept.random, kept.grants, kept.replays);
        for entry in content.entries {
            match entry {
                Entry::Request {
                    company: addition,
                    answers,
                } => {
                    if let Some(addition) = addition {
                        company.add(addition);
                    }
                    replays.add(answers, &options.request_ids);
                }
                Entry::Grants {
                    random: seed,
                    grants: given,
                } => (random, grants) = (seed, given),
            }
        }
        let grants = grants.under(options.tokens.clone());
        Self::of(company, grants, replays, Rng::with_seed(random), options)
    }

    /// The whole of what is kept.
    fn to_keep(&self) -> Kept {
        Kept {
            random: self.random.get_seed(),
            company: (&self.company).into(),
            grants: self.grants.clone(),
            replays: self.replays.clone(),
        }
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
            webhooks: Webhooks::default(),
            file: None,
        }
    }
}

impl State {
    /// Adds the tokens to the file, when there is one.
    pub(crate) fn save_grants(&mut self) -> Result<(), SandboxError> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.add(&Entry::Grants {
            random: self.random.get_seed(),
            grants: self.grants.clone(),
        })
    }
}

impl Shared {
    /// Opens the file's company, or the sample company.
    pub(crate) fn open(options: SandboxOptions, base_url: String) -> Result<Self, SandboxError> {
        let state = opened(&options)?;
        check_tax_code(&state.company, &options)?;
        Ok(Self {
            options,
            base_url,
            realm_id: state.company.realm_id.clone(),
            record_pages: OnceLock::new(),
            state: Mutex::new(state),
        })
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
            record_pages: OnceLock::new(),
            state: Mutex::new(forked),
        }
    }

    /// The state. A panic elsewhere does not take the sandbox down: writes are whole or not at all.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what a request changed to the file, when there is one.
    pub(crate) fn save(&self, state: &mut State) -> Result<(), SandboxError> {
        let unsaved = state.company.take_unsaved();
        if let Some(unsaved) = &unsaved {
            self.tell(state, unsaved);
        }
        let answers = state.replays.take_unsaved();
        match &mut state.file {
            Some(file) if unsaved.is_some() || !answers.is_empty() => {
                let company = unsaved.map(|unsaved| Addition::of(&state.company, &unsaved));
                file.add(&Entry::Request { company, answers })
            }
            _ => Ok(()),
        }
    }

    /// Puts a webhook of these changes into the row, when somebody is to be told.
    fn tell(&self, state: &mut State, unsaved: &Unsaved) {
        if self.options.webhooks.is_none() {
            return;
        }
        let now = self.options.clock.now();
        let State {
            company, random, ..
        } = state;
        let id = || format!("{:016x}{:016x}", random.u64(..), random.u64(..));
        if let Some(body) = webhooks::events(company, unsaved, now, id) {
            state.webhooks.add(body, now);
        }
    }

    /// The next webhook that is due.
    pub(crate) fn take_due_webhook(&self) -> Option<Delivery> {
        let now = self.options.clock.now();
        self.lock().webhooks.take_due(now)
    }

    /// Settles an attempt to deliver a webhook.
    pub(crate) fn settle_webhook(&self, delivery: Delivery, status: Option<u16>) {
        self.lock().webhooks.settle(delivery, status);
    }

    pub(crate) fn reset(&self) -> Result<(), SandboxError> {
        let mut state = self.lock();
        let template = CompanyTemplate::of_realm(&self.realm_id).unwrap_or(self.options.company);
        state.company = sample_company(template, &self.options)?;
        state.replays = Replays::default();
        state.journal.clear();
        state.scripts.clear();
        state.quotas = self.options.quotas.clone();
        if let Some(file) = &state.file {
            let path = file.path().to_owned();
            state.file = Some(CompanyFile::write_anew(&path, &state.to_keep())?);
        }
        Ok(())
    }

    /// A fresh access token and the present refresh token.
    pub(crate) fn credentials(&self) -> SandboxCredentials {
        let now = self.options.clock.now();
        let mut state = self.lock();
        let State { grants, random, .. } = &mut *state;
        let credentials = grants.credentials(now, random);
        if let Err(error) = state.save_grants() {
            // The token works until the sandbox stops; it is only not known to the next run.
            tracing::error!(%error, "the company's file could not be written");
        }
        credentials
    }

    /// Replaces the app's secret.
    pub(crate) fn rotate_client_secret(&self) -> Result<String, SandboxError> {
        let mut state = self.lock();
        let State { grants, random, .. } = &mut *state;
        let secret = grants.rotate_client_secret(random);
        state.save_grants()?;
        Ok(secret)
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
        let id = body.get("Id").and_then(Value::as_str).unwrap_or_default();
        // Whoever edits by hand need not repeat what every update of an expense must say.
        let present = self.present(entity, id, &["SyncToken", "PaymentType"])?;
        for (name, value) in present {
            body.entry(name).or_insert(value);
        }
        self.write(entity, WriteKind::Update, &body)
    }

    /// Deletes or voids a row.
    pub(crate) fn end(&self, entity: &str, kind: WriteKind, id: &str) -> Result<(), SandboxError> {
        let mut body = self.present(entity, id, &["SyncToken"])?;
        body.insert("Id".to_owned(), Value::from(id));
        self.write(entity, kind, &body).map(|_| ())
    }

    /// These properties of a row, as far as it has them.
    fn present(
        &self,
        entity: &str,
        id: &str,
        names: &[&str],
    ) -> Result<Map<String, Value>, SandboxError> {
        let entity = entity
            .parse()
            .map_err(|_| SandboxError::UnknownEntity(entity.to_owned()))?;
        let state = self.lock();
        let fields = state.company.find(entity, id)?.iter();
        let wanted = fields.filter(|(name, _)| names.contains(&name.as_str()));
        Ok(wanted
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect())
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
        self.save(&mut state)?;
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

/// The file's company, or the sample company, which is then written to the file.
fn opened(options: &SandboxOptions) -> Result<State, SandboxError> {
    let Some(path) = &options.file else {
        return State::first(options);
    };
    let (mut state, is_written) = match file::read(path)? {
        Some(content) => {
            let (stored, is_torn) = (content.stored_rows(), content.is_torn);
            let state = State::kept(content, options);
            // Once most of what is read is out of date, the file is worth writing anew.
            let is_written = !is_torn && stored <= 2 * state.company.row_count();
            (state, is_written)
        }
        None => (State::first(options)?, false),
    };
    state.file = Some(if is_written {
        CompanyFile::go_on(path)?
    } else {
        CompanyFile::write_anew(path, &state.to_keep())?
    });
    Ok(state)
}

fn into_fields(body: Value) -> Map<String, Value> {
    match body {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
