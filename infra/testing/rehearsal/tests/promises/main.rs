//! Promises that every action keeps alike, action by action, and those that actions keep together.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod after_the_loss;
mod after_the_memory;
mod error_types;
mod every_action;
mod hubspot_faults;
mod invoice_changed;
mod names_taken;
mod one_sale;
mod received;
mod recipes;
mod refunds;
mod refused_references;
mod stale_references;
mod ten_hours;
mod warm;
