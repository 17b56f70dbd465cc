//! HubSpot's calls from the request to the answer, on a local HubSpot account and a local QuickBooks company.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bounds;
mod deadlines;
mod executions;
mod options;
mod secrecy;
mod signatures;
mod stage;
mod texts;
mod webhooks;
