//! The world in which a run begins: a company, a store and a connection, made once per case and copied.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sandbox_hubspot::{
    InProcessSandbox as Portal, RateLimits, SampleRecords, SandboxOptions as PortalOptions,
};
use sandbox_quickbooks::{
    Clock, InProcessSandbox, ManualClock, RequestIdPolicy, SandboxOptions, TokenPolicy,
};
use secrecy::SecretString;
use serde_json::Value;
use storage::embedded::EmbeddedStore;
use storage::{
    Connection, Lease, Mapping, Mappings, PortalId, PortalSecret, Portals, ReservationPut,
    Reservations, Settings, SettingsDocument, TokenSet, Tokens,
};

use crate::case::{CONNECTION, Case, Event, Made, TokenState, is_list, plant, sum_of};
use crate::choice::{Choice, Chooser, NoFaults};
use crate::engine::ExecutionEnvironment;
use crate::error::SimulationError;
use crate::observer::{End, Observer};
use crate::run::Run;
use crate::scheduler::{Allowance, Scheduler};
use crate::workflow::{RetryPolicy, Worker};

/// When every run begins: an afternoon in November, a day like any other in the company's time zone.
const START: Timestamp = Timestamp::constant(1_795_629_600, 0);

/// The time for which the simulated QuickBooks remembers a request id. Intuit does not say; the settings trust it for
/// half of that.
pub(crate) const MEMORY: Duration = Duration::from_hours(2);

/// All entities of which something can be made.
pub(crate) const ENTITIES: [&str; 9] = [
    "Customer",
    "Item",
    "Vendor",
    "Invoice",
    "Estimate",
    "SalesReceipt",
    "Payment",
    "Purchase",
    "RefundReceipt",
];

/// The beginning of runs.
pub(crate) struct World {
    start: Timestamp,
    company: InProcessSandbox,
    /// HubSpot.
    portal: Arc<Portal>,
    settings: SettingsDocument,
    tokens: TokenSet,
    /// When the token lease ends, whose holder is gone.
    lease: Option<Timestamp>,
    mappings: Vec<Mapping>,
    observer: Observer,
    /// The rows that are there at the beginning, by entity.
    pub(crate) known: Arc<Vec<(&'static str, BTreeSet<String>)>>,
}

impl World {
    /// The world of a case, after all that happened before.
    pub(crate) fn of(case: &Case, policy: &Arc<RetryPolicy>) -> Result<Self, SimulationError> {
        let mut world = Self::connected(sample_company((case.grace, case.token_life))?, case)?;
        for event in &case.before {
            let scheduler = world.undisturbed(event, policy)?;
            let at_once = Choice::WaitForLease {
                same_process: false,
            };
            world = world.after(&scheduler, (at_once, scheduler.now()))?;
        }
        if case.loses_ledger {
            world.lose_ledger()?;
        }
        if case.token == TokenState::Expired {
            let ended = START.saturating_sub(SignedDuration::from_mins(1))?;
            world.tokens.access_expires_at = ended;
            world.observer.token_ends(ended);
        }
        for change in &case.changes {
            change.apply(&world.company)?;
        }
        for held in case.workers.iter().filter_map(|event| event.held.as_ref()) {
            plant(&world.portal, &held.record)?;
        }
        let ids = |entity| (entity, world.company.ids(entity).into_iter().collect());
        world.known = Arc::new(ENTITIES.map(ids).to_vec());
        Ok(world)
    }

    /// Loses every entry and reservation, and QuickBooks' memory; the settings say since when.
    fn lose_ledger(&mut self) -> Result<(), SimulationError> {
        self.observer.ledger.clear();
        self.observer.reservations.clear();
        self.observer.forgot();
        self.start = self
            .start
            .saturating_add(SignedDuration::try_from(MEMORY)?)?;
        let mut settings: Value = serde_json::from_str(&self.settings.0)
            .map_err(|error| SimulationError::Case(error.to_string()))?;
        settings["ledger"] = serde_json::json!({"incomplete_since": START.to_string()});
        self.settings = SettingsDocument(settings.to_string());
        Ok(())
    }

