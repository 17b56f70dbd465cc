//! The read units of the bill that the page shows, counted on what is asked of DynamoDB. An item that is not there costs what
//! a small one does, and so do all of these: 4 KB are a unit.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actions::books::environment::Environment as _;
use actions::records::OwnTokens;
use actions::{Engine, QuickBooksApi, Response, Status};
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use create_invoice::CreateInvoice;
use hubspot::{ApiVersion, Client, Endpoint, ObjectType, Request};
use jiff::SignedDuration;
use lambda_emulator::{CONNECTION, Endpoints, Installation};
use quickbooks::ReqwestTransport;
use rehearsal::{HubSpotAccount, StageEnvironment};
use report_outcome::{ReportOutcome, definitions};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::aws::AwsStore;

use crate::by_id::app;

/// The items that were asked for.
#[derive(Clone, Debug, Default)]
struct Items(Arc<AtomicUsize>);

impl Items {
    fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

impl Intercept for Items {
    fn name(&self) -> &'static str {
        "items"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let asked: Value = serde_json::from_slice(context.request().body().bytes().unwrap())?;
        let target = context.request().headers().get("x-amz-target");
        let tables: Vec<&Value> = match target.unwrap().rsplit('.').next().unwrap() {
            "BatchGetItem" => asked["RequestItems"]
                .as_object()
                .unwrap()
                .values()
                .collect(),
            "GetItem" => vec![&asked],
            "Query" => panic!("a unit of a query is another one: {asked}"),
            _ => Vec::new(),
        };
        for table in tables {
            assert_eq!(table["ConsistentRead"], true, "it costs half: {table}");
            let items = table["Keys"].as_array().map_or(1, Vec::len);
            self.0.fetch_add(items, Ordering::SeqCst);
        }
        Ok(())
    }
}

/// A process that books deals of an account by their ids, and tells it.
struct Process {
    account: HubSpotAccount,
    engine: Engine<AwsStore, ReqwestTransport, StageEnvironment>,
    client: Client<hubspot::ReqwestTransport>,
    own_tokens: OwnTokens,
}

impl Process {
    async fn of(installation: &Installation, items: &Items) -> Self {
        let account = HubSpotAccount::start().await;
        let store = installation.store_seen_by(items.clone());
        account.put_secret(&store).await;
        installation.give_to(&account.portal()).await;
        let environment = StageEnvironment::default();
        let api = QuickBooksApi::at(&installation.sandbox.api_url());
        let transport = ReqwestTransport::new().unwrap();
        let oauth = app(installation);
        let engine = Engine::new(store.clone(), transport, environment.clone(), api, oauth);
        let endpoint = Endpoint::new(&account.sandbox.api_url(), ApiVersion::default());
        let transport = hubspot::ReqwestTransport::new().unwrap();
        let process = Self {
            engine: engine.with_records(account.records(store, environment)),
            account,
            client: Client::new(transport, endpoint.unwrap()),
            own_tokens: OwnTokens::default(),
        };
        process.set_up_deals().await;
        process
    }

    /// Makes the properties of deals that are written to, as `set_up_hubspot` does.
    async fn set_up_deals(&self) {
        let token = SecretString::from(self.account.sandbox.credentials().access_token);
        let deals = ObjectType::Deal;
        let group = Request::create_property_group(&deals, &definitions::group());
        let properties = definitions::of_type(&deals);
        let properties = properties
            .iter()
            .map(|property| Request::create_property(&deals, property));
        for request in [group].into_iter().chain(properties) {
            let sent = self.client.send(&token, &request, Duration::from_secs(5));
            sent.await.unwrap();
        }
    }

    /// Books a deal of a contact with two lines, given by its id, as a workflow does.
    async fn book(&self, id: &str) -> Response {
        let line = |number: &str, name: &str| {
            json!({"id": format!("7{id}{number}"), "properties": {
                "name": name, "quantity": "1", "price": "100.00", "amount": "100.00"}})
        };
        self.account.put(&json!({"object_type": "deal", "id": id,
            "properties": {"dealname": "Garden", "amount": "200.00", "deal_currency_code": "USD"},
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "Finch", "email": "ada@example.com"}}],
            "line_items": [line("1", "Hours"), line("2", "Design")]}));
        let event = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": id}});
        let (event, deadline) = (event.to_string(), self.deadline());
        let run = actions::run::<CreateInvoice, _, _, _>(&self.engine, event.as_bytes(), deadline);
        let response = Box::pin(run).await.unwrap();
        assert_eq!(response.status, Status::Created);
        response
    }

    /// Tells HubSpot.
    async fn tell(&self, id: &str, response: &Response) {
        let report = ReportOutcome {
            store: &self.engine.store,
            client: &self.client,
            environment: &self.engine.environment,
            own_tokens: &self.own_tokens,
        };
        let outcome =
            json!({"action": "create-invoice", "status": "succeeded", "response": response});
        let event = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": id},
            "outcomes": [outcome]});
        let event = event.to_string();
        let run = report.run(event.as_bytes(), self.deadline());
        let answer = serde_json::to_value(Box::pin(run).await.unwrap()).unwrap();
        assert_eq!(answer["properties"], "done", "{answer}");
    }

    fn deadline(&self) -> jiff::Timestamp {
        self.engine.environment.now() + SignedDuration::from_mins(5)
    }
}

/// The units that the page reckons with.
fn of_the_page() -> usize {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let row = manual
        .lines()
        .find(|line| line.contains(" read units each |"));
    let units = row.unwrap().split(" read units").next().unwrap();
    units.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_bill_has_a_read_unit_for_every_item_that_an_invoice_and_its_report_ask_for() {
    let installation = Installation::on(Endpoints::from_environment()).await;
    let items = Items::default();
    let process = Process::of(&installation, &items).await;
    // The first one maps, and brings settings and tokens.
    let first = process.book("1").await;
    process.tell("1", &first).await;
    items.take();
    let response = process.book("2").await;
    let of_invoice = items.take();
    process.tell("2", &response).await;
    let of_report = items.take();
    assert_eq!(
        of_invoice + of_report,
        of_the_page(),
        "an invoice asks for {of_invoice}, its report for {of_report}"
    );
}
