//! The template's state machines and rules, running: [moto](https://docs.getmoto.org) interprets the state machines
//! and is the event bus, the queues and the buckets.
//!
//! Where moto would call Lambda, a server of this process answers with the actions themselves, which book into a local
//! QuickBooks company and read records that are given by their ids from a local HubSpot account, and with the function
//! that tells that account of the outcome. Made up are the errors that a test asks for. The function that takes turns is
//! invoked by the tasks themselves, but where a variant of a workflow leaves them in the queue: then moto keeps the tokens.
//!
//! The account calls the gateway, which is served here with its adapters of AWS: its workflow editor's actions start
//! executions, and its webhooks become events of the bus. It sends each request five times at once.
//!
//! `cargo xtask workflows` installs moto and runs the tests in `tests/workflows`; they share one [`Stage`]. The definitions
//! themselves are checked in `tests/definitions.rs`, which needs neither.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a stage that cannot be set up is a failed test"
)]

mod arn;
mod background;
mod definition;
mod executions;
mod functions;
mod gateway;
mod messages;
mod moto;
mod sample;
mod stage;
mod turns;

pub use arn::workflow_arn;
pub use executions::Execution;
pub use functions::{Answer, CAUSE, CONNECTION, Functions};
pub use gateway::{BUS, configuration, step_functions};
pub use moto::{Moto, Service};
pub use sample::{PERSONAL, read_json, record};
pub use stage::{BACKFILL_BUCKET, Stage, Variant, stage, stage_alone};
