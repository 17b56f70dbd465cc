//! Expenses, from the event to the books of the local company.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod booked;
mod exactly_once;
mod fees;
mod options;
mod rules;
mod vendors;
