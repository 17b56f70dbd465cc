//! What is simulated: the events of a case, what was before, and what must be there in the end.

mod actions_alone;
mod events;
mod mixture;
mod together;

use std::sync::Arc;
use std::time::Duration;

use actions::{ActionError, Response};
use create_estimate::CreateEstimate;
use create_expense::CreateExpense;
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use jiff::Timestamp;
use sandbox_quickbooks::InProcessSandbox;
use serde_json::{Value, json};

pub(crate) use self::actions_alone::{GRACE, HOUR};
use crate::error::SimulationError;
use crate::worker::SimulatedEngine;

/// The connection of all events.
pub(crate) const CONNECTION: &str = "us-books";

/// An action that ships.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    /// `create-invoice`
    CreateInvoice,
    /// `create-estimate`
    CreateEstimate,
    /// `create-sales-receipt`
    CreateSalesReceipt,
    /// `create-paid-invoice`
    CreatePaidInvoice,
    /// `create-expense`
    CreateExpense,
    /// `create-refund-receipt`
    CreateRefundReceipt,
}

/// An event of an action.
pub(crate) struct Event {
    pub(crate) action: Action,
    pub(crate) body: String,
    /// The total that its document must have; none where that depends on what came before.
    pub(crate) total: Option<&'static str>,
    /// The permanent error with which it may end, since another event took its place.
    pub(crate) may_conflict: bool,
}

/// Whether the stored access token can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenState {
    Fresh,
    Expired,
}

/// What there must be more of in the end than at the beginning.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) entity: &'static str,
    /// How many at least, and at most.
    pub(crate) count: (usize, usize),
    /// What the totals of documents sum to, in cents.
    pub(crate) cents: Option<i64>,
}

/// Something that a person changes in QuickBooks before a run.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    entity: &'static str,
    name_property: &'static str,
    name: &'static str,
    body: Value,
}

/// What is simulated.
pub struct Case {
    /// The case's name, such as `create-invoice/cold`.
    pub name: String,
    /// The action of its events, of the first one where they are of several.
    pub action: Action,
    /// Events that were dealt with before.
    pub(crate) before: Vec<Arc<Event>>,
    /// What was changed in QuickBooks since.
    pub(crate) changes: Vec<Change>,
    /// The event of each worker.
    pub(crate) workers: Vec<Arc<Event>>,
    pub(crate) token: TokenState,
    /// How long Intuit accepts a refresh token that was replaced.
    pub(crate) grace: Duration,
    /// How long an access token lives. Intuit's live for an hour; explored cases keep theirs for a day, so that
    /// its refresh is a case of its own and not a part of every other.
    pub(crate) token_life: Duration,
    /// Whether all workers are in one process at first.
    pub(crate) shares_process: bool,
    pub(crate) made: Vec<Made>,
}

impl Case {
    /// All cases of one event, with nobody else at work.
    pub fn alone() -> Vec<Self> {
        actions_alone::cases()
    }

    /// All cases of several workers.
    pub fn together() -> Vec<Self> {
        together::cases()
    }

    /// A case drawn from a seed: workers on any actions and records, that share what is new.
    pub(crate) fn drawn(random: &mut fastrand::Rng) -> Self {
        mixture::draw(random)
    }

    /// The case of this name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn named(name: &str) -> Result<Self, SimulationError> {
        let mut all = Self::alone().into_iter().chain(Self::together());
        all.find(|case| case.name == name)
            .ok_or_else(|| SimulationError::NoSuchCase(name.to_owned()))
    }

    /// How many workers are at work.
    pub fn workers(&self) -> usize {
        self.workers.len()
    }

    /// The settings of the connection.
    pub(crate) fn settings(realm_id: &str) -> Value {
        json!({
            "company": {"realm_id": realm_id, "time_zone": "America/Los_Angeles"},
            "products": {"income_account": "Sales of Product Income"},
            "vendors": {"create_missing": true},
            "refunds": {"partial": true},
        })
    }
}

impl Event {
    /// Whether the event may end with this error.
    pub(crate) fn may_fail_with(&self, error_type: &str) -> bool {
        self.may_conflict && error_type == "IdempotencyConflict"
    }

    /// Runs the action on the event.
    pub(crate) async fn run(
        &self,
        engine: &SimulatedEngine,
        deadline: Timestamp,
    ) -> Result<Response, ActionError> {
        let event = self.body.as_bytes();
        match self.action {
            Action::CreateInvoice => run::<CreateInvoice>(engine, event, deadline).await,
            Action::CreateEstimate => run::<CreateEstimate>(engine, event, deadline).await,
            Action::CreateSalesReceipt => run::<CreateSalesReceipt>(engine, event, deadline).await,
            Action::CreatePaidInvoice => run::<CreatePaidInvoice>(engine, event, deadline).await,
            Action::CreateExpense => run::<CreateExpense>(engine, event, deadline).await,
            Action::CreateRefundReceipt => {
                run::<CreateRefundReceipt>(engine, event, deadline).await
            }
        }
    }
}

/// The use case that ships.
async fn run<A: actions::Action>(
    engine: &SimulatedEngine,
    event: &[u8],
    deadline: Timestamp,
) -> Result<Response, ActionError> {
    actions::run::<A, _, _, _>(engine, event, deadline).await
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
