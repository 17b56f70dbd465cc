//! From an event to a response: the record, one read, resolve, claim, post, record.
//!
//! A run goes through stages, each of which takes the value that the one before made:
//!
//! | stage | module | value |
//! |---|---|---|
//! | load | `load`, [`crate::records`] | [`crate::request::EnrolledRecord`] |
//! | read | `snapshot` | [`storage::Snapshot`] |
//! | settings, options, sale | `given`, `sale` | `Given`, [`SaleStanding`] |
//! | prepare | `prepare`, `needs`, `fingerprint` | `Prepared` |
//! | decide what each document needs | `walk`, `step` | `Step` |
//! | rehearse and draft | `draft` | `Drafted` |
//! | resolve | [`crate::resolve`] | `Resolved` |
//! | claim, post | `attempt`, [`crate::commit`] | `Claim`, `Posted` |
//! | compare, e-mail, record | `judgement`, `completion` | `Recorded` |
//! | answer | `document_set`, `preview` | [`Response`] |

mod attempt;
mod company;
mod completion;
mod conflict;
mod context;
mod document_set;
mod draft;
mod expected;
pub mod failed;
mod fingerprint;
mod given;
mod identities;
mod judgement;
mod load;
mod needs;
pub mod phase;
mod prepare;
mod preview;
mod quotas;
mod refused;
mod sale;
mod snapshot;
mod sold_to;
mod standing_invoice;
mod step;
mod stored;
mod undo;
mod unknown;
mod walk;

use std::sync::Arc;

use jiff::Timestamp;
use quickbooks::Transport;
use rust_decimal::Decimal;
use storage::{
    FailedRunKey, Ledger, Mappings, Quotas, ReadRequest, Reservations, Snapshot, SnapshotReader,
    Tokens,
};
use tracing::Instrument;

use crate::action::Action;
use crate::books::Books;
use crate::books::engine::Engine;
use crate::books::environment::Environment;
use crate::commit::Identity;
use crate::pipeline::phase::Phase;
use crate::record::reading::ReadOrder;
use crate::request::{ActionRequest, parse};
use crate::reservation::{SaleRole, SaleStanding};
use crate::resolve::{Resolved, Resolver, Trust};
use crate::response::Warning;
use crate::settings::with_other_tax_rounding;
use crate::text::redact::Redactor;
use crate::{ActionError, Response};
use given::Given;
use prepare::{Preparation, Prepared};
use standing_invoice::{Asked, totals};

/// The storage ports an action uses.
pub trait Store:
    SnapshotReader + Mappings + Ledger + Reservations + Tokens + Quotas + Clone + Send + Sync
{
}

impl<S> Store for S where
    S: SnapshotReader + Mappings + Ledger + Reservations + Tokens + Quotas + Clone + Send + Sync
{
}

/// The number of passes: one; one more where an earlier document of the record had to be finished first,
/// since what is due now depends on it; one more where the settings have moved on and want more of a
/// record than was read; one more where no invoice of a sale waits for a payment that is booked anyway; one more where
/// QuickBooks' tax left a document a cent off; and two more where documents of its sale were corrected in QuickBooks.
const PASSES: usize = 7;

/// The end of one pass.
enum Passed {
    /// The request is answered.
    Answered(Box<Response>),
    /// An earlier document of the record was finished, and the record needs another one.
    NeedsAnother,
    /// The settings want more of the record than was read from HubSpot.
    WantsMore,
    /// Documents of the sale stand in QuickBooks at other totals than in the ledger, or may.
    Asked(Asked),
    /// A document was deleted again, and may be made otherwise by these rates of QuickBooks' tax.
    TaxedAt(Vec<Decimal>),
    /// No invoice of the sale waits for the record, which is booked by itself with these warnings.
    Apart(Vec<Warning>),
}

/// Runs an action on an event, and comes back before `deadline`.
///
/// A record that is given by its id is read from HubSpot first, and the answer then names no person, unless
/// `run.details` asks for it: state machines keep answers.
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
    let mut request = parse(event)?;
    let answered = passes::<A, S, T, E>(engine, &mut request, deadline).await;
    answered.map_err(|error| error.of_record(&request.record.label()))
}

/// As many passes as the record needs, after it was read where it is given by its id.
async fn passes<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &mut ActionRequest,
    deadline: Timestamp,
) -> Result<Response, ActionError> {
    prepare::check_record::<A>(request)?;
    let failed_run = failed::key_of(A::NAME, &request.record);
    let mut order = if request.record.is_by_id() {
        Some(read_record::<A, S, T, E>(engine, request, deadline).await?)
    } else {
        None
    };
    let mut taxed_at: Option<Vec<Decimal>> = None;
    let mut apart: Option<Vec<Warning>> = None;
    let mut asked = Asked::new();
    for _ in 0..PASSES {
        let known = Known {
            order: order.as_ref(),
            taxed_at: taxed_at.as_deref(),
            apart: apart.as_deref(),
            asked: &asked,
            failed_run: &failed_run,
        };
        match pass::<A, S, T, E>(engine, request, known, deadline).await? {
            Passed::Answered(response) if order.is_some() && !request.run.details => {
                let people = Redactor::of(request.record.people());
                return Ok(response.as_answered().without_people(&people));
            }
            Passed::Answered(response) => return Ok(response.as_answered()),
            Passed::NeedsAnother => {}
            Passed::TaxedAt(rates) => taxed_at = Some(rates),
            Passed::Apart(told) => apart = Some(told),
            Passed::Asked(further) => asked.extend(further),
            Passed::WantsMore => {
                order = Some(read_record::<A, S, T, E>(engine, request, deadline).await?);
            }
        }
    }
    Err(ActionError::InProgress {
        detail: "earlier documents of the record are not finished yet: try again in a minute"
            .to_owned(),
    })
}

