//! A transport that counts what it sends: Intuit meters requests, and reads dearer than writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use quickbooks::{ReqwestTransport, Transport, TransportError};
use serde_json::Value;

/// Sends over the network and counts the requests to a company; requests for tokens are not counted.
#[derive(Clone, Debug)]
pub(crate) struct CountingTransport {
    network: ReqwestTransport,
    counts: Arc<Counts>,
}

/// How many requests were sent since the start.
#[derive(Debug, Default)]
struct Counts {
    writes: AtomicU64,
    reads: AtomicU64,
}

/// A number of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    /// Requests that can change the company.
    pub(crate) writes: u64,
    /// Requests that only read, queries and batches of queries among them.
    pub(crate) reads: u64,
}

impl Requests {
    /// What was sent since `earlier`.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            writes: self.writes - earlier.writes,
            reads: self.reads - earlier.reads,
        }
    }
}

impl CountingTransport {
    /// Counts what goes over this network.
    pub(crate) fn new(network: ReqwestTransport) -> Self {
        let counts = Arc::default();
        Self { network, counts }
    }

    /// What was sent so far.
    pub(crate) fn sent(&self) -> Requests {
        Requests {
            writes: self.counts.writes.load(Ordering::Relaxed),
            reads: self.counts.reads.load(Ordering::Relaxed),
        }
    }

    fn count(&self, request: &Request<Bytes>) {
        if !request.uri().path().contains("/v3/company/") {
            return;
        }
        let counter = if is_read(request) {
            &self.counts.reads
        } else {
            &self.counts.writes
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

fn is_read(request: &Request<Bytes>) -> bool {
    let path = request.uri().path();
    request.method() == Method::GET
        || path.ends_with("/query")
        || (path.ends_with("/batch") && holds_queries_alone(request.body()))
}

fn holds_queries_alone(body: &[u8]) -> bool {
    let batch: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = batch.get("BatchItemRequest").and_then(Value::as_array);
    items.is_some_and(|items| items.iter().all(|item| item.get("Query").is_some()))
}

impl Transport for CountingTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        self.count(&request);
        self.network.send(request, timeout).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_are_told_from_writes_and_tokens_are_not_counted() {
        let query = r#"{"BatchItemRequest":[{"bId":"1","Query":"select"}]}"#;
        let mixed = r#"{"BatchItemRequest":[{"bId":"1","Query":""},{"bId":"2","Item":{}}]}"#;
        let table = [
            ("GET", "/v3/company/1/companyinfo/1", "", (0, 1)),
            ("POST", "/v3/company/1/query", "select", (0, 1)),
            ("POST", "/v3/company/1/batch", query, (0, 1)),
            ("POST", "/v3/company/1/batch", mixed, (1, 0)),
            ("POST", "/v3/company/1/invoice", "{}", (1, 0)),
            ("POST", "/oauth2/v1/tokens/bearer", "", (0, 0)),
        ];
        for (method, path, body, (writes, reads)) in table {
            let transport = CountingTransport::new(ReqwestTransport::new().unwrap());
            let request = Request::builder()
                .method(method)
                .uri(format!("http://localhost{path}"));
            transport.count(&request.body(Bytes::from(body)).unwrap());
            assert_eq!(
                transport.sent(),
                Requests { writes, reads },
                "{path} {body}"
            );
        }
    }
}
