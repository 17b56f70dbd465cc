//! From an event to a response: one read, resolve, claim, post, record.

pub mod failed;
mod fingerprint;
mod finish;
mod making;
mod needing;
pub mod phase;
mod prepare;
mod snapshot;
mod unit;

use jiff::Timestamp;
use quickbooks::{Client, Endpoint, Transport};
use storage::{
    EntryState, Ledger, LedgerEntry, Mappings, Quota, Quotas, Snapshot, SnapshotReader, Tokens,
};
use tracing::Instrument;

use crate::action::Action;
use crate::books::Books;
use crate::books::engine::Engine;
use crate::books::environment::Environment;
use crate::commit::{Commit, Identity, Standing, Step, made_before, next_step};
use crate::pipeline::phase::Phase;
use crate::request::parse;
use crate::resolve::{Resolved, Resolver, Trust};
use crate::response::Creation;
use crate::settings::NumberTaken;
use crate::{ActionError, Response};
use making::Making;
use prepare::{Preparation, Prepared};
use unit::Unit;

/// The storage ports an action uses.
pub trait Store:
    SnapshotReader + Mappings + Ledger + Tokens + Quotas + Clone + Send + Sync
{
}

impl<S: SnapshotReader + Mappings + Ledger + Tokens + Quotas + Clone + Send + Sync> Store for S {}

/// How often the store is read: once, and once more where an earlier document of the record had to
/// be finished first, since what is due now depends on it.
const ROUNDS: usize = 2;

/// Runs an action on an event, and comes back before `deadline`.
///
/// The warm path, with everything mapped and a fresh token, costs one read, and for each document
/// one claim and one record in the store and one request to QuickBooks, which is a write.
///
/// # Errors
///
/// Every error of the contract; see [`ActionError`].
pub async fn run<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    event: &[u8],
    deadline: Timestamp,
) -> Result<Response, ActionError> {
    for _ in 0..ROUNDS {
        if let Some(response) = round::<A, S, T, E>(engine, event, deadline).await? {
            return Ok(response);
        }
    }
    Err(ActionError::InProgress {
        detail: "another invocation is at work on earlier documents of the record".to_owned(),
    })
}

/// One read and what follows from it; none where the record has gone on since what was finished.
async fn round<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    event: &[u8],
    deadline: Timestamp,
) -> Result<Option<Response>, ActionError> {
    let request = parse(event)?;
    prepare::check_record::<A>(&request)?;
    let snapshot = engine
        .store
        .read(&snapshot::read_request::<A>(&request))
        .instrument(Phase::Read.span())
        .await?;
    let now = engine.environment.now();
    let prepared = match Prepared::<A>::of(request, &snapshot, now)? {
        Preparation::Ready(prepared) => prepared,
        Preparation::Nothing { reason } => return Ok(Some(Response::nothing_to_do(&reason))),
    };
    let settings = &prepared.settings;
    let endpoint =
        Endpoint::new(&engine.api.base_url, &settings.company.realm_id).map_err(|error| {
            ActionError::SettingMissing {
                message: error.to_string(),
            }
        })?;
    let books = Books {
        client: Client::new(&engine.transport, endpoint),
        access: &engine.access,
        connection: &prepared.connection,
        environment: &engine.environment,
        deadline,
        usage: &engine.usage,
        limits: settings.quickbooks.quota.clone(),
        throttle_wait: settings.throttle_wait(),
    };
    let run = Run {
        engine,
        prepared: &prepared,
        snapshot: &snapshot,
        books: &books,
    };
    run.learn_quotas();
    let response = run.go().await;
    run.tell_quotas().await;
    response
}

