//! An account, a store and a clock.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actions::ActionError;
use actions::books::environment::Environment;
use actions::records::OwnTokens;
use hubspot::{
    Answer as HubSpotAnswer, ApiVersion, Client, Endpoint, ObjectId, ObjectType, Request,
    ReqwestTransport,
};
use jiff::{SignedDuration, Timestamp};
use report_outcome::{Answer, ReportOutcome, definitions};
use sandbox_hubspot::{SampleRecords, Sandbox, SandboxOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{Connection, PortalId, PortalSecret, Portals, Settings, SettingsDocument};

/// The connection that is set up.
pub(crate) const CONNECTION: &str = "us-books";

/// A local account that a connection belongs to.
pub(crate) struct Stage {
    pub(crate) portal: Sandbox,
    pub(crate) store: EmbeddedStore,
    pub(crate) clock: ManualClock,
    client: Client<ReqwestTransport>,
    own_tokens: OwnTokens,
}

/// A clock that tests move, and names that no two draw.
pub(crate) struct ManualClock(Mutex<Timestamp>, AtomicU32);

impl ManualClock {
    pub(crate) fn advance(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_secs(seconds);
    }
}

impl Environment for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn token(&self) -> String {
        format!("owner-{}", self.1.fetch_add(1, Ordering::Relaxed))
    }

    fn fraction(&self) -> f64 {
        0.5
    }

    async fn sleep(&self, _: Duration) {}
}

impl Stage {
    /// A deal, a quote of it and a payment that HubSpot processed, in an account with the properties.
    pub(crate) async fn set_up(outcomes: Value) -> Self {
        let stage = Self::bare(SandboxOptions::default(), outcomes).await;
        stage.make_properties().await;
        stage
    }

    /// The same without the properties.
    pub(crate) async fn bare(options: SandboxOptions, outcomes: Value) -> Self {
        Self::under(ApiVersion::default(), options, outcomes).await
    }

    /// The same, told under this version of HubSpot's API.
    pub(crate) async fn under(
        version: ApiVersion,
        options: SandboxOptions,
        outcomes: Value,
    ) -> Self {
        let options = SandboxOptions {
            records: SampleRecords::None,
            ..options
        };
        let portal = Sandbox::start(options).await.unwrap();
        plant(&portal);
        let store = EmbeddedStore::in_memory().unwrap();
        let endpoint = Endpoint::new(&portal.api_url(), version).unwrap();
        let client = Client::new(ReqwestTransport::new().unwrap(), endpoint);
        let now = "2026-11-28T06:00:00Z".parse().unwrap();
        let stage = Self {
            portal,
            store,
            client,
            own_tokens: OwnTokens::default(),
            clock: ManualClock(Mutex::new(now), AtomicU32::new(0)),
        };
        stage.store_secret(&stage.portal_id()).await;
        stage
            .connect(CONNECTION, json!(stage.portal_id()), outcomes)
            .await;
        stage
    }

    pub(crate) fn portal_id(&self) -> String {
        self.portal.portal_id().to_string()
    }

    pub(crate) async fn store_secret(&self, portal: &str) {
        let secret = PortalSecret {
            access_token: SecretString::from(self.portal.credentials().access_token),
            client_secret: None,
        };
        let portal = PortalId::try_from(portal).unwrap();
        self.store.store_portal(&portal, &secret).await.unwrap();
    }

    pub(crate) async fn connect(&self, name: &str, portal: Value, outcomes: Value) {
        let settings = json!({"company": {"realm_id": "9130"}, "hubspot": {"portal_id": portal},
            "outcomes": outcomes});
        let connection = Connection::try_from(name).unwrap();
        let document = SettingsDocument(settings.to_string());
        let put = self.store.put_settings(&connection, None, &document).await;
        assert!(put.unwrap().is_some());
    }

    pub(crate) async fn make_properties(&self) {
        for object_type in definitions::OBJECT_TYPES {
            let group = Request::create_property_group(&object_type, &definitions::group());
            self.send(&group).await;
            for property in definitions::of_type(&object_type) {
                self.send(&Request::create_property(&object_type, &property))
                    .await;
            }
        }
    }

