//! The store on AWS keeps the contract, on real components: Amazon's DynamoDB Local, and moto for
//! Secrets Manager.
//!
//! `cargo xtask test` starts both and says where they are by `AWS_ENDPOINT_URL_DYNAMODB` and
//! `AWS_ENDPOINT_URL_SECRETS_MANAGER`. Without them every test here fails, and none is skipped.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test: what cannot be set up is a failure"
)]

mod bodies;
mod components;
mod conflicts;
mod edited;
mod encryption;
mod keys;
mod leftovers;
mod outages;
mod races;
mod relay;
mod restored;
mod retention;
mod round_trips;
mod sample;
mod script;
mod secrecy;
mod secrets;

mod contract {
    storage::contract_tests!(async { crate::components::store().await });
}