/// One run of an action, once everything that needs no QuickBooks is known.
struct Run<'e, A: Action, S, T, E> {
    engine: &'e Engine<S, T, E>,
    prepared: &'e Prepared<A>,
    snapshot: &'e Snapshot,
    books: &'e Books<'e, S, T, E>,
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Makes the action's documents one after the other; those that are made already are passed over.
    ///
    /// Documents that belong together are made all of them or none: what was begun with other content
    /// is finished before that is told, and if one is refused for good those before it are deleted.
    async fn go(&self) -> Result<Option<Response>, ActionError> {
        let mut unit = Unit::default();
        for document in A::DOCUMENTS {
            let identity = self.prepared.identity(*document);
            let step = self.step(&identity, &unit);
            if self.is_made(&identity, &step, &mut unit)? {
                continue;
            }
            self.check_company(&step, &unit)?;
            if self.prepared.common.dry_run {
                return self.preview(&unit).await.map(Some);
            }
            let taken_over = matches!(step, Step::TakeOver(_));
            let making = Making {
                run: self,
                commit: self.commit(&identity),
                identity: &identity,
            };
            if let Err(error) = making.make(step, &mut unit).await {
                return Err(self.undo(&unit, error).await);
            }
            let latest = unit.latest().filter(|_| taken_over);
            if latest.is_some_and(|response| A::goes_on(&self.prepared.subject, response)) {
                return Ok(None);
            }
        }
        match unit.conflict() {
            Some(made) => Err(self.prepared.conflict(made)),
            None => unit.into_response().map(Some),
        }
    }

    /// Takes in which quotas others found used up.
    fn learn_quotas(&self) {
        let (engine, company) = (self.engine, &self.prepared.settings.company.realm_id);
        let now = engine.environment.now();
        engine.usage.learn(company, &self.snapshot.used_up, now);
        if let Some(until) = engine.usage.used_up_until(company, Quota::Tokens, now) {
            let wait = until.duration_since(now).unsigned_abs();
            engine
                .access
                .hold_back(&self.prepared.connection, now, wait);
        }
    }

    /// Tells the others which quotas this run found used up. If that fails, they find out by
    /// themselves.
    async fn tell_quotas(&self) {
        let (engine, connection) = (self.engine, &self.prepared.connection);
        let company = &self.prepared.settings.company.realm_id;
        for (quota, until) in engine.usage.news(company) {
            let noted = engine.store.note_used_up(connection, quota, until).await;
            if let Err(error) = noted {
                tracing::warn!(%quota, %error, "the others are not told that a quota is used up");
            }
        }
    }

    /// Whether a document is made and no further one is due; then it is added to the unit.
    fn is_made(
        &self,
        identity: &Identity,
        step: &Step,
        unit: &mut Unit,
    ) -> Result<bool, ActionError> {
        let Step::Repeat {
            response,
            same_content,
        } = step
        else {
            return Ok(false);
        };
        let recorded = prepare::read_recorded(response)?;
        if A::goes_on(&self.prepared.subject, &recorded) {
            return Ok(false);
        }
        if let Some(standing) = self.standing(identity) {
            unit.add_recorded(standing, recorded);
        }
        if !same_content {
            unit.conflicts();
        }
        Ok(true)
    }

    /// What was begun in a company that the connection has left cannot be finished in this one.
    fn check_company(&self, step: &Step, unit: &Unit) -> Result<(), ActionError> {
        let left = match step {
            Step::Elsewhere { company } => Some(company.as_str()),
            Step::Repeat { .. } | Step::Wait { .. } | Step::Start { .. } | Step::TakeOver(_) => {
                unit.elsewhere(self.books.company())
            }
        };
        let left = left.map(|company| self.prepared.begun_elsewhere(company));
        left.map_or(Ok(()), Err)
    }

    /// Whether the record has gone on since the document of this entry.
    fn has_gone_on(&self, entry: &LedgerEntry) -> Result<bool, ActionError> {
        match &entry.state {
            EntryState::Done { response, .. } => {
                let recorded = prepare::read_recorded(response)?;
                Ok(A::goes_on(&self.prepared.subject, &recorded))
            }
            EntryState::Open | EntryState::Claimed { .. } => Ok(true),
        }
    }

    fn standing(&self, identity: &Identity) -> Option<Standing> {
        let entry = self.snapshot.entries.get(identity.key())?;
        match &entry.value.state {
            EntryState::Done { document, .. } => Some(Standing {
                kind: identity.document(),
                id: document.id.clone(),
                version: entry.version,
                generation: entry.value.generation,
                company: entry.value.company.clone(),
                fingerprint: entry.value.fingerprint.clone(),
            }),
            EntryState::Open | EntryState::Claimed { .. } => None,
        }
    }

    /// Deletes what was made already, since the next document that belongs to it failed for good;
    /// hands back why. A failure that a retry may mend leaves all as it is, to be finished.
    async fn undo(&self, unit: &Unit, error: ActionError) -> ActionError {
        if error.is_retryable() {
            return error;
        }
        for standing in unit.standing().iter().rev() {
            let identity = self.prepared.identity(standing.kind);
            let commit = self.commit(&identity);
            match commit.undo(standing, &self.prepared.redactor).await {
                Ok(true) => {}
                Ok(false) => return error.left_behind(standing.kind, &standing.id),
                Err(failure) => return failure,
            }
        }
        error
    }

    /// What to do about a document; a made one that the record has gone on from is started anew.
    fn step(&self, identity: &Identity, unit: &Unit) -> Step {
        let entry = self.snapshot.entries.get(identity.key());
        let fingerprint = unit.fingerprint().unwrap_or(&self.prepared.fingerprint);
        let now = self.engine.environment.now();
        next_step(entry, fingerprint, self.books.company(), now)
    }

    fn commit<'c>(&'c self, identity: &'c Identity) -> Commit<'c, S, T, E> {
        Commit {
            store: &self.engine.store,
            books: self.books,
            identity,
            memory: self.prepared.settings.request_id_memory(),
            payment_link: A::wants_payment_link(&self.prepared.own),
            allow_duplicate_number: self.prepared.settings.document_number_taken
                == NumberTaken::Allow,
            before: self
                .snapshot
                .entries
                .get(identity.key())
                .and_then(|entry| made_before(&entry.value)),
        }
    }

    async fn preview(&self, unit: &Unit) -> Result<Response, ActionError> {
        let found = self
            .resolve(
                &self.prepared.identity(unit.next::<A>()),
                0,
                Trust::Mappings,
                false,
            )
            .await?;
        let creations = found.creations.iter();
        let mut preview: Vec<Creation> = creations
            .map(|(kind, body)| Creation::new(*kind, body.clone()))
            .collect();
        let bodies = self.prepared.bodies(&found, unit.made())?;
        preview.extend(
            bodies
                .into_iter()
                .map(|(kind, body)| Creation::new(kind, body)),
        );
        self.prepared.preview(&found, preview)
    }

    /// Resolves what the documents need; `write` is off for a preview.
    async fn resolve(
        &self,
        identity: &Identity,
        generation: u32,
        trust: Trust,
        write: bool,
    ) -> Result<Resolved, ActionError> {
        self.prepared.check_draft()?;
        let resolver = Resolver {
            store: &self.engine.store,
            books: self.books,
            settings: &self.prepared.settings,
            identity,
            generation,
            redactor: &self.prepared.redactor,
            trust,
            write,
        };
        resolver
            .resolve(&self.prepared.needs, &self.snapshot.mappings)
            .instrument(Phase::Resolve.span())
            .await
    }
}
