//! The actions that workflows have queued, run so many at once as QuickBooks takes.
//!
//! A workflow's task sends a [`Turn`] to a queue and waits for its token. The queue's maximum concurrency is the number of
//! turns that are taken at once, whichever the actions are. Whoever takes one asks whether it is still waited for, has the
//! action answer, and tells the task. What QuickBooks or HubSpot have told to wait, waits so long in the queue.
//!
//! Nothing here decides how often anything is made: a turn that is delivered twice runs the action twice, and the ledger
//! knows the document.

#[cfg(feature = "lambda")]
pub mod aws;
mod outcome;
mod ports;
mod run;
mod turn;

pub use outcome::Outcome;
pub use ports::{Actions, PortError, Queue, Tasks};
pub use run::{Ended, run};
pub use turn::Turn;
