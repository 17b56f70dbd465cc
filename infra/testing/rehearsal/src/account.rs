//! A local HubSpot account beside the stage, for records that are given by their ids.

use std::sync::Arc;

use actions::books::environment::Environment;
use actions::records::{PortalRecords, Records};
use hubspot::{ApiVersion, Endpoint, ReqwestTransport};
use sandbox_hubspot::{PlantedRecord, SampleRecords, Sandbox, SandboxOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{PortalId, PortalSecret, Portals};

use crate::Rehearsal;
use crate::round_trips::RoundTrips;

/// A local HubSpot account without records of its own.
pub struct HubSpotAccount {
    /// The account.
    pub sandbox: Sandbox,
    version: ApiVersion,
    round_trips: RoundTrips,
}

impl HubSpotAccount {
    /// An empty account.
    pub async fn start() -> Self {
        Self::with(SandboxOptions::default()).await
    }

    /// An account of these options, but empty.
    pub async fn with(options: SandboxOptions) -> Self {
        let options = SandboxOptions {
            records: SampleRecords::None,
            ..options
        };
        Self::opened(options).await
    }

    /// The account, read under this version of HubSpot's API.
    #[must_use]
    pub fn under(self, version: ApiVersion) -> Self {
        Self { version, ..self }
    }

    /// The account as the setting `hubspot` names it.
    pub fn setting(&self) -> Value {
        json!({"portal_id": self.sandbox.portal_id()})
    }

    /// The account of the sandbox's own small business.
    pub async fn of_business() -> Self {
        Self::opened(SandboxOptions::default()).await
    }

    async fn opened(mut options: SandboxOptions) -> Self {
        if !options.limits.enforced {
            // Tests are faster than people, and an app rests by what the headers tell.
            options.limits.burst = u32::MAX;
        }
        let sandbox = Sandbox::start(options).await.expect("the account starts");
        Self {
            sandbox,
            version: ApiVersion::default(),
            round_trips: RoundTrips::default(),
        }
    }

    /// Puts the record of a request into the account, with all that is associated with it.
    pub fn put(&self, record: &Value) {
        self.put_all([record]);
    }

    /// Puts records into the account, with all that is associated with them: one contact may be that of several.
    pub fn put_all<'r>(&self, records: impl IntoIterator<Item = &'r Value>) {
        for planted in PlantedRecord::with_all_associated(records) {
            let (object_type, id) = (planted.object_type, planted.record["id"].to_string());
            let planted = self.sandbox.plant(&object_type, planted.record);
            planted.unwrap_or_else(|error| panic!("{object_type} {id}: {error}"));
        }
    }

    /// Lets the stage's engine read records of this account.
    pub async fn opened_to(&self, stage: Rehearsal) -> Rehearsal {
        self.put_secret(&stage.store).await;
        let records = self.records(stage.store.clone(), stage.environment.clone());
        let engine = stage.engine.with_records(records);
        Rehearsal { engine, ..stage }
    }

    /// Stores the account's secret, as a person does.
    pub async fn put_secret(&self, portals: &impl Portals) {
        let credentials = self.sandbox.credentials();
        let secret = PortalSecret {
            access_token: SecretString::from(credentials.access_token),
            client_secret: Some(SecretString::from(credentials.client_secret)),
        };
        let stored = portals.store_portal(&self.portal(), &secret).await;
        stored.expect("the secret is stored");
    }

    /// The account's number.
    pub fn portal(&self) -> PortalId {
        let portal = PortalId::try_from(&*self.sandbox.portal_id().to_string());
        portal.expect("a portal's number")
    }

    /// A process's reader of this account's records, with the secret from `portals`.
    pub fn records<P, E>(&self, portals: P, environment: E) -> Arc<dyn Records>
    where
        P: Portals + Send + Sync + 'static,
        E: Environment + 'static,
    {
        let endpoint = Endpoint::new(&self.sandbox.api_url(), self.version);
        let endpoint = endpoint.expect("the account's address");
        let transport = ReqwestTransport::new().expect("an HTTP client");
        let transport = self.round_trips.counting(transport);
        let clock = move || environment.now();
        Arc::new(PortalRecords::new(portals, transport, clock, endpoint))
    }

    /// The round trips since the last call: requests side by side are one.
    pub fn take_round_trips(&self) -> usize {
        self.round_trips.take()
    }

    /// The requests since the journal was last cleared, a line for each.
    pub fn requests(&self) -> Vec<String> {
        let journal = self.sandbox.journal();
        let line =
            |entry: &sandbox_hubspot::JournalEntry| format!("{} {}", entry.method, entry.path);
        journal.iter().map(line).collect()
    }
}