/// The order by which the record was read from HubSpot.
async fn read_record<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &mut ActionRequest,
    deadline: Timestamp,
) -> Result<ReadOrder, ActionError> {
    match load::load::<A, S, T, E>(engine, request, deadline).await {
        Ok(order) => Ok(order),
        Err(error) => Err(unknown::while_stored::<A, S, T, E>(engine, request, error).await),
    }
}

/// The things that a pass knows from those before it.
#[derive(Clone, Copy)]
struct Known<'k> {
    /// The order by which the record was read from HubSpot.
    order: Option<&'k ReadOrder>,
    /// The rates at which QuickBooks taxed a document that was deleted again.
    taxed_at: Option<&'k [Decimal]>,
    /// The warnings with which it is booked by itself, where no invoice of its sale waits for it.
    apart: Option<&'k [Warning]>,
    /// The documents of the sale for which QuickBooks was asked.
    asked: &'k Asked,
    /// The key of a failed run of the record as it was asked for.
    failed_run: &'k FailedRunKey,
}

/// One read and what follows from it.
async fn pass<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>(
    engine: &Engine<S, T, E>,
    request: &ActionRequest,
    known: Known<'_>,
    deadline: Timestamp,
) -> Result<Passed, ActionError> {
    let Known {
        order, taxed_at, ..
    } = known;
    let read = ReadRequest {
        failed_run: Some(known.failed_run.clone()),
        ..snapshot::read_request::<A>(request)
    };
    let snapshot = engine.store.read(&read).instrument(Phase::Read.span());
    let snapshot = snapshot
        .await
        .map_err(|error| stored::unreadable_store(error, &request.record.label()))?;
    let mut snapshot = snapshot::with_merged(snapshot, &request.record);
    let settings = load::read_settings(engine, &request.connection, &snapshot)?;
    let settings = match taxed_at {
        // What is given back has its own way of trying other cents.
        Some(_) if A::SALE != SaleRole::GivesBack => Arc::new(with_other_tax_rounding(&settings)),
        _ => settings,
    };
    if load::wants_more::<A>(request, order, &settings)? {
        return Ok(Passed::WantsMore);
    }
    let unknown = |error| unknown::while_claimed::<A>(request, &snapshot, error);
    let given = Given::<A>::of(request, settings, &snapshot).map_err(unknown);
    let mut given = given?;
    let store = &engine.store;
    let sale = sale::standing(store, request, &read, &mut given, &mut snapshot).await?;
    let sale = sale.corrected(&given.settings.company.realm_id, totals(known.asked));
    let failed = failed::of_run(&snapshot, &request.run, &given.settings);
    let unknown = |error| unknown::while_claimed::<A>(request, &snapshot, error);
    let now = engine.environment.now();
    let prepared = Prepared::of(request, given, &sale, &snapshot, known, now);
    let prepared = match prepared.map_err(unknown)? {
        Preparation::Ready(prepared) => prepared,
        Preparation::Nothing { reason } => {
            let response = Response::nothing_to_do(&reason);
            return Ok(Passed::Answered(Box::new(response)).making_good(failed));
        }
    };
    let books = company::books(engine, &prepared, deadline)?;
    let run = Run {
        engine,
        prepared: &prepared,
        snapshot: &snapshot,
        sale: &sale,
        books: &books,
        asked: known.asked,
        may_retax: taxed_at.is_none(),
    };
    run.learn_quotas();
    let passed = run.walk().await;
    run.publish_quotas().await;
    passed.map(|passed| passed.making_good(failed))
}

/// One pass of an action, with everything that is known without QuickBooks.
struct Run<'e, A: Action, S, T, E> {
    engine: &'e Engine<S, T, E>,
    prepared: &'e Prepared<A>,
    snapshot: &'e Snapshot,
    sale: &'e SaleStanding,
    books: &'e Books<'e, S, T, E>,
    /// The documents of the sale for which QuickBooks was asked in the passes before.
    asked: &'e Asked,
    /// True until a document was made otherwise by QuickBooks' tax, which is done once.
    may_retax: bool,
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Resolves what the documents need; `write` is off for a preview.
    async fn resolve(
        &self,
        identity: &Identity,
        generation: u32,
        trust: Trust,
        write: bool,
    ) -> Result<Resolved, ActionError> {
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
