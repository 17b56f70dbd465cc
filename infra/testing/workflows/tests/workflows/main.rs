//! The promises of the workflows and the rules, in moto's interpreter and with the actions themselves.
//!
//! All tests share one stage, and each has records of its own. `cargo xtask workflows` installs moto and runs
//! this; without that every test here fails.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod again;
mod again_one;
mod backfill;
mod bus;
mod editor;
mod failing;
mod failure;
mod gateway;
mod histories;
mod net;
mod refused;
mod reporting;
mod request;
mod rules;
mod running;
mod sending;
mod settling;
mod starting;
mod turns;
mod webhooks;
mod whole;
