//! The company without a server.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use loopback::clock::{Clock, ManualClock};
use serde_json::Value;

use crate::company::{Entity, text};
use crate::error::SandboxError;
use crate::journal::JournalEntry;
use crate::options::{SandboxCredentials, SandboxOptions};
use crate::server::answer_at_once;
use crate::state::Shared;

/// The base URL of a company without a server; nobody listens there.
const BASE_URL: &str = "https://quickbooks.invalid";

/// A QuickBooks Online company that is handed its requests in process, one at a time, and answers each at
/// once: for simulations, which make thousands of companies and decide themselves what gets lost on the way.
#[derive(Debug)]
pub struct InProcessSandbox {
    shared: Arc<Shared>,
}

impl InProcessSandbox {
    /// Opens the company; `bind` is of no use here.
    pub fn open(options: SandboxOptions) -> Result<Self, SandboxError> {
        let shared = Arc::new(Shared::open(options, BASE_URL.to_owned())?);
        Ok(Self { shared })
    }

    /// Another company that begins as this one is now, with its connections and remembered `requestid`s, under a
    /// clock of its own. It is cheap: rows are copied when they change.
    #[must_use]
    pub fn fork(&self, clock: ManualClock) -> Self {
        let shared = Arc::new(self.shared.fork(Clock::Manual(clock)));
        Self { shared }
    }

    /// Answers a request to the API or to OAuth with its whole effect; `None` where an arranged failure
    /// closes the connection. Arranged delays are left out.
    pub fn answer(&self, request: Request<Bytes>) -> Option<Response<Bytes>> {
        answer_at_once(&self.shared, request)
    }

    /// The API's base URL.
    pub fn api_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// The OAuth token endpoint.
    pub fn token_url(&self) -> String {
        format!("{}/oauth2/v1/tokens/bearer", self.shared.base_url)
    }

    /// The company's id.
    pub fn realm_id(&self) -> &str {
        &self.shared.realm_id
    }

    /// A valid grant for this company: a fresh access token and the present refresh token.
    pub fn credentials(&self) -> SandboxCredentials {
        self.shared.credentials()
    }

    /// `true` if a refresh token would be accepted now.
    pub fn accepts_refresh_token(&self, token: &str) -> bool {
        let now = self.shared.options.clock.now();
        self.shared.lock().grants.accepts(token, now)
    }

    /// Every API and OAuth request received, in order.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.lock().journal.entries().to_vec()
    }

    /// The last request received.
    pub fn last_request(&self) -> Option<JournalEntry> {
        self.shared.lock().journal.entries().last().cloned()
    }

    /// The client id of the app that the company is connected to.
    pub fn client_id(&self) -> &'static str {
        crate::grants::CLIENT_ID
    }

    /// The secret of that app, which opens nothing but the sandbox.
    pub fn client_secret(&self) -> &'static str {
        crate::grants::CLIENT_SECRET
    }

    /// The ids of all rows of an entity ("Invoice"), in no meaningful order.
    pub fn ids(&self, entity: &str) -> Vec<String> {
        let Ok(entity) = entity.parse::<Entity>() else {
            return Vec::new();
        };
        let state = self.shared.lock();
        let rows = state.company.rows(entity);
        rows.filter_map(|row| text(&row.fields, "Id").map(str::to_owned))
            .collect()
    }

    /// The properties of one row.
    pub fn row(&self, entity: &str, id: &str) -> Option<Value> {
        let entity = entity.parse::<Entity>().ok()?;
        let state = self.shared.lock();
        let fields = state.company.fields(entity, id)?;
        Some(Value::Object(fields.clone()))
    }

    /// `true` if there is a row of this entity ("Invoice") and id.
    pub fn has(&self, entity: &str, id: &str) -> bool {
        self.row(entity, id).is_some()
    }

    /// All rows of an entity ("Invoice") as a query shows them, in order of their ids, inactive ones too.
    pub fn documents(&self, entity: &str) -> Vec<Value> {
        self.shared.documents(entity)
    }

    /// Creates a row under the same rules as the API, without a request; returns the row.
    pub fn insert(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        self.shared.insert(entity, body)
    }

    /// Updates a row under the same rules as the API, without a request; returns the row.
    pub fn edit(&self, entity: &str, body: Value) -> Result<Value, SandboxError> {
        self.shared.edit(entity, body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fork_begins_as_the_first_and_goes_its_own_way() {
        let clock = ManualClock::new(jiff::Timestamp::UNIX_EPOCH);
        let options = SandboxOptions {
            clock: Clock::Manual(clock.clone()),
            ..SandboxOptions::default()
        };
        let first = InProcessSandbox::open(options).unwrap();
        let token = first.credentials().access_token;
        let fork = first.fork(clock);
        let create = |requestid: &str, name: &str| {
            let url = format!(
                "{BASE_URL}/v3/company/{}/customer?requestid={requestid}",
                first.realm_id()
            );
            Request::post(url)
                .header("authorization", format!("Bearer {token}"))
                .header("accept", "application/json")
                .body(Bytes::from(json!({"DisplayName": name}).to_string()))
                .unwrap()
        };
        let made = fork.answer(create("a", "Ada")).unwrap();
        assert_eq!(made.status(), 200);
        let count = |company: &InProcessSandbox| company.documents("Customer").len();
        assert_eq!(count(&fork), count(&first) + 1);
        let again = fork.answer(create("a", "Bea")).unwrap();
        assert_eq!(again.body(), made.body());
        assert!(fork.last_request().unwrap().replayed);
        assert_eq!((fork.journal().len(), first.journal().len()), (2, 0));
    }

    #[test]
    fn a_refresh_token_is_accepted_until_its_successor_has_replaced_it_for_good() {
        let clock = ManualClock::new(jiff::Timestamp::UNIX_EPOCH);
        let options = SandboxOptions {
            clock: Clock::Manual(clock),
            ..SandboxOptions::default()
        };
        let company = InProcessSandbox::open(options).unwrap();
        let credentials = company.credentials();
        assert!(company.accepts_refresh_token(&credentials.refresh_token));
        assert!(!company.accepts_refresh_token(&credentials.access_token));
    }
}
