//! A worker: the workflow of one event, attempt after attempt.

use std::collections::BTreeMap;
use std::sync::Arc;

use actions::{ActionError, Response};
use jiff::{SignedDuration, Timestamp};

use super::invocation::{Ended, Invocation, cut_off, deadline, later};
use super::policy::RetryPolicy;
use crate::case::{Event, plant};
use crate::choice::Choice;
use crate::digest::Digest;
use crate::engine::{ExecutionEnvironment, Sabotage};
use crate::observer::End;
use crate::promise::Promise;
use crate::scheduler::{Scheduler, State};

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

/// The workflow of one event.
pub(crate) struct Worker {
    pub(crate) scheduler: Arc<Scheduler>,
    pub(crate) number: usize,
    pub(crate) event: Arc<Event>,
    pub(crate) policy: Arc<RetryPolicy>,
    pub(crate) environment: ExecutionEnvironment,
    pub(crate) sabotage: Option<Sabotage>,
    /// `true` if nobody else is at work, so that an attempt in which nothing goes wrong completes.
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
            self.scheduler.begin_attempt();
            let start = self.scheduler.now();
            let failure = match self.attempt(start).await {
                Ok(response) => return self.end(End::Done(Box::new(response))),
                Err(failure) => failure,
            };
            let count = failures.entry(failure.error_type).or_default();
            *count += 1;
            if !self.is_retried(&failure) {
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
        self.note_beginning(start);
        let engine = Arc::clone(&self.environment.engine);
        let event = Arc::clone(&self.event);
        let action = Box::pin(async move { event.run(&engine, deadline(start)).await });
        let scheduler = Arc::clone(&self.scheduler);
        let invocation =
            Invocation::new(scheduler, self.environment.process, cut_off(start), action);
        let result = match invocation.await {
            Ended::Answered(Ok(response)) => Ok(response),
            Ended::Answered(Err(error)) => Err(Failure::of(&error)),
            Ended::CutOff => Err(Failure::of_lambda("OutcomeUnknown", "its time was up")),
            Ended::Died => Err(Failure::of_lambda("Runtime.ExitError", "its process died")),
        };
        self.report(&result);
        result
    }

    fn note_beginning(&self, start: Timestamp) {
        let mut state = self.scheduler.lock();
        let answers = Digest::of((self.number, start));
        if let Some(slot) = state.slots.get_mut(self.number) {
            slot.answers = answers;
            slot.is_disturbed = false;
            slot.was_refused = false;
            slot.was_not_given = None;
            slot.process = self.environment.process;
        }
        let (number, process) = (self.number, self.environment.process);
        let line = || format!("worker {number} begins an attempt in process {process} at {start}");
        state.observer.log(line);
    }

