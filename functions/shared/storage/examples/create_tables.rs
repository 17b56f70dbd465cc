//! Creates the four tables with the keys the store needs, where no template does: on DynamoDB
//! Local.
//!
//! ```text
//! AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 AWS_REGION=us-east-1 \
//! AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \
//! MAPPINGS_TABLE=mappings SETTINGS_TABLE=settings LEDGER_TABLE=ledger LEASES_TABLE=leases \
//!     cargo run --package storage --features aws --example create_tables
//! ```

#![allow(
    clippy::disallowed_methods,
    reason = "a command line is given its variables"
)]

use std::env::{VarError, var};
use std::error::Error;

use storage::aws::{AwsStore, Names, sdk};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let names = names()?;
    let store = AwsStore::from_configuration(&sdk::of_this_machine()?, names);
    Ok(store.create_tables().await?)
}

/// The tables of the functions' environment; nothing is done with secrets.
fn names() -> Result<Names, VarError> {
    Ok(Names {
        mappings_table: var("MAPPINGS_TABLE")?,
        settings_table: var("SETTINGS_TABLE")?,
        ledger_table: var("LEDGER_TABLE")?,
        leases_table: var("LEASES_TABLE")?,
        secret_prefix: String::new(),
    })
}
