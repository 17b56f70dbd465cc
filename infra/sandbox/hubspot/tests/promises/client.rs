//! A client that knows no more of HubSpot than its paths.

use reqwest::{Method, RequestBuilder, Response};
use sandbox_hubspot::{Clock, ManualClock, SampleRecords, Sandbox, SandboxOptions};
use serde_json::{Value, json};

/// A running portal, and a connection with its private app's token.
pub(crate) struct Portal {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    pub(crate) token: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The ids of a list's records, in order.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let results = self.body["results"].as_array().expect("a list");
        results
            .iter()
            .map(|it| it["id"].as_str().unwrap())
            .collect()
    }

    /// The cursor of the next page, if there is one.
    pub(crate) fn after(&self) -> Option<&str> {
        self.body["paging"]["next"]["after"].as_str()
    }
}

/// 5 July 2026, noon.
pub(crate) const NOON: &str = "2026-07-05T12:00:00Z";

impl Portal {
    /// The sample business.
    pub(crate) async fn start() -> Self {
        Self::start_with(SandboxOptions::default()).await
    }

    /// A portal without records.
    pub(crate) async fn start_empty() -> Self {
        Self::start_with(SandboxOptions {
            records: SampleRecords::None,
            ..SandboxOptions::default()
        })
        .await
    }

    /// A portal whose clock stands still at [`NOON`].
    pub(crate) async fn start_at_noon(options: SandboxOptions) -> (Self, ManualClock) {
        let clock = ManualClock::new(NOON.parse().unwrap());
        let options = SandboxOptions {
            clock: Clock::Manual(clock.clone()),
            ..options
        };
        (Self::start_with(options).await, clock)
    }

    pub(crate) async fn start_with(options: SandboxOptions) -> Self {
        // Another test of this process may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(options).await.unwrap();
        let token = sandbox.credentials().access_token;
        Self {
            sandbox,
            http: reqwest::Client::new(),
            token,
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.sandbox.api_url());
        self.http.request(method, url).bearer_auth(&self.token)
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Creates a record, and gives its id.
    pub(crate) async fn create(&self, object_type: &str, properties: Value) -> String {
        let path = format!("/crm/v3/objects/{object_type}");
        let made = self.post(&path, &json!({ "properties": properties })).await;
        assert_eq!(made.status, 201, "{}", made.body);
        made.body["id"].as_str().unwrap().to_owned()
    }

    /// Associates two records without a label.
    pub(crate) async fn associate(&self, from: (&str, &str), to: (&str, &str)) {
        let ((from_type, from), (to_type, to)) = (from, to);
        let path =
            format!("/crm/v4/objects/{from_type}/{from}/associations/default/{to_type}/{to}");
        let made = self.send(Method::PUT, &path, None).await;
        assert_eq!(made.status, 200, "{}", made.body);
    }

    /// Plants a record of the test's own.
    #[track_caller]
    pub(crate) fn plant(&self, object_type: &str, record: Value) {
        self.sandbox.plant(object_type, record).unwrap();
    }
}
