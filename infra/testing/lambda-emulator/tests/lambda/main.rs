//! The promises of the built functions together, in Lambda's emulator on DynamoDB Local, moto and a sandbox
//! company.
//!
//! `cargo xtask test` builds them as `sam build` does and runs this; without that, every test here fails.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod by_id;
mod connecting;
mod counts;
mod gateway;
mod outages;
mod rotation;
mod secrecy;
