//! A worker: the workflow of one event, attempt after attempt.

use std::collections::BTreeMap;
use std::sync::Arc;

use actions::{ActionError, Engine, QuickBooksApi, Response};
use jiff::{SignedDuration, Timestamp};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use secrecy::SecretString;

use crate::case::Event;
use crate::choice::Choice;
use crate::desk::Desk;
use crate::digest::Digest;
use crate::invocation::{Ended, Invocation, cut_off, deadline, later};
use crate::policy::RetryPolicy;
use crate::promise::Promise;
use crate::sabotage::{Sabotage, Sabotaged};
use crate::seam::{Seam, SimulatedEnvironment, SimulatedQuickBooks, SimulatedStore};
use crate::witness::End;

/// What the actions run on here: the engine that ships, on simulated seams.
pub(crate) type SimulatedEngine =
    Engine<Sabotaged<SimulatedStore>, Sabotaged<SimulatedQuickBooks>, SimulatedEnvironment>;

/// From the beginning of one attempt to that of the next: longer than any lease, which ends 10 s after its
/// invocation's time.
const PAST_EVERY_LEASE: SignedDuration = SignedDuration::from_secs(45);
/// From the end of an attempt to the beginning of the next: longer than a claim is kept after an unknown
/// outcome.
const PAST_A_KEPT_CLAIM: SignedDuration = SignedDuration::from_secs(15);
/// Longer than the simulated QuickBooks remembers a request id, see [`crate::world::MEMORY`].
const PAST_THE_MEMORY: SignedDuration = SignedDuration::from_hours(3);

/// More attempts than any schedule of a few faults can take.
const MOST_ATTEMPTS: u32 = 25;

/// A process and the engine in it.
#[derive(Clone)]
pub(crate) struct Environment {
    pub(crate) process: usize,
    pub(crate) engine: Arc<SimulatedEngine>,
}

impl Environment {
    /// A fresh process.
    pub(crate) fn start(desk: &Arc<Desk>, sabotage: Option<Sabotage>) -> Self {
        let process = desk.start_process();
        let seam = Seam {
            desk: Arc::clone(desk),
            process,
        };
        let company = &desk.company;
        let credentials = AppCredentials {
            client_id: company.client_id().to_owned(),
            client_secret: SecretString::from(company.client_secret().to_owned()),
        };
        let endpoints = OAuthEndpoints {
            token_url: company.token_url(),
            ..OAuthEndpoints::default()
        };
        let store = SimulatedStore(seam.clone());
        let transport = SimulatedQuickBooks(seam.clone());
        let engine = Engine::new(
            Sabotaged {
                inner: store,
                sabotage,
            },
            Sabotaged {
                inner: transport,
                sabotage,
            },
            SimulatedEnvironment(seam),
            QuickBooksApi::at(&company.api_url()),
            OAuthApp {
                endpoints,
                credentials,
            },
        );
        Self {
            process,
            engine: Arc::new(engine),
        }
    }
}

/// The workflow of one event.
pub(crate) struct Worker {
    pub(crate) desk: Arc<Desk>,
    pub(crate) number: usize,
    pub(crate) event: Arc<Event>,
    pub(crate) policy: Arc<RetryPolicy>,
    pub(crate) environment: Environment,
    pub(crate) sabotage: Option<Sabotage>,
    /// Whether nobody else is at work, so that an attempt in which nothing goes wrong completes.
    pub(crate) is_alone: bool,
}

/// A failed attempt, as the workflow sees it.
struct Failure {
    error_type: &'static str,
    message: String,
    is_permanent: bool,
}

impl Worker {
    /// Sends the event until it is done, or until the workflow gives up.
    pub(crate) async fn work(mut self) {
        let mut failures: BTreeMap<&str, u32> = BTreeMap::new();
        for _ in 0..MOST_ATTEMPTS {
            self.desk.begin_attempt();
            let start = self.desk.now();
            let failure = match self.attempt(start).await {
                Ok(response) => return self.end(End::Done(Box::new(response))),
                Err(failure) => failure,
            };
            let count = failures.entry(failure.error_type).or_default();
            *count += 1;
            if !self.goes_on(&failure) {
                return self.give_up(failure);
            }
            if !self.wait(start, failure, *count).await {
                return;
            }
        }
        let message = format!("not done after {MOST_ATTEMPTS} attempts");
        self.give_up(Failure {
            error_type: "States.Timeout",
            message,
            is_permanent: false,
        });
    }

    /// One attempt in the present process.
    async fn attempt(&self, start: Timestamp) -> Result<Response, Failure> {
        self.sit_down(start);
        let engine = Arc::clone(&self.environment.engine);
        let event = Arc::clone(&self.event);
        let action = Box::pin(async move { event.run(&engine, deadline(start)).await });
        let desk = Arc::clone(&self.desk);
        let invocation = Invocation::new(desk, self.environment.process, cut_off(start), action);
        let result = match invocation.await {
            Ended::Answered(Ok(response)) => Ok(response),
            Ended::Answered(Err(error)) => Err(Failure::of(&error)),
            Ended::CutOff => Err(Failure::of_lambda("OutcomeUnknown", "its time was up")),
            Ended::Died => Err(Failure::of_lambda("Runtime.ExitError", "its process died")),
        };
        self.report(&result);
        result
    }

