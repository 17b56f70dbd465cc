//! A local QuickBooks Online company as a server.
//!
//! An independent implementation of what Intuit's Accounting API (v3, minor version 75) is known to answer:
//! OAuth, rows, queries, batches, refusals, `requestid`, quotas, and failures on demand. It shares no code with
//! the client it stands opposite to.
//!
//! [`Sandbox::start`] runs it inside a test or a program. The same control is there over HTTP, and a page at `/`
//! lists the company's documents:
//!
//! | request | does |
//! |---|---|
//! | `POST /_sandbox/reset` | [`Sandbox::reset`] |
//! | `GET`, `DELETE /_sandbox/journal` | answers ([`JournalEntry`]) or forgets what was asked |
//! | `POST`, `DELETE /_sandbox/faults` | arranges a [`FaultScript`], forgets all |
//! | `PUT /_sandbox/quotas` | sets [`Quotas`] |
//! | `POST /_sandbox/expire-tokens` | [`Sandbox::expire_access_tokens`] |
//! | `GET /_sandbox/credentials` | [`Sandbox::credentials`] and the realm's id |
//! | `GET`, `POST`, `PATCH /_sandbox/documents/{entity}` | lists, inserts, edits rows |
//!
//! # Where Intuit is silent
//!
//! What nobody has published is a setting ([`SandboxOptions`]) or decided strictly, so that a client must not rely
//! on it: an item needs a `Type`, an amount has two decimals, `Qty` alone is not multiplied, `!=`, `OR`, `BETWEEN`
//! and `CONTAINS` are refused, and over-application of a payment is a 6000 whose text is the sandbox's own.
//! Not implemented: automated sales tax, companies outside the US, several currencies on documents, group items,
//! stock counts, attachments, reports, PDF.

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
