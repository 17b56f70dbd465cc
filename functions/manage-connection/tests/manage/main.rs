//! Promises of the operations, over a store in memory and real sockets to a sandbox company.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod again;
mod description;
mod disconnection;
mod files;
mod hubspot;
mod hubspot_account;
mod links;
mod mappings;
mod one_company;
mod operator;
mod runs;
mod secrecy;
mod settings;
mod settings_unreadable;
mod trace;
