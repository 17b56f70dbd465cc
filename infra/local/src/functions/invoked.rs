//! An action, run for a caller of this server.

use std::sync::Arc;

use actions::pipeline::failed;
use actions::request;
use bytes::Bytes;
use jiff::Timestamp;
use registry::RegisteredAction;

use super::{Outcome, ServedCompany, outcome, run, run_alone, shown};

/// The one who tries again what may be tried again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TriedAgain {
    /// The workflow that calls.
    ByWorkflow,
    /// The caller perhaps, of whom nothing is known.
    Perhaps,
}

/// Runs an action for a caller of this server, and shows a line of it.
pub(crate) async fn invoked(
    action: RegisteredAction,
    company: Arc<ServedCompany>,
    event: Bytes,
    tried_again: TriedAgain,
) -> Outcome {
    let subject = match request::parse(&event) {
        Ok(request) => request.record.label(),
        Err(_) => "no record".to_owned(),
    };
    // On the heap, as what it runs is large.
    let running = Box::pin(outcome(async move {
        let engine = &company.engine;
        if let Err(error) = company.may_book(action, &event).await {
            let now = Timestamp::now();
            failed::keep(&engine.store, action.name(), &event, &error, now).await;
            return Err(error);
        }
        match tried_again {
            TriedAgain::ByWorkflow => run(action, engine, &event).await,
            TriedAgain::Perhaps => run_alone(action, engine, &event).await,
        }
    }));
    shown(action.name(), &subject, running).await
}
