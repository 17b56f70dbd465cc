//! Invoices, from the event to the books of the local company.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bundles;
mod burst;
mod by_id;
mod changed;
mod countries;
mod counts;
mod deals;
mod enrolments;
mod exactly_once;
mod from_estimate;
mod guessed;
mod left_unknown;
mod long_names;
mod matching;
mod merged;
mod messages;
mod moved;
mod names;
mod numbers;
mod options;
mod orders;
mod pasted;
mod previews;
mod quotas;
mod random_orders;
mod rates_alone;
mod real_orders;
mod refusals;
mod renamed;
mod replaced_token;
mod rules;
mod shown_totals;
mod sub_customers;
mod tax;
mod tax_of_orders;
mod tax_rounding;
mod throughput;
mod waiting;
mod ways_out;
mod without_lines;
