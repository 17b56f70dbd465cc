//! The loop that a function's `main` is.

use std::panic::AssertUnwindSafe;

use actions::Action;
use futures_util::FutureExt;
use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};

use crate::event::KeepPayload;
use crate::function::Function;
use crate::handler::{Handler, HubSpotHandler, RunAction};
use crate::invocation;
use crate::logs;
use crate::on_aws::OnAws;
use crate::on_hubspot::OnHubSpot;

/// The allocator of every function.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Serves an action: gets ready and answers events for as long as Lambda keeps the environment.
///
/// # Errors
///
/// When Lambda's Runtime API is not there or fails; a function's own failures are answers.
pub fn serve<A: Action>() -> Result<(), Error> {
    serve_handler(A::NAME, RunAction::<A>::default())
}

/// Serves a handler, like [`serve`] an action; `name` is the function's crate.
///
/// # Errors
///
/// When Lambda's Runtime API is not there or fails; a function's own failures are answers.
pub fn serve_handler<H: Handler>(name: &str, handler: H) -> Result<(), Error> {
    serve_function(name, &OnAws::new(handler))
}

/// Serves a handler that has no way to QuickBooks; its role needs no secret of Intuit's.
///
/// # Errors
///
/// When Lambda's Runtime API is not there or fails; a function's own failures are answers.
pub fn serve_hubspot_handler<H: HubSpotHandler>(name: &str, handler: H) -> Result<(), Error> {
    serve_function(name, &OnHubSpot::new(handler))
}

pub(crate) fn serve_function<F: Function>(name: &str, function: &F) -> Result<(), Error> {
    logs::install(name);
    // One event at a time and nothing but waiting in between: one thread does it all.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // A defect met while getting ready is met again, and answered, by the first invocation.
        let _ = AssertUnwindSafe(function.get_ready()).catch_unwind().await;
        let payload = KeepPayload::default();
        let answer =
            |event: LambdaEvent<()>| invocation::answer(function, payload.take(), event.context);
        let layer = payload.clone();
        Runtime::new(service_fn(answer)).layer(layer).run().await
    })
}

#[cfg(test)]
mod tests;
