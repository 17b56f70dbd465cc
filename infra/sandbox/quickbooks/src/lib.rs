//! A local QuickBooks Online company as a server.
//!
//! An independent implementation of what Intuit's Accounting API (v3, minor version 75) is known to answer:
//! OAuth, rows, queries, batches, refusals, `requestid`, quotas, and failures on demand. It shares no code with
//! the client it stands opposite to.
//!
//! [`Sandbox::start`] runs it inside a test or a program; the same control is there over HTTP under `/_sandbox/`.

mod clock;
mod company;
mod envelope;
mod error;
mod fault;
mod faults;
mod grants;
mod journal;
mod options;
mod page;
mod query;
mod quotas;
mod replay;
mod sandbox;
mod server;
mod state;
mod xml;

pub use crate::clock::{Clock, ManualClock};
pub use crate::error::SandboxError;
pub use crate::fault::Fault;
pub use crate::faults::{
    FaultEffect, FaultScript, Occurrence, Pause, RequestMatch, ScriptedAnswer, ThrottleAnswer,
    ThrottleFormat,
};
pub use crate::journal::{JournalEntry, JournalItem, Operation};
pub use crate::options::{RequestIdPolicy, SandboxCredentials, SandboxOptions, TokenPolicy};
pub use crate::quotas::Quotas;
pub use crate::sandbox::Sandbox;
