//! The promises of the sandbox, checked over a real socket.
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

mod answers;
mod batches;
mod changed_data;
mod changed_forms;
mod client;
mod codes;
mod companies;
mod consent;
mod controls;
mod currencies;
mod failures;
mod growth;
mod keeping;
mod lists;
mod lookups;
mod money;
mod oauth;
mod open_questions;
mod payments;
mod preferences;
mod purchases;
mod queries;
mod quotas;
mod replays;
mod sales_forms;
mod shapes;
mod tax_abroad;
mod tax_of_expenses;
mod us_tax;
mod webhooks;