    /// The scheduler of a run from here on in which an event is dealt with and nothing goes wrong.
    fn undisturbed(
        &self,
        event: &Arc<Event>,
        policy: &Arc<RetryPolicy>,
    ) -> Result<Arc<Scheduler>, SimulationError> {
        let scheduler = Arc::new(self.scheduler(1, Allowance::NONE, Box::new(NoFaults))?);
        let worker = Worker {
            number: 0,
            event: Arc::clone(event),
            policy: Arc::clone(policy),
            environment: ExecutionEnvironment::start(&scheduler, None),
            scheduler: Arc::clone(&scheduler),
            sabotage: None,
            is_alone: true,
        };
        Run::new(Arc::clone(&scheduler), vec![(0, Box::pin(worker.work()))]).finish();
        check(&scheduler)?;
        Ok(scheduler)
    }

    /// The rows that an event makes when nothing goes wrong.
    pub(crate) fn made_by(
        &self,
        event: &Arc<Event>,
        policy: &Arc<RetryPolicy>,
    ) -> Result<Vec<Made>, SimulationError> {
        let scheduler = self.undisturbed(event, policy)?;
        let made = ENTITIES.into_iter().map(|entity| {
            let rows = self.new_rows(&scheduler.company, entity);
            Made {
                entity,
                count: (rows.len(), rows.len()),
                cents: sum_of(&rows).filter(|_| !is_list(entity)),
            }
        });
        Ok(made.collect())
    }

    /// The rows of an entity that were not there at the beginning.
    pub(crate) fn new_rows(&self, company: &InProcessSandbox, entity: &str) -> Vec<Value> {
        let known = self.known.iter().find(|(one, _)| *one == entity);
        let ids = company.ids(entity).into_iter();
        let ids = ids.filter(|id| known.is_none_or(|(_, known)| !known.contains(id)));
        ids.filter_map(|id| company.row(entity, &id)).collect()
    }

    fn connected(company: InProcessSandbox, case: &Case) -> Result<Self, SimulationError> {
        let credentials = company.credentials();
        let tokens = TokenSet {
            realm_id: company.realm_id().to_owned(),
            access_token: SecretString::from(credentials.access_token),
            access_expires_at: START.saturating_add(SignedDuration::try_from(case.token_life)?)?,
            refresh_token: SecretString::from(credentials.refresh_token),
            refresh_expires_at: START.saturating_add(SignedDuration::from_hours(2_424))?,
        };
        let portal = Arc::new(sample_portal()?);
        let settings = Case::settings(company.realm_id(), portal.portal_id());
        Ok(Self {
            start: START,
            settings: SettingsDocument(settings.to_string()),
            portal,
            observer: Observer::of(&[], &tokens),
            tokens,
            lease: None,
            company,
            mappings: Vec::new(),
            known: Arc::default(),
        })
    }

    /// The world as a scheduler has it, on which no process is left and nothing is under way, once a worker has
    /// waited so.
    pub(crate) fn after(
        &self,
        scheduler: &Scheduler,
        (wait, start): (Choice, Timestamp),
    ) -> Result<Self, SimulationError> {
        let connection = connection()?;
        let state = scheduler.lock();
        let stored = at_once(scheduler.store.load_tokens(&connection))?;
        let mut observer = state.observer.onwards();
        observer.ends.clear();
        if wait == Choice::WaitForForgetting {
            observer.forgot();
        }
        Ok(Self {
            start,
            company: scheduler.company.fork(ManualClock::new(start)),
            portal: scheduler.portal(),
            settings: self.settings.clone(),
            tokens: stored.map_or_else(|| self.tokens.clone(), |stored| stored.value),
            lease: state.observer.lease.map(|(_, until)| until),
            mappings: at_once(scheduler.store.list_mappings(&connection, None, usize::MAX))?,
            observer,
            known: Arc::clone(&self.known),
        })
    }

    /// A scheduler on a copy of this world.
    pub(crate) fn scheduler(
        &self,
        workers: usize,
        allowance: Allowance,
        chooser: Box<dyn Chooser>,
    ) -> Result<Scheduler, SimulationError> {
        let clock = ManualClock::new(self.start);
        let company = self.company.fork(clock.clone());
        let store = self.store()?;
        let mut observer = self.observer.clone();
        observer.lease = self.lease.map(|until| (GONE, until));
        let stage = (clock, company, store, Arc::clone(&self.portal));
        Ok(Scheduler::new(stage, workers, allowance, chooser, observer))
    }

