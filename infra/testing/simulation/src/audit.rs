//! The end of a run: the faults have ceased, every event is sent again, and the books are looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::Tokens;

use crate::case::{Case, Made};
use crate::choice::Calm;
use crate::desk::{Allowance, Desk, Seat};
use crate::error::SimulationError;
use crate::invocation::{deadline, later};
use crate::policy::RetryPolicy;
use crate::promise::Promise;
use crate::run::Run;
use crate::sabotage::Sabotage;
use crate::witness::{End, documents_of};
use crate::worker::{Environment, Worker};
use crate::world::{World, at_once, connection};

/// When every event is sent again after a run: at once, when its leases have ended; and a day later, when
/// QuickBooks has forgotten its request ids and every access token has ended.
const AGAIN: [SignedDuration; 2] = [SignedDuration::from_mins(2), SignedDuration::from_hours(26)];

/// How often the deployed schedule refreshes tokens.
const REFRESH_SCHEDULE: SignedDuration = SignedDuration::from_hours(6);

/// What looks at the end of a run.
pub(crate) struct Audit<'a> {
    pub(crate) desk: &'a Arc<Desk>,
    pub(crate) case: &'a Case,
    pub(crate) world: &'a World,
    pub(crate) policy: &'a Arc<RetryPolicy>,
    pub(crate) sabotage: Option<Sabotage>,
}