    fn sit_down(&self, start: Timestamp) {
        let mut state = self.desk.lock();
        let told = Digest::of((self.number, start));
        if let Some(seat) = state.seats.get_mut(self.number) {
            seat.told = told;
            seat.is_disturbed = false;
            seat.was_refused = false;
            seat.process = self.environment.process;
        }
        let (number, process) = (self.number, self.environment.process);
        let line = || format!("worker {number} begins an attempt in process {process} at {start}");
        state.witness.tell(line);
    }

    /// What the attempt shows: nothing but a fault keeps an event from completing.
    fn report(&self, result: &Result<Response, Failure>) {
        let mut state = self.desk.lock();
        let number = self.number;
        let disturbed = state
            .seats
            .get(number)
            .is_some_and(|seat| seat.is_disturbed);
        state.witness.tell(|| match result {
            Ok(response) => {
                let documents = crate::witness::documents_of(response);
                format!("worker {number} is done: {} {documents:?}", response.status)
            }
            Err(failure) => {
                format!(
                    "worker {number} fails: {}: {}",
                    failure.error_type, failure.message
                )
            }
        });
        if let Err(failure) = result
            && self.is_alone
            && !disturbed
            && !self.event.may_fail_with(failure.error_type)
        {
            let promise = if failure.error_type == "InProgress" {
                Promise::Lease
            } else {
                Promise::Completion
            };
            let detail = format!("nothing went wrong, and yet: {}", failure.message);
            state.witness.breach(promise, detail);
        }
    }

    /// Whether the workflow tries again.
    fn goes_on(&self, failure: &Failure) -> bool {
        let retries = self.policy.retries(failure.error_type);
        if failure.is_permanent && retries {
            let detail = format!("the workflow retries {}", failure.error_type);
            self.desk
                .lock()
                .witness
                .breach(Promise::PermanentError, detail);
        }
        retries
    }

    fn give_up(&self, failure: Failure) {
        if !self.event.may_fail_with(failure.error_type) {
            let promise = if failure.is_permanent {
                Promise::PermanentError
            } else {
                Promise::Completion
            };
            let detail = format!("{}: {}", failure.error_type, failure.message);
            self.desk.lock().witness.breach(promise, detail);
        }
        self.end(End::Failed {
            error_type: failure.error_type,
            message: failure.message,
        });
    }

    fn end(&self, end: End) {
        let mut state = self.desk.lock();
        if let Some(seat) = state.seats.get_mut(self.number) {
            seat.told = Digest::of("over");
        }
        state.witness.ends.insert(self.number, end);
    }

    /// Waits as the workflow does, and says in which process to go on; `false` when it does not go on.
    async fn wait(&mut self, start: Timestamp, failure: Failure, count: u32) -> bool {
        let (is_alive, oblivions, draws) = {
            let state = self.desk.lock();
            let process = state.processes.get(self.environment.process);
            let is_alive = process.is_some_and(|process| process.is_alive);
            let draws = state.chooser.draws_waits();
            (is_alive, state.allowance.oblivions, draws)
        };
        // Between attempts all that matters is in the world, and in the process that lives on.
        if let Some(seat) = self.desk.lock().seats.get_mut(self.number) {
            seat.told = Digest::of((self.number, start, "waiting"));
        }
        let now = self.desk.now();
        let until = later(start, PAST_EVERY_LEASE).max(later(now, PAST_A_KEPT_CLAIM));
        let lease = |same_process| (Choice::WaitForLease { same_process }, until);
        let mut waits = vec![lease(false)];
        if is_alive {
            waits.push(lease(true));
        }
        if oblivions > 0 {
            waits.push((Choice::WaitForOblivion, later(now, PAST_THE_MEMORY)));
        }
        let Some((choice, until)) = self.desk.choose_wait(waits) else {
            return std::future::pending().await;
        };
        let mut until = until;
        if choice == Choice::WaitForOblivion {
            let mut state = self.desk.lock();
            state.allowance.oblivions -= 1;
            state.witness.forgot();
        } else if draws {
            let fraction = self.desk.lock().chooser.fraction();
            let Some(wait) = self.policy.wait(failure.error_type, count, fraction) else {
                self.give_up(failure);
                return false;
            };
            until = later(now, SignedDuration::try_from(wait).unwrap_or_default());
        }
        if !matches!(choice, Choice::WaitForLease { same_process: true }) {
            self.environment = Environment::start(&self.desk, self.sabotage);
            if let Some(seat) = self.desk.lock().seats.get_mut(self.number) {
                seat.process = self.environment.process;
            }
        }
        self.desk.sleep_until(until).await;
        true
    }
}

impl Failure {
    fn of(error: &ActionError) -> Self {
        Self {
            error_type: error.error_type(),
            message: error.to_string(),
            is_permanent: !error.is_retryable(),
        }
    }

    fn of_lambda(error_type: &'static str, message: &str) -> Self {
        Self {
            error_type,
            message: message.to_owned(),
            is_permanent: false,
        }
    }
}
