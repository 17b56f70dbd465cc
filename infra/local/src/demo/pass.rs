//! One run of one sample.

use actions::request;
use actions::response::Document;
use actions::{ActionError, Response};
use quickbooks::RequestCounts;

use super::samples::Sample;
use crate::functions::Function;
use crate::installation::Installation;

/// What came of one run of a sample.
#[derive(Debug)]
pub(super) struct Played {
    /// The sample.
    pub(super) sample: &'static Sample,
    /// The enrolled record, such as `deal 9001`.
    pub(super) record: String,
    /// The function's answer.
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
    function: Function,
    sample: &'static Sample,
) -> Played {
    let counter = installation.engine.transport.counter();
    let event = sample.event.as_bytes();
    // Those before this run are nobody's.
    let _ = counter.take();
    let result = function.run(&installation.engine, event).await;
    Played {
        sample,
        record: record(event),
        result,
        requests: counter.take(),
    }
}

fn record(event: &[u8]) -> String {
    match request::parse(event) {
        Ok(request) => request.record.label(),
        Err(_) => "unreadable".to_owned(),
    }
}