    /// Checks the attempt: nothing but a fault keeps an event from completing.
    fn report(&self, result: &Result<Response, Failure>) {
        let mut state = self.scheduler.lock();
        let number = self.number;
        let disturbed = state
            .slots
            .get(number)
            .is_some_and(|slot| slot.is_disturbed);
        state.observer.log(|| match result {
            Ok(response) => {
                let documents = crate::observer::documents_of(response);
                format!("worker {number} is done: {} {documents:?}", response.status)
            }
            Err(failure) => {
                format!(
                    "worker {number} fails: {}: {}",
                    failure.error_type, failure.message
                )
            }
        });
        self.check_reading(&mut state, result);
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
            state.observer.breach(promise, detail);
        }
    }

    /// Checks an attempt that HubSpot did not give its record to: it fails by that name, and has booked nothing.
    fn check_reading(&self, state: &mut State, result: &Result<Response, Failure>) {
        let slot = state.slots.get_mut(self.number);
        let Some(before) = slot.and_then(|slot| slot.was_not_given.take()) else {
            return;
        };
        let is_named = matches!(result, Err(failure) if failure.error_type == "HubSpotUnavailable");
        let is_untouched = !self.is_alone || state.observer.books_digest() == before;
        if !is_named || !is_untouched {
            let detail = match result {
                Ok(response) => format!("it was {}", response.status),
                Err(failure) => format!("{}: {}", failure.error_type, failure.message),
            };
            state.observer.breach(Promise::WholeRecord, detail);
        }
    }

    /// Changes the record in HubSpot, as a person may between two attempts, if that is so in the case.
    fn change_record(&self) {
        let held = self.event.held.as_ref();
        let Some(changed) = held.and_then(|held| held.changed.as_ref()) else {
            return;
        };
        let observer = &mut self.scheduler.lock().observer;
        if std::mem::replace(&mut observer.record_changed, true) {
            return;
        }
        let portal = self.scheduler.portal().fork();
        match plant(&portal, changed) {
            Ok(()) => self.scheduler.replace_portal(portal),
            Err(error) => {
                let detail = format!("the record cannot be changed: {error}");
                observer.breach(Promise::Completion, detail);
            }
        }
    }

    /// `true` if the workflow tries again.
    fn is_retried(&self, failure: &Failure) -> bool {
        let retries = self.policy.retries(failure.error_type);
        if failure.is_permanent && retries {
            let detail = format!("the workflow retries {}", failure.error_type);
            self.scheduler
                .lock()
                .observer
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
            self.scheduler.lock().observer.breach(promise, detail);
        }
        self.end(End::Failed {
            error_type: failure.error_type,
            message: failure.message,
        });
    }

    fn end(&self, end: End) {
        let mut state = self.scheduler.lock();
        if let Some(slot) = state.slots.get_mut(self.number) {
            slot.answers = Digest::of("over");
        }
        state.observer.ends.insert(self.number, end);
    }

    /// Waits as the workflow does, and says in which process to go on; `false` when it does not go on.
    async fn wait(&mut self, start: Timestamp, failure: Failure, count: u32) -> bool {
        self.change_record();
        let (is_alive, forgettings, draws) = {
            let state = self.scheduler.lock();
            let process = state.processes.get(self.environment.process);
            let is_alive = process.is_some_and(|process| process.is_alive);
            let draws = state.chooser.draws_waits();
            (is_alive, state.allowance.forgettings, draws)
        };
        // Between attempts all that matters is in the world, and in the process that lives on.
        if let Some(slot) = self.scheduler.lock().slots.get_mut(self.number) {
            slot.answers = Digest::of((self.number, start, "waiting"));
        }
        let now = self.scheduler.now();
        let until = later(start, PAST_EVERY_LEASE).max(later(now, PAST_A_KEPT_CLAIM));
        let lease = |same_process| (Choice::WaitForLease { same_process }, until);
        let mut waits = vec![lease(false)];
        if is_alive {
            waits.push(lease(true));
        }
        if forgettings > 0 {
            waits.push((Choice::WaitForForgetting, later(now, PAST_THE_MEMORY)));
        }
        let Some((choice, until)) = self.scheduler.choose_wait(waits) else {
            return std::future::pending().await;
        };
        let mut until = until;
        if choice == Choice::WaitForForgetting {
            let mut state = self.scheduler.lock();
            state.allowance.forgettings -= 1;
            state.observer.forgot();
        } else if draws {
            let fraction = self.scheduler.lock().chooser.fraction();
            let Some(wait) = self.policy.wait(failure.error_type, count, fraction) else {
                self.give_up(failure);
                return false;
            };
            until = later(now, SignedDuration::try_from(wait).unwrap_or_default());
        }
        if !matches!(choice, Choice::WaitForLease { same_process: true }) {
            self.environment = ExecutionEnvironment::start(&self.scheduler, self.sabotage);
            if let Some(slot) = self.scheduler.lock().slots.get_mut(self.number) {
                slot.process = self.environment.process;
            }
        }
        self.scheduler.sleep_until(until).await;
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