impl Audit<'_> {
    /// Sends every event again, and checks what stands in QuickBooks and in the store.
    pub(crate) fn conclude(&self) -> Result<(), SimulationError> {
        {
            let mut state = self.desk.lock();
            state.allowance = Allowance::NONE;
            state.faults_per_attempt = None;
            state.chooser = Box::new(Calm);
        }
        for wait in AGAIN {
            self.let_pass(wait)?;
            let books = self.desk.lock().witness.books_alone();
            for number in 0..self.case.workers() {
                self.send_again(number);
            }
            let mut state = self.desk.lock();
            if state.witness.books_alone() != books {
                let detail = "a repeat wrote to QuickBooks";
                state.witness.breach(Promise::SameAnswer, detail);
            }
        }
        self.check_totals_of_answers();
        for made in &self.case.made {
            self.check_made(made);
        }
        self.check_nothing_else();
        self.check_tokens()
    }

    /// Lets time pass, in which the schedule that keeps connections alive runs, as it is deployed: it mends a
    /// refresh whose answer was lost while Intuit still forgives that.
    fn let_pass(&self, duration: SignedDuration) -> Result<(), SimulationError> {
        let end = later(self.desk.now(), duration);
        while later(self.desk.now(), REFRESH_SCHEDULE) < end {
            self.desk
                .advance_to(later(self.desk.now(), REFRESH_SCHEDULE));
            let environment = Environment::start(self.desk, self.sabotage);
            let connection = connection()?;
            let deadline = deadline(self.desk.now());
            let keep_alive = async move {
                let tokens = &environment.engine.access;
                // What cannot be refreshed shows in what is stored.
                drop(tokens.access_token(&connection, deadline).await);
            };
            let seat = self.take_seat();
            Run::new(Arc::clone(self.desk), vec![(seat, Box::pin(keep_alive))]).finish();
        }
        self.desk.advance_to(end);
        Ok(())
    }

    fn take_seat(&self) -> usize {
        let mut state = self.desk.lock();
        state.seats.push(Seat::default());
        state.seats.len() - 1
    }

    /// Sends one event again: it gets the document it got before, or gets it now.
    fn send_again(&self, number: usize) {
        let Some(event) = self.case.workers.get(number) else {
            return;
        };
        let seat = self.take_seat();
        let worker = Worker {
            desk: Arc::clone(self.desk),
            number: seat,
            event: Arc::clone(event),
            policy: Arc::clone(self.policy),
            environment: Environment::start(self.desk, self.sabotage),
            sabotage: self.sabotage,
            is_alone: true,
        };
        Run::new(Arc::clone(self.desk), vec![(seat, Box::pin(worker.work()))]).finish();
        let mut state = self.desk.lock();
        let again = state.witness.ends.remove(&seat);
        let before = state.witness.ends.get(&number).cloned();
        let (Some(End::Done(again)), Some(End::Done(before))) = (&again, &before) else {
            return;
        };
        let (again, before) = (documents_of(again), documents_of(before));
        // A part of a refund is answered with the receipt that covers it, which may be a later one.
        if again != before && event.total.is_some() {
            let detail = format!("{before:?} at first, and {again:?} when it was sent again");
            state.witness.breach(Promise::SameAnswer, detail);
        }
    }

    fn check_totals_of_answers(&self) {
        let mut state = self.desk.lock();
        let mut wrong = Vec::new();
        for (number, end) in &state.witness.ends {
            let total = self.case.workers.get(*number).and_then(|event| event.total);
            let End::Done(response) = end else { continue };
            let document = response.document.as_ref();
            let answered = document.map(|document| document.total.as_str());
            if let Some(total) = total.filter(|total| answered != Some(*total)) {
                wrong.push(format!("{total} was asked for, and {answered:?} answered"));
            }
        }
        for detail in wrong {
            state.witness.breach(Promise::Content, detail);
        }
    }

    /// The rows of an entity that were not there at the beginning.
    fn new_rows(&self, entity: &str) -> Vec<Value> {
        let known = self.world.known.iter().find(|(one, _)| *one == entity);
        let company = &self.desk.company;
        let ids = company.ids(entity).into_iter();
        let ids = ids.filter(|id| known.is_none_or(|(_, known)| !known.contains(id)));
        ids.filter_map(|id| company.row(entity, &id)).collect()
    }

    fn check_made(&self, made: &Made) {
        let rows = self.new_rows(made.entity);
        let (least, most) = made.count;
        let is_list = matches!(made.entity, "Customer" | "Item" | "Vendor");
        let promise = match rows.len() {
            count if count > most && is_list => Some(Promise::NothingTwice),
            count if count > most => Some(Promise::OneDocument),
            count if count < least => Some(Promise::Completion),
            _ => None,
        };
        let mut state = self.desk.lock();
        if let Some(promise) = promise {
            let detail = format!("{} new rows of {}", rows.len(), made.entity);
            state.witness.breach(promise, detail);
        }
        if let Some(cents) = made.cents {
            let amounts = rows
                .iter()
                .map(|row| cents_of(&row["TotalAmt"].to_string()));
            let sum: Option<i64> = amounts.sum();
            if sum != Some(cents) {
                let detail = format!("{} sum to {sum:?} cents, not to {cents}", made.entity);
                state.witness.breach(Promise::OneDocument, detail);
            }
        }
    }

    /// What the case does not name must not have been made.
    fn check_nothing_else(&self) {
        let expected: BTreeSet<&str> = self.case.made.iter().map(|made| made.entity).collect();
        for (entity, _) in self.world.known.iter() {
            let count = self.new_rows(entity).len();
            if count > 0 && !expected.contains(entity) {
                let promise = match *entity {
                    "Customer" | "Item" | "Vendor" => Promise::NothingTwice,
                    _ => Promise::OneDocument,
                };
                let detail = format!("{count} new rows of {entity}, where none is due");
                self.desk.lock().witness.breach(promise, detail);
            }
        }
    }

    fn check_tokens(&self) -> Result<(), SimulationError> {
        let stored = at_once(self.desk.store.load_tokens(&connection()?))?;
        let is_accepted = stored.is_some_and(|stored| {
            let token = stored.value.refresh_token;
            self.desk
                .company
                .accepts_refresh_token(token.expose_secret())
        });
        if !is_accepted {
            let detail = "Intuit does not take the stored one";
            self.desk
                .lock()
                .witness
                .breach(Promise::RefreshToken, detail);
        }
        Ok(())
    }
}

/// An amount in cents.
pub(crate) fn cents_of(amount: &str) -> Option<i64> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let part = format!("{part:0<2}");
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = part.get(..2)?.parse().ok()?;
    Some(whole * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::cents_of;

    #[test]
    fn amounts_are_compared_in_cents() {
        let cases = [("150", 15_000), ("150.0", 15_000), ("4.65", 465)];
        for (amount, cents) in cases {
            assert_eq!(cents_of(amount), Some(cents));
        }
    }
}
