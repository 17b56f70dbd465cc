//! From an event to a response: one read, resolve, claim, post, record.

mod content;
mod finish;
mod prepare;
mod read;

use jiff::{SignedDuration, Timestamp};
use quickbooks::{Client, Endpoint, Fault, Transport};
use storage::{Ledger, Mappings, Snapshot, SnapshotReader, Tokens};

use crate::action::Action;
use crate::books::{Books, rejected};
use crate::commit::{Claimed, Commit, Committed, Step, next_step};
use crate::engine::Engine;
use crate::environment::Environment;
use crate::request::parse;
use crate::resolve::{Resolver, Trust};
use crate::response::Warning;
use crate::{ActionError, Response};
use finish::Finish;
use prepare::Prepared;

/// The storage ports an action uses.
pub trait Store: SnapshotReader + Mappings + Ledger + Tokens + Clone + Send + Sync {}

impl<S: SnapshotReader + Mappings + Ledger + Tokens + Clone + Send + Sync> Store for S {}

/// Runs an action on an event, and comes back before `deadline`.
///
/// The warm path, with everything mapped and a fresh token, costs one read, one claim and one record
/// in the store, and one request to QuickBooks, which is a write.
///
/// # Errors
///
/// Every error of the contract; see [`ActionError`].
pub async fn run<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    event: &[u8],
    deadline: Timestamp,
) -> Result<Response, ActionError> {
    let request = parse(event)?;
    prepare::check_record::<A>(&request)?;
    let snapshot = engine
        .store
        .read(&read::read_request::<A>(&request))
        .await?;
    let prepared = Prepared::<A>::new(request, &snapshot, engine.environment.now())?;
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
        throttle_wait: settings.throttle_wait(),
    };
    let commit = Commit {
        store: &engine.store,
        books: &books,
        identity: &prepared.identity,
        memory: SignedDuration::from_mins(settings.quickbooks.request_id_memory_minutes.into()),
    };
    Run {
        engine,
        prepared: &prepared,
        snapshot: &snapshot,
        commit: &commit,
    }
    .go()
    .await
}

/// One run of an action, once everything that needs no QuickBooks is known.
struct Run<'e, A: Action, S, T, E> {
    engine: &'e Engine<S, T, E>,
    prepared: &'e Prepared<A>,
    snapshot: &'e Snapshot,
    commit: &'e Commit<'e, S, T, E>,
}

/// Where to claim from: the version of the entry, and the generation of the request id.
type Start = (Option<storage::Version>, u32);

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    async fn go(&self) -> Result<Response, ActionError> {
        let prepared = self.prepared;
        let entry = self.snapshot.entries.get(prepared.identity.key());
        let now = self.engine.environment.now();
        match next_step(entry, &prepared.fingerprint, now) {
            Step::Repeat {
                response,
                same_content,
            } => prepared.repeat(&response, same_content),
            _ if prepared.common.dry_run => self.preview().await,
            Step::Wait { until } => Err(ActionError::InProgress {
                detail: format!(
                    "another invocation is at work on {} until {until}",
                    prepared.label()
                ),
            }),
            Step::Start {
                expected,
                generation,
            } => self.start((expected, generation)).await,
            Step::TakeOver(found) => self.take_over(found).await,
        }
    }

    async fn preview(&self) -> Result<Response, ActionError> {
        self.prepared.check_draft()?;
        let resolver = self.resolver(0, Trust::Mappings, false);
        let found = resolver
            .resolve(&self.prepared.needs, &self.snapshot.mappings)
            .await?;
        self.prepared.preview(&found)
    }

    /// Resolves, claims and posts; a mapping that QuickBooks no longer accepts is healed, once.
    async fn start(&self, start: Start) -> Result<Response, ActionError> {
        self.prepared.check_draft()?;
        match self.attempt(start, Trust::Mappings).await? {
            Attempt::Made(response) => Ok(response),
            Attempt::Refused { fault, start, .. } if fault.is_stale_reference() => {
                self.heal(start, fault).await
            }
            Attempt::Refused {
                fault, intuit_tid, ..
            } => Err(self.rejected(&fault, intuit_tid)),
        }
    }

    async fn heal(&self, start: Start, cause: Fault) -> Result<Response, ActionError> {
        match self.attempt(start, Trust::OnlyQuickBooks).await? {
            Attempt::Made(response) => Ok(response),
            Attempt::Refused {
                fault, intuit_tid, ..
            } => {
                tracing::warn!(code = cause.code(), "resolving again did not help");
                Err(self.rejected(&fault, intuit_tid))
            }
        }
    }

    async fn attempt(&self, start: Start, trust: Trust) -> Result<Attempt, ActionError> {
        let (expected, generation) = start;
        let prepared = self.prepared;
        let resolver = self.resolver(generation, trust, true);
        let found = resolver
            .resolve(&prepared.needs, &self.snapshot.mappings)
            .await?;
        let (body, mut context) = prepared.draft(&found)?;
        if found.healed {
            context.warnings.push(Warning::healed());
        }
        let fingerprint = prepared.fingerprint.clone();
        let (body, context) = (finish::to_bytes(&body)?, context.to_text()?);
        let claim = self
            .commit
            .claim(expected, generation, fingerprint, body, context)
            .await?;
        let committed = self.commit.post_claimed(&claim).await?;
        self.outcome(&claim, committed).await
    }

    async fn take_over(&self, found: Claimed) -> Result<Response, ActionError> {
        let same_content = found.fingerprint == self.prepared.fingerprint;
        let claim = self.commit.take_over(found).await?;
        let committed = self.commit.post_taken_over(&claim).await?;
        match self.outcome(&claim, committed).await? {
            Attempt::Made(response) if same_content => Ok(response),
            Attempt::Made(response) => Err(self.prepared.conflict(&response)),
            // What was claimed was not made, so what is asked now can be.
            Attempt::Refused { start, fault, .. }
                if fault.is_stale_reference() || !same_content =>
            {
                self.heal(start, fault).await
            }
            Attempt::Refused {
                fault, intuit_tid, ..
            } => Err(self.rejected(&fault, intuit_tid)),
        }
    }

    async fn outcome(&self, claim: &Claimed, committed: Committed) -> Result<Attempt, ActionError> {
        match committed {
            Committed::Made(document) => {
                let finish = Finish { run: self, claim };
                Ok(Attempt::Made(finish.response(&document).await?))
            }
            Committed::Refused {
                fault,
                intuit_tid,
                version,
                generation,
            } => Ok(Attempt::Refused {
                fault,
                intuit_tid,
                start: (Some(version), generation),
            }),
        }
    }

    fn resolver(&self, generation: u32, trust: Trust, write: bool) -> Resolver<'_, S, T, E> {
        Resolver {
            store: &self.engine.store,
            books: self.commit.books,
            settings: &self.prepared.settings,
            identity: &self.prepared.identity,
            generation,
            redactor: &self.prepared.redactor,
            trust,
            write,
        }
    }

    fn rejected(&self, fault: &Fault, intuit_tid: Option<String>) -> ActionError {
        rejected(fault, intuit_tid, &self.prepared.redactor)
    }
}

/// What came of one attempt to make the document.
enum Attempt {
    Made(Response),
    Refused {
        fault: Fault,
        intuit_tid: Option<String>,
        start: Start,
    },
}
