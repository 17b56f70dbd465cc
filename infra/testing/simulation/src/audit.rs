//! The end of a run: the faults have ceased, every event is sent again, and the books are looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::Tokens;

use crate::case::{Case, Made, is_list, sum_of};
use crate::choice::NoFaults;
use crate::engine::{ExecutionEnvironment, Sabotage};
use crate::error::SimulationError;
use crate::observer::{End, documents_of};
use crate::promise::Promise;
use crate::run::Run;
use crate::scheduler::{Allowance, Scheduler, Slot};
use crate::workflow::{RetryPolicy, Worker, deadline, later};
use crate::world::{World, at_once, connection};

/// When every event is sent again after a run: at once, when its leases have ended; and a day later, when
/// QuickBooks has forgotten its request ids and every access token has ended.
const AGAIN: [SignedDuration; 2] = [SignedDuration::from_mins(2), SignedDuration::from_hours(26)];

/// The interval at which the deployed schedule refreshes tokens.
const REFRESH_SCHEDULE: SignedDuration = SignedDuration::from_hours(6);

/// The audit of a run that is over.
pub(crate) struct Audit<'a> {
    pub(crate) scheduler: &'a Arc<Scheduler>,
    pub(crate) case: &'a Case,
    /// The rows that the case must make.
    pub(crate) made: &'a [Made],
    pub(crate) world: &'a World,
    pub(crate) policy: &'a Arc<RetryPolicy>,
    pub(crate) sabotage: Option<Sabotage>,
}

