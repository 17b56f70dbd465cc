//! One run of one sample.

use actions::request;
use actions::response::Document;
use actions::{ActionError, Response};
use quickbooks::RequestCounts;
use registry::{Expected, RegisteredAction, Sample};

use crate::error::LocalError;
use crate::functions;
use crate::installation::Installation;

/// One run of a sample, and what came of it.
#[derive(Debug)]
pub(super) struct Played {
    /// The sample's name.
    pub(super) sample: &'static str,
    /// The outcome it must have in the first pass.
    pub(super) expected: Expected,
    /// The enrolled record, such as `deal 9001`.
    pub(super) record: String,
    /// The action's answer.
    pub(super) result: Result<Response, ActionError>,
    /// The requests to QuickBooks.
    pub(super) requests: RequestCounts,
}

impl Played {
    /// The names of the documents it answered with, such as `Invoice 145`, in their order.
    pub(super) fn documents(&self) -> Vec<String> {
        let Ok(response) = &self.result else {
            return Vec::new();
        };
        let documents = match &response.documents {
            Some(documents) => documents.iter().collect(),
            None => Vec::from_iter(&response.document),
        };
        let name =
            |document: &Document| Some(format!("{} {}", document.kind, document.id.as_ref()?));
        documents.into_iter().filter_map(name).collect()
    }
}

/// Runs a sample; nothing else may run at the same time, or its requests would be counted too.
pub(super) async fn play(
    installation: &Installation,
    action: RegisteredAction,
    sample: &'static Sample,
) -> Result<Played, LocalError> {
    let counter = installation.engine.transport.counter();
    let event = sample.event.as_bytes();
    // Those before this run are nobody's.
    let _ = counter.take();
    let result = functions::run(action, &installation.engine, event).await;
    Ok(Played {
        sample: sample.name,
        expected: sample.expected()?,
        record: record(event),
        result,
        requests: counter.take(),
    })
}

fn record(event: &[u8]) -> String {
    match request::parse(event) {
        Ok(request) => request.record.label(),
        Err(_) => "unreadable".to_owned(),
    }
}
