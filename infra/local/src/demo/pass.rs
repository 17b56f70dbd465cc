//! One run of one sample.

use actions::request;
use actions::response::Document;
use actions::{ActionError, Response};

use super::samples::Sample;
use crate::functions::Function;
use crate::installation::Installation;
use crate::transport::Requests;

/// What came of one run of a sample.
#[derive(Debug)]
pub(super) struct Played {
    /// The sample.
    pub(super) sample: &'static Sample,
    /// The enrolled record, such as `deal 9001`.
    pub(super) record: String,
    /// The function's answer.
    pub(super) result: Result<Response, ActionError>,
    /// What was asked of QuickBooks.
    pub(super) requests: Requests,
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
    let transport = &installation.engine.transport;
    let event = sample.event.as_bytes();
    let earlier = transport.sent();
    let result = function.run(&installation.engine, event).await;
    Played {
        sample,
        record: record(event),
        result,
        requests: transport.sent().since(earlier),
    }
}

fn record(event: &[u8]) -> String {
    match request::parse(event) {
        Ok(request) => request.record.label(),
        Err(_) => "unreadable".to_owned(),
    }
}
