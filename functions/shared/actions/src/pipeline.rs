//! From an event to a response: one read, resolve, claim, post, record.

mod content;
mod finish;
mod making;
mod needing;
mod prepare;
mod read;
mod totals;
mod unit;

use jiff::Timestamp;
use quickbooks::{Client, Endpoint, Transport};
use storage::{Ledger, Mappings, Snapshot, SnapshotReader, Tokens};

use crate::action::Action;
use crate::books::Books;
use crate::commit::{Commit, Identity, Step, next_step};
use crate::engine::Engine;
use crate::environment::Environment;
use crate::request::parse;
use crate::resolve::{Resolved, Resolver, Trust};
use crate::response::Creation;
use crate::{ActionError, Response};
use making::Making;
use prepare::{Preparation, Prepared};
use unit::Unit;

/// The storage ports an action uses.
pub trait Store: SnapshotReader + Mappings + Ledger + Tokens + Clone + Send + Sync {}

impl<S: SnapshotReader + Mappings + Ledger + Tokens + Clone + Send + Sync> Store for S {}

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
    let request = parse(event)?;
    prepare::check_record::<A>(&request)?;
    let snapshot = engine
        .store
        .read(&read::read_request::<A>(&request))
        .await?;
    let now = engine.environment.now();
    let prepared = match Prepared::<A>::of(request, &snapshot, now)? {
        Preparation::Ready(prepared) => prepared,
        Preparation::Nothing { reason } => return Ok(Response::nothing_to_do(&reason)),
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
        throttle_wait: settings.throttle_wait(),
    };
    Run {
        engine,
        prepared: &prepared,
        snapshot: &snapshot,
        books: &books,
    }
    .go()
    .await
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
    async fn go(&self) -> Result<Response, ActionError> {
        let mut unit = Unit::default();
        for document in A::DOCUMENTS {
            let identity = self.prepared.identity(*document);
            let step = self.step(&identity);
            if let Step::Repeat {
                response,
                same_content,
            } = &step
            {
                let recorded = prepare::read_recorded(response)?;
                if !A::goes_on(&self.prepared.subject, &recorded) {
                    if !same_content {
                        return Err(self.prepared.conflict(&recorded));
                    }
                    unit.add_recorded(*document, recorded);
                    continue;
                }
            }
            if self.prepared.common.dry_run {
                return self.preview(&unit).await;
            }
            let making = Making {
                run: self,
                commit: self.commit(&identity),
                identity: &identity,
            };
            making.make(step, &mut unit).await?;
        }
        unit.into_response()
    }

    /// What to do about a document; a made one that the record has gone on from is started anew.
    fn step(&self, identity: &Identity) -> Step {
        let entry = self.snapshot.entries.get(identity.key());
        next_step(
            entry,
            &self.prepared.fingerprint,
            self.engine.environment.now(),
        )
    }

    fn commit<'c>(&'c self, identity: &'c Identity) -> Commit<'c, S, T, E> {
        Commit {
            store: &self.engine.store,
            books: self.books,
            identity,
            memory: self.prepared.settings.request_id_memory(),
            payment_link: A::wants_payment_link(&self.prepared.own),
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
            .await
    }
}
