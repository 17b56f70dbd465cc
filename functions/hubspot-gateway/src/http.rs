//! HTTP as far as the gateway needs it, whoever serves it.

use ::http::HeaderMap;
use bytes::Bytes;
use serde_json::Value;

/// A request; `Debug` shows its method and path alone, since the query may name the person in front of HubSpot.
#[derive(Clone, derive_more::Debug)]
#[debug("HttpRequest({method} {path})")]
pub struct HttpRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path below [`HttpRequest::public_url`], as it was sent.
    pub path: String,
    /// The query as it was sent, without its `?`.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes as they came.
    pub body: Bytes,
    /// The address that HubSpot was given, up to the routes: `https://actions.example.com`. It is configured, or told
    /// by who received the request, and never read from a header of the request.
    pub public_url: String,
}

/// A response; `Debug` shows its status alone.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("HttpResponse({status}, {noted:?})")]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which is JSON. It is never empty: HubSpot's history calls an empty one an error.
    pub body: String,
    /// The kind of thing that happened, to be counted.
    pub noted: Noted,
}

/// The kind of thing that happened, to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// A run was started, or goes on, or has ended.
    Run,
    /// An execution was refused at once.
    RunRefused,
    /// A dropdown was filled.
    Options,
    /// Changes were put on the bus.
    Changes,
    /// The signature was not accepted.
    SignatureRefused,
    /// Changes were not put on the bus; HubSpot sends them again.
    WebhookFailed,
    /// Somebody looked for runs that are near the end of HubSpot's patience, and found so many.
    Watched(u64),
    /// Anything else.
    Refused,
}

impl Noted {
    /// The function's metrics of it.
    pub fn metrics(self) -> Vec<(&'static str, u64)> {
        if let Self::Watched(runs) = self {
            return vec![("BlockedRunsNearEnd", runs)];
        }
        let counted = |name, kind| (name, u64::from(self == kind));
        vec![
            counted("SignatureRefusals", Self::SignatureRefused),
            counted("WebhookFailures", Self::WebhookFailed),
            counted("ExecutionsRefused", Self::RunRefused),
        ]
    }
}

impl HttpRequest {
    /// The whole address that HubSpot called, which its signature is about.
    pub(crate) fn uri(&self) -> String {
        let base = self.public_url.trim_end_matches('/');
        let path = &self.path;
        if self.query.is_empty() {
            format!("{base}{path}")
        } else {
            format!("{base}{path}?{}", self.query)
        }
    }
}

impl HttpResponse {
    /// A response with a JSON body.
    pub(crate) fn json(status: u16, body: &Value, noted: Noted) -> Self {
        Self {
            status,
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("cache-control", "no-store".to_owned()),
            ],
            body: body.to_string(),
            noted,
        }
    }
}
