//! A case: its events, the world before them, and the documents that must be there in the end.

mod actions_alone;
mod after_the_loss;
mod by_id;
mod events;
mod mixture;
mod money;
mod one_sale;
mod samples;
mod together;

use std::sync::Arc;
use std::time::Duration;

use actions::{ActionError, Response};
use jiff::Timestamp;
use registry::RegisteredAction as Action;
use sandbox_quickbooks::InProcessSandbox;
use serde_json::{Value, json};

pub(crate) use self::actions_alone::{GRACE, HOUR};
pub(crate) use self::by_id::plant;
use self::money::cents_of;
pub(crate) use self::money::sum_of;
use crate::engine::SimulatedEngine;
use crate::error::SimulationError;

/// The connection of all events.
pub(crate) const CONNECTION: &str = "us-books";

/// An event of an action.
pub(crate) struct Event {
    pub(crate) action: Action,
    pub(crate) body: String,
    /// The total that its document must have; none where that depends on what came before.
    pub(crate) total: Option<&'static str>,
    /// `true` if a repeat may be answered with the document of a later event that covers it.
    pub(crate) may_be_covered: bool,
    /// `true` if it may end with `IdempotencyConflict`, since another event took its place.
    pub(crate) may_conflict: bool,
    /// `true` if it may end with `AlreadyBooked`, since another event booked the same sale.
    pub(crate) may_be_second: bool,
    /// The record as HubSpot has it, where the event gives its id alone.
    pub(crate) held: Option<Held>,
}

/// A record that an action reads from HubSpot.
pub(crate) struct Held {
    pub(crate) record: Value,
    /// The record from the first failed attempt on, where somebody changes it then.
    pub(crate) changed: Option<Value>,
}

/// The state of the stored access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenState {
    Fresh,
    Expired,
}

/// The rows that must be there in the end and were not at the beginning.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) entity: &'static str,
    /// The least and the most of them.
    pub(crate) count: (usize, usize),
    /// The sum of the documents' totals, in cents.
    pub(crate) cents: Option<i64>,
}

/// `true` if an entity is a list of names, and no document.
pub(crate) fn is_list(entity: &str) -> bool {
    matches!(entity, "Customer" | "Item" | "Vendor")
}

/// Something that a person changes in QuickBooks before a run.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    entity: &'static str,
    name_property: &'static str,
    name: &'static str,
    body: Value,
}

/// A case that is simulated.
pub struct Case {
    /// The case's name, such as `create-invoice/cold`.
    pub name: String,
    /// The action of its events, of the first one where they are of several.
    pub action: Action,
    /// Events that were dealt with before.
    pub(crate) before: Vec<Arc<Event>>,
    /// The changes made in QuickBooks since.
    pub(crate) changes: Vec<Change>,
    /// The event of each worker.
    pub(crate) workers: Vec<Arc<Event>>,
    pub(crate) token: TokenState,
    /// The time for which Intuit accepts a refresh token that was replaced.
    pub(crate) grace: Duration,
    /// The life of an access token. Intuit's live for an hour; explored cases keep theirs for a day, so that
    /// its refresh is a case of its own and not a part of every other.
    pub(crate) token_life: Duration,
    /// `true` if the ledger is lost before the workers begin, and QuickBooks' memory of request ids with it; the settings
    /// say so.
    pub(crate) loses_ledger: bool,
    /// `true` if all workers are in one process at first.
    pub(crate) shares_process: bool,
    /// The rows it must make; none where they are those that it makes when nothing goes wrong.
    pub(crate) made: Option<Vec<Made>>,
    /// `true` if all events are about one sale, which gets one document.
    pub(crate) is_one_sale: bool,
}

impl Case {
    /// All cases of one event, with nobody else at work.
    pub fn alone() -> Vec<Self> {
        actions_alone::cases()
    }

    /// The sample events of every action in the registry, a case for each.
    ///
    /// # Errors
    ///
    /// When the samples cannot be read.
    pub fn samples() -> Result<Vec<Self>, SimulationError> {
        samples::cases()
    }

    /// All cases of one event that gives its record by its id: HubSpot is read in each attempt.
    pub fn by_id() -> Vec<Self> {
        by_id::cases()
    }

    /// All cases of an event that was dealt with before the ledger was lost.
    pub fn after_the_loss() -> Vec<Self> {
        after_the_loss::cases()
    }

    /// All cases of several workers.
    pub fn together() -> Vec<Self> {
        together::cases()
    }

    /// All cases of several workers on one sale, of different actions and records.
    pub fn one_sale() -> Vec<Self> {
        one_sale::cases()
    }

    /// A case drawn from a seed: workers on any actions and records that share what is new, or on one sale.
    pub(crate) fn drawn(random: &mut fastrand::Rng) -> Self {
        if random.u32(..4) == 0 {
            one_sale::draw(random)
        } else {
            mixture::draw(random)
        }
    }

    /// The case of this name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn named(name: &str) -> Result<Self, SimulationError> {
        let is_meant = |case: &Self| case.name == name;
        let mut written = Self::alone()
            .into_iter()
            .chain(Self::by_id())
            .chain(Self::after_the_loss())
            .chain(Self::together())
            .chain(Self::one_sale());
        if let Some(case) = written.find(is_meant) {
            return Ok(case);
        }
        let mut samples = Self::samples()?.into_iter();
        let sample = samples.find(is_meant);
        sample.ok_or_else(|| SimulationError::NoSuchCase(name.to_owned()))
    }

    /// The number of workers.
    pub fn workers(&self) -> usize {
        self.workers.len()
    }

    /// The settings of the connection.
    pub(crate) fn settings(realm_id: &str, portal_id: u64) -> Value {
        json!({
            "company": {"realm_id": realm_id, "time_zone": "America/Los_Angeles"},
            "hubspot": {"portal_id": portal_id},
            "products": {"income_account": "Sales of Product Income"},
            "vendors": {"create_missing": true},
            "refunds": {"partial": true},
            "paid_invoices": {"part_payments": true},
        })
    }
}

impl Event {
    /// `true` if the event may end with this error.
    pub(crate) fn may_fail_with(&self, error_type: &str) -> bool {
        match error_type {
            "IdempotencyConflict" => self.may_conflict,
            "AlreadyBooked" => self.may_be_second,
            _ => false,
        }
    }

    /// Runs the action on the event.
    pub(crate) async fn run(
        &self,
        engine: &SimulatedEngine,
        deadline: Timestamp,
    ) -> Result<Response, ActionError> {
        let event = self.body.as_bytes();
        self.action.run(engine, event, deadline).await
    }
}

impl Change {
    pub(crate) fn apply(&self, company: &InProcessSandbox) -> Result<(), SimulationError> {
        let rows = company.documents(self.entity);
        let row = rows.iter().find(|row| row[self.name_property] == self.name);
        let row = row.ok_or_else(|| SimulationError::Case(format!("no {}", self.name)))?;
        let mut body = self.body.clone();
        body["Id"] = row["Id"].clone();
        company.edit(self.entity, body)?;
        Ok(())
    }
}
