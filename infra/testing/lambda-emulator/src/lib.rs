//! An installation on real components, for tests: tables in Amazon's DynamoDB Local, secrets in moto,
//! books in a [`Sandbox`] company, and functions as they are deployed, whose `bootstrap` runs in Lambda's
//! Runtime Interface Emulator.
//!
//! `cargo xtask lambda` and `cargo xtask storage` build the functions, start the components and say by
//! variables where all of it is; without them a rehearsal fails, and is never skipped.
//!
//! [`Sandbox`]: sandbox_quickbooks::Sandbox

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a rehearsal that cannot be set up is a failed test"
)]

mod emulator;
mod gateway;
mod installation;
mod processor;
mod rehearsal;
mod relay;
mod sample;
mod variable;

pub use emulator::{Answer, Emulator};
pub use gateway::GatewayRehearsal;
pub use installation::{CONNECTION, Endpoints, Installation, connection, function_variables};
pub use rehearsal::LambdaRehearsal;
pub use relay::{Held, Relay};
pub use sample::sample;
