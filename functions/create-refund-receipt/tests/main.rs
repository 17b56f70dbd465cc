//! Refund receipts, from the event to the books of the local company.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod abroad;
mod bases;
mod booked_late;
mod corrected;
mod customers;
mod decimals;
mod exactly_once;
mod known_sales;
mod other_tax;
mod part_payments;
mod parts;
mod random_refunds;
mod received;
mod refunds;
mod rules;
mod separate_sales;
mod several_payments;
mod taken_back;
mod taxed_parts;
mod without_sale;
