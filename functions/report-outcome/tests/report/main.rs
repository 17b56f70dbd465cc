//! Reports to a local HubSpot account, over a real socket, with a store in memory.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod accounts;
mod cut_off;
mod documents;
mod faults;
mod refused;
mod stage;
mod versions;