impl Audit<'_> {
    /// Sends every event again, and checks what stands in QuickBooks and in the store.
    pub(crate) fn conclude(&self) -> Result<(), SimulationError> {
        {
            let mut state = self.scheduler.lock();
            state.allowance = Allowance::NONE;
            state.faults_per_attempt = None;
            state.chooser = Box::new(NoFaults);
        }
        for wait in AGAIN {
            self.let_pass(wait)?;
            let books = self.scheduler.lock().observer.documents_digest();
            for number in 0..self.case.workers() {
                self.send_again(number);
            }
            let mut state = self.scheduler.lock();
            if state.observer.documents_digest() != books {
                let detail = "a repeat wrote to QuickBooks";
                state.observer.breach(Promise::SameAnswer, detail);
            }
        }
        self.check_totals_of_answers();
        for made in self.made {
            self.check_made(made);
        }
        self.check_one_sale();
        self.check_nothing_else();
        self.check_tokens()
    }

    /// Lets time pass, in which the schedule that keeps connections alive runs, as it is deployed: it mends a
    /// refresh whose answer was lost while Intuit still forgives that.
    fn let_pass(&self, duration: SignedDuration) -> Result<(), SimulationError> {
        let end = later(self.scheduler.now(), duration);
        while later(self.scheduler.now(), REFRESH_SCHEDULE) < end {
            self.scheduler
                .advance_to(later(self.scheduler.now(), REFRESH_SCHEDULE));
            let environment = ExecutionEnvironment::start(self.scheduler, self.sabotage);
            let connection = connection()?;
            let deadline = deadline(self.scheduler.now());
            let keep_alive = async move {
                let tokens = &environment.engine.access;
                // What cannot be refreshed shows in what is stored.
                drop(tokens.access_token(&connection, deadline).await);
            };
            let slot = self.add_slot();
            Run::new(
                Arc::clone(self.scheduler),
                vec![(slot, Box::pin(keep_alive))],
            )
            .finish();
        }
        self.scheduler.advance_to(end);
        Ok(())
    }

    fn add_slot(&self) -> usize {
        let mut state = self.scheduler.lock();
        state.slots.push(Slot::default());
        state.slots.len() - 1
    }

    /// Sends one event again: it gets the document it got before, or gets it now.
    fn send_again(&self, number: usize) {
        let Some(event) = self.case.workers.get(number) else {
            return;
        };
        let slot = self.add_slot();
        let worker = Worker {
            scheduler: Arc::clone(self.scheduler),
            number: slot,
            event: Arc::clone(event),
            policy: Arc::clone(self.policy),
            environment: ExecutionEnvironment::start(self.scheduler, self.sabotage),
            sabotage: self.sabotage,
            is_alone: true,
        };
        Run::new(
            Arc::clone(self.scheduler),
            vec![(slot, Box::pin(worker.work()))],
        )
        .finish();
        let mut state = self.scheduler.lock();
        let again = state.observer.ends.remove(&slot);
        let before = state.observer.ends.get(&number).cloned();
        let (Some(End::Done(again)), Some(End::Done(before))) = (&again, &before) else {
            return;
        };
        let (again, before) = (documents_of(again), documents_of(before));
        if again != before && !event.may_be_covered {
            let detail = format!("{before:?} at first, and {again:?} when it was sent again");
            state.observer.breach(Promise::SameAnswer, detail);
        }
    }

    fn check_totals_of_answers(&self) {
        let mut state = self.scheduler.lock();
        let mut wrong = Vec::new();
        for (number, end) in &state.observer.ends {
            let total = self.case.workers.get(*number).and_then(|event| event.total);
            let End::Done(response) = end else { continue };
            let document = response.document.as_ref();
            let answered = document.map(|document| document.total.as_str());
            if let Some(total) = total.filter(|total| answered != Some(*total)) {
                wrong.push(format!("{total} was asked for, and {answered:?} answered"));
            }
        }
        for detail in wrong {
            state.observer.breach(Promise::Content, detail);
        }
    }

    fn new_rows(&self, entity: &str) -> Vec<Value> {
        self.world.new_rows(&self.scheduler.company, entity)
    }

    fn check_made(&self, made: &Made) {
        let rows = self.new_rows(made.entity);
        let (least, most) = made.count;
        let promise = match rows.len() {
            count if count > most && is_list(made.entity) => Some(Promise::NothingTwice),
            count if count > most => Some(Promise::OneDocument),
            count if count < least => Some(Promise::Completion),
            _ => None,
        };
        let mut state = self.scheduler.lock();
        if let Some(promise) = promise {
            let detail = format!("{} new rows of {}", rows.len(), made.entity);
            state.observer.breach(promise, detail);
        }
        if let Some(cents) = made.cents {
            let sum = sum_of(&rows);
            if sum != Some(cents) {
                let detail = format!("{} sum to {sum:?} cents, not to {cents}", made.entity);
                state.observer.breach(Promise::OneDocument, detail);
            }
        }
    }

    /// Checks that a sale has one document, where all events are about one.
    fn check_one_sale(&self) {
        if !self.case.is_one_sale {
            return;
        }
        let count: usize = ["Invoice", "SalesReceipt"]
            .map(|entity| self.new_rows(entity).len())
            .iter()
            .sum();
        let promise = match count {
            0 => Promise::Completion,
            1 => return,
            _ => Promise::OneSale,
        };
        let detail = format!("{count} documents of one sale");
        self.scheduler.lock().observer.breach(promise, detail);
    }

    /// Checks that nothing was made that the case does not name.
    fn check_nothing_else(&self) {
        let expected: BTreeSet<&str> = self.made.iter().map(|made| made.entity).collect();
        for (entity, _) in self.world.known.iter() {
            let count = self.new_rows(entity).len();
            if count > 0 && !expected.contains(entity) {
                let promise = if is_list(entity) {
                    Promise::NothingTwice
                } else {
                    Promise::OneDocument
                };
                let detail = format!("{count} new rows of {entity}, where none is due");
                self.scheduler.lock().observer.breach(promise, detail);
            }
        }
    }

    fn check_tokens(&self) -> Result<(), SimulationError> {
        let stored = at_once(self.scheduler.store.load_tokens(&connection()?))?;
        let is_accepted = stored.is_some_and(|stored| {
            let token = stored.value.refresh_token;
            self.scheduler
                .company
                .accepts_refresh_token(token.expose_secret())
        });
        if !is_accepted {
            let detail = "Intuit does not take the stored one";
            self.scheduler
                .lock()
                .observer
                .breach(Promise::RefreshToken, detail);
        }
        Ok(())
    }
}
