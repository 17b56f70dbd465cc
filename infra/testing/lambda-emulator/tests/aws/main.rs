//! The promises of many processes at once, on DynamoDB Local, moto and a sandbox company.
//!
//! `cargo xtask test` starts the components and runs this; without them every test here fails.

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
mod process;
mod refreshing;
mod units;
