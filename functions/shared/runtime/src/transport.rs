//! The transport of a function: QuickBooks' requests, counted by what Intuit meters.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use quickbooks::{Transport, TransportError};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::metrics::Traffic;

/// A transport that counts what goes through it.
#[derive(Clone, Debug)]
pub struct CountingTransport<T> {
    inner: T,
    traffic: Traffic,
    token_url: String,
}

impl<T> CountingTransport<T> {
    /// Counts into `traffic`; requests to `token_url` are for tokens, all others for books.
    pub fn new(inner: T, traffic: Traffic, token_url: &str) -> Self {
        Self {
            inner,
            traffic,
            token_url: token_url.to_owned(),
        }
    }

    /// The transport without the counting.
    pub(crate) fn uncounted(&self) -> &T {
        &self.inner
    }
}

impl<T: Transport + Sync> Transport for CountingTransport<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let is_for_tokens = request.uri() == self.token_url.as_str();
        let reads = reads(&request);
        let response = self.inner.send(request, timeout).await;
        if is_for_tokens {
            self.traffic.token();
        } else {
            let status = response.as_ref().map(Response::status);
            let throttled = status == Ok(StatusCode::TOO_MANY_REQUESTS);
            self.traffic.quickbooks(reads, throttled);
        }
        response
    }
}

/// What Intuit meters as reads: every GET and query, and every query in a batch.
fn reads(request: &Request<Bytes>) -> u64 {
    let path = request.uri().path();
    if request.method() == Method::GET || path.ends_with("/query") {
        return 1;
    }
    if path.ends_with("/batch") {
        return queries(request.body());
    }
    0
}

/// A batch, of which only the queries matter here.
#[derive(Deserialize)]
struct BatchBody {
    #[serde(rename = "BatchItemRequest", default)]
    items: Vec<BatchItem>,
}

#[derive(Deserialize)]
struct BatchItem {
    #[serde(rename = "Query")]
    query: Option<IgnoredAny>,
}

fn queries(body: &[u8]) -> u64 {
    let Ok(batch) = serde_json::from_slice::<BatchBody>(body) else {
        return 0;
    };
    batch
        .items
        .iter()
        .filter(|item| item.query.is_some())
        .count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Metric;

    const TOKEN_URL: &str = "https://oauth.example.com/tokens/bearer";

    /// Answers with this status.
    struct Answers(u16);

    impl Transport for Answers {
        async fn send(
            &self,
            _: Request<Bytes>,
            _: Duration,
        ) -> Result<Response<Bytes>, TransportError> {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::from_u16(self.0).unwrap();
            Ok(response)
        }
    }

    /// `[requests, reads, throttles, token requests]` of one request.
    async fn counted(
        status: u16,
        method: Method,
        url: &str,
        body: &'static str,
    ) -> [serde_json::Value; 4] {
        let traffic = Traffic::default();
        let transport = CountingTransport::new(Answers(status), traffic.clone(), TOKEN_URL);
        let request = Request::builder()
            .method(method)
            .uri(url)
            .body(body.into())
            .unwrap();
        transport
            .send(request, Duration::from_secs(1))
            .await
            .unwrap();
        let [requests, reads, throttles, tokens, _] =
            traffic.take().map(|metric: Metric| metric.value().clone());
        [requests, reads, throttles, tokens]
    }

    #[tokio::test]
    async fn requests_are_counted_as_intuit_meters_them() {
        let at =
            |path: &str| format!("https://books.example.com/v3/company/1/{path}?minorversion=75");
        let batch = r#"{"BatchItemRequest": [{"bId": "1", "Query": "select * from Item"},
            {"bId": "2", "operation": "create", "Item": {"UnitPrice": 0.10}}, {"bId": "3", "Query": ""}]}"#;
        let table = [
            (200, Method::POST, at("invoice"), "{}", [1, 0, 0, 0]),
            (200, Method::GET, at("invoice/12"), "", [1, 1, 0, 0]),
            (200, Method::POST, at("query"), "select", [1, 1, 0, 0]),
            (200, Method::POST, at("batch"), batch, [1, 2, 0, 0]),
            (429, Method::POST, at("invoice"), "{}", [1, 0, 1, 0]),
            (
                200,
                Method::POST,
                TOKEN_URL.to_owned(),
                "grant",
                [0, 0, 0, 1],
            ),
        ];
        for (status, method, url, body, expected) in table {
            let counted = counted(status, method, &url, body).await;
            assert_eq!(counted, expected.map(serde_json::Value::from), "{url}");
        }
    }
}
