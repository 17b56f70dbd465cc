//! Promises that every action keeps alike, action by action.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod after_the_loss;
mod after_the_memory;
mod every_action;
mod names_taken;
mod refused_references;
mod stale_references;
mod warm;
