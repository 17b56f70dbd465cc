//! The promises of the workflows and the rules, in moto's interpreter and with the local program's functions.
//!
//! All tests share one stage, and each has records of its own. `cargo xtask workflows` builds the local program and
//! runs this; without that every test here fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod again;
mod backfill;
mod bus;
mod failing;
mod failure;
mod histories;
mod net;
mod reporting;
mod request;
mod rules;
mod running;
mod settling;
mod starting;
