//! The promises of the portal, checked over a real socket.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod account;
mod app;
mod associations;
mod associations_of_v3;
mod automation;
mod batches;
mod business;
mod client;
mod controls;
mod failures;
mod keeping;
mod limits;
mod merges;
mod oauth;
mod objects;
mod pages;
mod properties;
mod rules;
mod scopes;
mod search;
mod workflows;
mod writes;