    fn store(&self) -> Result<EmbeddedStore, SimulationError> {
        let store = EmbeddedStore::in_memory()?;
        let connection = connection()?;
        at_once(store.put_settings(&connection, None, &self.settings))?;
        at_once(store.store_tokens(&connection, None, &self.tokens))?;
        let credentials = self.portal.credentials();
        let secret = PortalSecret {
            access_token: SecretString::from(credentials.access_token),
            client_secret: None,
        };
        at_once(store.store_portal(&portal_id(&self.portal)?, &secret))?;
        if !self.mappings.is_empty() {
            at_once(store.put_mappings(&connection, &self.mappings))?;
        }
        // Reservations are written with an entry alone: all of them with the first.
        let mut reservations = self.reservations();
        for (key, (_, entry)) in &self.observer.ledger {
            let with = std::mem::take(&mut reservations);
            at_once(store.put_with_reservations(&connection, key, None, entry, &with))?;
        }
        if let Some(until) = self.lease.filter(|until| *until > self.start) {
            let owner = format!("{GONE}/0");
            let lease = Lease { owner, until };
            at_once(store.acquire_lease(&connection, &lease, self.start))?;
        }
        Ok(store)
    }

    /// The reservations of the past, as first ones.
    fn reservations(&self) -> Vec<ReservationPut> {
        let puts = self.observer.reservations.iter();
        puts.map(|(key, (_, reservation))| ReservationPut {
            key: key.clone(),
            expected: None,
            reservation: reservation.clone(),
        })
        .collect()
    }
}

/// Stands for a process that is gone.
const GONE: usize = usize::MAX;

/// Checks that all went well before a case.
fn check(scheduler: &Scheduler) -> Result<(), SimulationError> {
    let state = scheduler.lock();
    match state.observer.ends.get(&0) {
        Some(End::Done(_)) => {}
        Some(End::Failed {
            error_type,
            message,
        }) => {
            return Err(SimulationError::Refused {
                error_type,
                message: message.clone(),
            });
        }
        None => return Err(SimulationError::Case("it does not end".to_owned())),
    }
    match state.observer.breaches.first() {
        Some(breach) => Err(SimulationError::Case(breach.to_string())),
        None => Ok(()),
    }
}

/// A fresh sample company with tokens of this grace and life. It is read once for each, and copied.
fn sample_company(tokens: (Duration, Duration)) -> Result<InProcessSandbox, SimulationError> {
    static SAMPLES: Mutex<BTreeMap<(Duration, Duration), InProcessSandbox>> =
        Mutex::new(BTreeMap::new());
    let mut samples = SAMPLES.lock().unwrap_or_else(PoisonError::into_inner);
    let sample = match samples.entry(tokens) {
        Entry::Occupied(sample) => sample.into_mut(),
        Entry::Vacant(place) => place.insert(InProcessSandbox::open(options(tokens))?),
    };
    Ok(sample.fork(ManualClock::new(START)))
}

fn options((grace, access): (Duration, Duration)) -> SandboxOptions {
    SandboxOptions {
        clock: Clock::Manual(ManualClock::new(START)),
        request_ids: RequestIdPolicy {
            forget_after: Some(MEMORY),
            ..RequestIdPolicy::default()
        },
        tokens: TokenPolicy {
            access,
            previous_refresh_grace: grace,
            ..TokenPolicy::default()
        },
        // Only a taxed line is taxed: by two rates, 7.1 % and 2 %.
        default_us_tax_code: Some("3".to_owned()),
        ..SandboxOptions::default()
    }
}

/// An empty HubSpot account. A record's read brings one row of each association, so that there are further pages.
fn sample_portal() -> Result<Portal, SimulationError> {
    Ok(Portal::open(PortalOptions {
        records: SampleRecords::None,
        inline_associations: 1,
        // Simulated time stands beside that of the account's window, so nobody rests by it.
        limits: RateLimits {
            burst: u32::MAX,
            ..RateLimits::default()
        },
        ..PortalOptions::default()
    })?)
}

/// The account's number.
fn portal_id(portal: &Portal) -> Result<PortalId, SimulationError> {
    PortalId::try_from(&*portal.portal_id().to_string())
        .map_err(|error| SimulationError::Case(error.to_string()))
}

/// The connection of all runs.
pub(crate) fn connection() -> Result<Connection, SimulationError> {
    Connection::try_from(CONNECTION).map_err(|error| SimulationError::Case(error.to_string()))
}

/// The output of a future of the embedded store, which never waits.
pub(crate) fn at_once<T>(
    future: impl Future<Output = Result<T, storage::StorageError>>,
) -> Result<T, SimulationError> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(answer) => Ok(answer?),
        Poll::Pending => Err(SimulationError::Waits),
    }
}
