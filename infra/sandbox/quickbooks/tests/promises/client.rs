//! A plain client of the API, with no cleverness of its own.

use reqwest::RequestBuilder;
use sandbox_quickbooks::{
    Clock, CompanyTemplate, ManualClock, Sandbox, SandboxCredentials, SandboxOptions,
};
use serde_json::{Value, json};

/// A sandbox and a client that has a valid token for it.
pub(crate) struct Company {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    pub(crate) credentials: SandboxCredentials,
}

/// A status and a body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The entity of a success.
    #[track_caller]
    pub(crate) fn row(self, entity: &str) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.body[entity].clone()
    }

    /// The first error of a Fault.
    pub(crate) fn error(&self) -> &Value {
        &self.body["Fault"]["Error"][0]
    }

    /// The code of the first error, or nothing.
    pub(crate) fn code(&self) -> &str {
        self.error()["code"].as_str().unwrap_or_default()
    }
}

/// 15 July 2026, 22:30 in California: a day earlier than in UTC.
pub(crate) const LATE_EVENING: &str = "2026-07-16T05:30:00Z";

impl Company {
    pub(crate) async fn start() -> Self {
        Self::start_with(SandboxOptions::default()).await
    }

    /// A company whose clock stands still at [`LATE_EVENING`].
    pub(crate) async fn start_at(options: SandboxOptions) -> (Self, ManualClock) {
        let clock = ManualClock::new(LATE_EVENING.parse().unwrap());
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
        let credentials = sandbox.credentials();
        Self {
            sandbox,
            http: reqwest::Client::new(),
            credentials,
        }
    }

    /// The sample company of a country.
    pub(crate) async fn start_in(company: CompanyTemplate) -> Self {
        Self::start_with(SandboxOptions {
            company,
            ..SandboxOptions::default()
        })
        .await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!(
            "{}/v3/company/{}/{path}",
            self.sandbox.api_url(),
            self.sandbox.realm_id()
        )
    }

    pub(crate) fn request(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .bearer_auth(&self.credentials.access_token)
            .header("accept", "application/json")
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = self.request(request).send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            body: response.json().await.unwrap(),
        }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.http.post(self.url(path)).json(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    pub(crate) async fn query(&self, query: &str) -> Answer {
        self.send(self.http.get(self.url("query")).query(&[("query", query)]))
            .await
    }

    /// Creates a row and returns it.
    #[track_caller]
    pub(crate) fn insert(&self, entity: &str, body: Value) -> Value {
        self.sandbox.insert(entity, body).unwrap()
    }
}

/// A sales line whose amount is given.
pub(crate) fn line(item: &str, amount: &str) -> Value {
    json!({
        "DetailType": "SalesItemLineDetail",
        "Amount": number(amount),
        "SalesItemLineDetail": { "ItemRef": { "value": item } },
    })
}

/// A sales line whose amount is given, under a tax code.
pub(crate) fn coded_line(amount: &str, code: &str) -> Value {
    let mut line = line("1", amount);
    line["SalesItemLineDetail"]["TaxCodeRef"] = json!({ "value": code });
    line
}

/// A number with exactly these digits.
pub(crate) fn number(digits: &str) -> Value {
    serde_json::from_str(digits).unwrap()
}

/// An invoice over one line of the item "Hours".
pub(crate) fn invoice(customer: &str, amount: &str) -> Value {
    json!({ "CustomerRef": { "value": customer }, "Line": [line("2", amount)] })
}

/// A body as it is sent, one property a line.
pub(crate) fn pretty(body: &Value) -> String {
    serde_json::to_string_pretty(body).unwrap()
}
