//! The program as a person runs it: the real binary, over real sockets, pipes and files.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod backfill;
mod by_id;
mod company_kinds;
mod connect;
mod demonstration;
mod doctor;
mod events;
mod first_minutes;
mod forgotten_variables;
mod gateway;
mod hubspot_account;
mod init;
mod invoke;
mod mappings;
mod pages;
mod process;
mod readme;
mod real_company;
mod runs;
mod serve;
mod settings;
mod store_file;
mod terminal;
mod wrong_uses;
