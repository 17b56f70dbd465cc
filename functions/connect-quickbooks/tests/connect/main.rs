//! Promises of the pages that connect a company, over real sockets to a sandbox company.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod consent;
mod failures;
mod other_company;
mod refusals;
mod secrecy;
mod window;