    async fn send(&self, request: &Request) -> HubSpotAnswer {
        let token = SecretString::from(self.portal.credentials().access_token);
        let sent = self
            .client
            .send(&token, request, Duration::from_secs(5))
            .await;
        sent.unwrap_or_else(|error| panic!("{request:?}: {error}"))
    }

    /// Runs the function on an event.
    pub(crate) async fn report(&self, event: &Value) -> Result<Answer, ActionError> {
        let report = ReportOutcome {
            store: &self.store,
            client: &self.client,
            environment: &self.clock,
            own_tokens: &self.own_tokens,
        };
        let deadline = self.clock.now() + SignedDuration::from_secs(30);
        report.run(event.to_string().as_bytes(), deadline).await
    }

    /// The properties of a record.
    pub(crate) fn properties(&self, object_type: &str, id: &str) -> Value {
        self.portal.record(object_type, id).unwrap()["properties"].take()
    }

    /// The texts of all notes.
    pub(crate) fn notes(&self) -> Vec<String> {
        let notes = self.portal.records("notes");
        let text = |note: &Value| {
            note["properties"]["hs_note_body"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        notes.iter().map(text).collect()
    }

    /// The records of a type that the only note is on.
    pub(crate) async fn noted_on(&self, to: &ObjectType) -> Vec<String> {
        let notes = self.portal.records("notes");
        assert_eq!(notes.len(), 1, "{notes:?}");
        let note = ObjectId::new(notes[0]["id"].as_str().unwrap()).unwrap();
        let request = Request::associations(&ObjectType::Note, &note, to, None);
        let page = self.send(&request).await.associations().unwrap();
        page.ids().map(|id| id.as_str().to_owned()).collect()
    }

    /// The requests since the journal was cleared, a line for each.
    pub(crate) fn requests(&self) -> Vec<String> {
        let journal = self.portal.journal();
        let line =
            |entry: &sandbox_hubspot::JournalEntry| format!("{} {}", entry.method, entry.path);
        journal.iter().map(line).collect()
    }
}

fn plant(portal: &Sandbox) {
    let records = [
        (
            "contacts",
            json!({"id": "51", "properties": {"email": "ada@example.com"}}),
        ),
        (
            "deals",
            json!({"id": "9001", "properties": {"dealname": "Garden"}, "associations": {"contacts": ["51"]}}),
        ),
        (
            "quotes",
            json!({"id": "5511", "properties": {"hs_title": "Garden"}, "associations": {"deals": ["9001"]}}),
        ),
        (
            "commerce_payments",
            json!({"id": "3001", "properties": {"hs_initial_amount": "10",
            "hs_processor_type": "hs_payments"}, "associations": {"deals": ["9001"]}}),
        ),
    ];
    for (object_type, record) in records {
        portal.plant(object_type, record).unwrap();
    }
}

/// The report of a run of this record, with a callback.
pub(crate) fn event(object_type: &str, id: &str, outcome: &Value) -> Value {
    json!({"connection": CONNECTION, "record": {"object_type": object_type, "id": id},
        "run": {"callback_id": format!("ap-1-{id}-3-0"), "workflow_id": "7"},
        "outcomes": [outcome], "at": "2026-11-28T05:59:58.250Z"})
}

/// The outcome of an invoice that was made.
pub(crate) fn booked() -> Value {
    json!({"action": "create-invoice", "status": "succeeded", "response": {"status": "created",
        "document": {"type": "Invoice", "id": "145", "number": "1037", "total": "1480.00", "currency": "USD",
            "url": "https://app.qbo.intuit.com/app/invoice?txnId=145"},
        "documents": [], "customer": {"id": "58", "matched_by": "email"}, "warnings": []}})
}

/// The outcome of a run that waits for a person.
pub(crate) fn waiting() -> Value {
    json!({"action": "create-invoice", "status": "failed", "waits_for": "correction",
        "failure": {"Error": "ProductNotFound",
            "Cause": "{\"errorType\":\"ProductNotFound\",\"errorMessage\":\"deal 9001: line 7 has no product\"}"}})
}
