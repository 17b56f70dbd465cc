//! The promises of many processes at once, on DynamoDB Local, moto and a sandbox company.
//!
//! `cargo xtask test` starts the components and runs this; without them every test here fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod process;
mod refreshing;
