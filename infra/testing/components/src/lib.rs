//! The real components that tests run on: Amazon's DynamoDB Local, moto, `sam`, cargo-lambda,
//! Lambda's Runtime Interface Emulator, clients of HubSpot and of QuickBooks, and Chromium.
//!
//! All but Chromium are installed below the build folder at pinned versions, through pip and npm, the first time
//! they are asked for. Servers start on free ports of this machine and end with the value that stands
//! for them, and also when the process that started them ends in any other way.

#![allow(
    clippy::disallowed_methods,
    reason = "real processes start by the clock of the machine"
)]

mod aws_clients;
mod chromium;
mod command;
mod dynamodb_local;
mod error;
mod hubspot_clients;
mod moto;
mod node;
mod peers;
mod port;
mod prerequisites;
mod process;
pub mod programs;
mod python;
mod quickbooks_clients;

pub use aws_clients::AwsClients;
pub use chromium::Chromium;
pub use command::succeed;
pub use dynamodb_local::DynamoDbLocal;
pub use error::ComponentError;
pub use hubspot_clients::HubSpotClients;
pub use moto::Moto;
pub use peers::Peers;
pub use port::Port;
pub use prerequisites::check as check_prerequisites;
pub use process::with_its_owner;
pub use python::{PACKAGES, Tools};
pub use quickbooks_clients::QuickBooksClients;

use std::path::{Path, PathBuf};

/// The account of the components, which does not exist, so that nothing can reach a real one.
pub const ACCOUNT: [(&str, &str); 4] = [
    ("AWS_REGION", "us-east-1"),
    ("AWS_ACCESS_KEY_ID", "test"),
    ("AWS_SECRET_ACCESS_KEY", "test"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
];

/// The folder in which everything is installed, and the logs are.
pub fn folder() -> PathBuf {
    root().join("target/components")
}

/// The workspace's root.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.ancestors().nth(3);
    root.unwrap_or(manifest).to_path_buf()
}
