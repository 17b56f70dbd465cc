//! The seams: workflows, and the bus.

use std::future::Future;

use actions::Engine;
use jiff::Timestamp;
use serde_json::Value;
use storage::{Portals, Settings, Tokens};

use crate::run::Run;

/// The parts of a store that the gateway needs.
pub trait Store: Settings + Tokens + Portals + Sync {}

impl<S: Settings + Tokens + Portals + Sync> Store for S {}

/// Something behind a port did not do what was asked. The text holds no input.
#[derive(Debug, thiserror::Error)]
#[error("{service}: {detail}")]
pub struct PortError {
    /// The service, such as `Step Functions`.
    pub service: &'static str,
    /// The observation.
    pub detail: String,
}

/// The outcome of starting a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It runs, started now or by an earlier call with the same input.
    Running {
        /// The moment it was started.
        since: Timestamp,
    },
    /// A run of this name exists; how it stands must be asked.
    Before,
}

/// The present state of a run.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub enum RunState {
    /// It runs.
    Running {
        /// The moment it was started.
        since: Timestamp,
    },
    /// It has ended well.
    Succeeded {
        /// Its output.
        #[debug(skip)]
        output: Value,
    },
    /// It has ended badly.
    Failed {
        /// Its error; empty when it was aborted or ran out of time.
        error: String,
        /// Its cause.
        #[debug(skip)]
        cause: String,
    },
}

/// The port to the workflow `quickbooks-action`.
pub trait Workflows {
    /// Starts a run, unless one of its name exists.
    fn start(&self, run: &Run) -> impl Future<Output = Result<Started, PortError>> + Send;

    /// Tells how the run of this name stands; `None` when there is none.
    fn describe(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Option<RunState>, PortError>> + Send;
}

/// An event for the bus; `Debug` shows no detail.
#[derive(Clone, derive_more::Debug, PartialEq)]
pub struct BusEvent {
    /// The moment of the change.
    pub time: Timestamp,
    /// The detail, a request to an action with the properties that rules look at.
    #[debug(skip)]
    pub detail: Value,
}

/// The port to the bus of events.
pub trait Bus {
    /// Puts events on the bus. After an error some of them may be there.
    fn put(&self, events: &[BusEvent]) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// The outside that the gateway works with.
pub struct Ports<'p, S, T, E, W, B, H> {
    /// The store, and QuickBooks, for dropdowns.
    pub engine: &'p Engine<S, T, E>,
    /// The workflow that runs an action.
    pub workflows: &'p W,
    /// The bus of events.
    pub bus: &'p B,
    /// HubSpot's API, for the properties of changed records.
    pub hubspot: &'p hubspot::Client<H>,
}
