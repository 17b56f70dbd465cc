//! Paid invoices, from the event to the books of the local company.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod billed_before;
mod billed_later;
mod bound;
mod corrupt;
mod exactly_once;
mod of_invoice;
mod of_quote;
mod paid;
mod parts;
mod parts_of_invoices;
mod quotes_not_named;
mod rules;
mod several;
mod signed_quotes;
mod tax;
mod together;
mod told_later;
mod undated;
mod warnings;
