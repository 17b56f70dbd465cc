//! The template's state machines and rules, running: [moto](https://docs.getmoto.org) interprets the state machines
//! and is the event bus, the queues and the buckets.
//!
//! Where moto would call Lambda, a server of this process answers with the local program's own functions. HubSpot's
//! records, which an action given an id reads, are made up, and so are the errors that a test asks for. The function that
//! tells HubSpot of the outcome is the real one, in front of a local HubSpot account.
//!
//! `cargo xtask workflows` builds the local program, installs moto and runs the tests in `tests/workflows`; they share
//! one [`Stage`]. The definitions themselves are checked in `tests/definitions.rs`, which needs neither.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a stage that cannot be set up is a failed test"
)]

mod background;
mod connection;
mod definition;
mod executions;
mod functions;
mod local_program;
mod messages;
mod moto;
mod sample;
mod stage;

pub use executions::Execution;
pub use functions::{Answer, CAUSE, Functions};
pub use moto::{Moto, Service};
pub use sample::{CONNECTION, PERSONAL, read_json, record};
pub use stage::{BACKFILL_BUCKET, Stage, Variant, stage, stage_alone, workflow_arn};
