//! The workflows and the rules, run for what they promise.
//!
//! `moto` (<https://docs.getmoto.org>) interprets the state machines and is the event bus and the
//! queues. Where it would call Lambda, a server of this program answers with the local program's own
//! functions; the two that talk to HubSpot are made up, and so are errors that are to be met.

mod connection;
mod definition;
#[cfg(test)]
mod errors;
mod executions;
mod functions;
mod local_program;
mod messages;
mod moto;
mod promises;
mod stage;

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use crate::error::XtaskError;
use stage::Stage;

/// Proves every promise, and stops at the first that does not hold.
pub(crate) fn prove() -> Result<(), XtaskError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(async {
            let stage = Arc::new(Stage::set().await?);
            promises::prove(&stage).await
        })
}

/// Says which promise was proved, and how long it took.
async fn proved(
    promise: &str,
    proof: impl Future<Output = Result<(), XtaskError>>,
) -> Result<(), XtaskError> {
    let start = Instant::now();
    proof
        .await
        .map_err(|error| XtaskError::broken(promise, error))?;
    let took = start.elapsed().as_secs_f64();
    Ok(writeln!(std::io::stderr(), "ok {took:>5.1} s  {promise}")?)
}

/// Fails with what was found, unless it is as it should be.
fn hold(
    holds: bool,
    promise: impl Into<String>,
    found: impl std::fmt::Display,
) -> Result<(), XtaskError> {
    if holds {
        return Ok(());
    }
    Err(XtaskError::broken(promise, found))
}
