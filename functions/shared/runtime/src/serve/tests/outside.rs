//! Everything that a function talks to, as one server that remembers what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// A request that arrived.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// AWS' operation, such as `DynamoDB_20120810.GetItem`; the method of a request to QuickBooks.
    pub(super) what: String,
    /// The X-Ray header.
    pub(super) trace: Option<String>,
}

/// The server.
#[derive(Clone)]
pub(super) struct Outside {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    hangs: bool,
}

impl Outside {
    /// Refuses everything, at once or never.
    pub(super) async fn start(hangs: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let outside = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            asked: Arc::default(),
            hangs,
        };
        let router = Router::new().fallback(refuse).with_state(outside.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        outside
    }

    /// The variables of a function that finds everything here.
    pub(super) fn variables(&self) -> Vec<(&str, &str)> {
        vec![
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_ENDPOINT_URL", &self.url),
            ("QUICKBOOKS_API_URL", &self.url),
            ("MAPPINGS_TABLE", "mappings"),
            ("SETTINGS_TABLE", "settings"),
            ("LEDGER_TABLE", "ledger"),
            ("LEASES_TABLE", "leases"),
            ("SECRET_PREFIX", "test/"),
        ]
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Waits until so many requests have arrived; what they ask, in order.
    pub(super) async fn once_asked(&self, count: usize) -> Vec<String> {
        for _ in 0..200 {
            if self.asked().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut what: Vec<_> = self.asked().into_iter().map(|asked| asked.what).collect();
        what.sort();
        what
    }
}

async fn refuse(
    State(outside): State<Outside>,
    method: Method,
    headers: HeaderMap,
    _: Bytes,
) -> Response {
    let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
    let asked = Asked {
        what: header("x-amz-target").unwrap_or_else(|| method.to_string()),
        trace: header("x-amzn-trace-id"),
    };
    outside.asked.lock().unwrap().push(asked);
    if outside.hangs {
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
    let refusal = r#"{"__type": "AccessDeniedException", "message": "not allowed"}"#;
    (StatusCode::BAD_REQUEST, refusal).into_response()
}
