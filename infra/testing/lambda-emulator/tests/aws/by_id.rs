//! The cost of a record given by its id, counted on the wire: DynamoDB, Secrets Manager, HubSpot, QuickBooks.

use actions::books::environment::Environment;
use actions::pipeline::failed;
use actions::{Action, ActionError, Engine, QuickBooksApi, Response, Status};
use create_invoice::CreateInvoice;
use jiff::{SignedDuration, Timestamp};
use lambda_emulator::{CONNECTION, Endpoints, Installation, Relay, connection};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints, ReqwestTransport};
use rehearsal::{HubSpotAccount, StageEnvironment, summary};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::aws::AwsStore;
use storage::{Runs, Settings, SettingsDocument};

/// An installation with a HubSpot account, and a process of it whose requests are counted.
struct Counted {
    installation: Installation,
    account: HubSpotAccount,
    dynamodb: Relay,
    secrets_manager: Relay,
    environment: StageEnvironment,
    engine: Engine<AwsStore, ReqwestTransport, StageEnvironment>,
}

/// The requests of one invocation.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    dynamodb: Vec<String>,
    secrets_manager: usize,
    hubspot: Vec<String>,
    hubspot_round_trips: usize,
    quickbooks: Vec<String>,
}

impl Counted {
    /// A process that has booked one deal, so that it has a token and everything is mapped.
    async fn warm() -> Self {
        let installation = Installation::on(Endpoints::from_environment()).await;
        let account = HubSpotAccount::start().await;
        account.put_secret(&installation.store).await;
        let dynamodb = Relay::to(&installation.endpoints.dynamodb).await;
        let secrets_manager = Relay::to(&installation.endpoints.secrets_manager).await;
        let through = Endpoints {
            dynamodb: dynamodb.url(),
            secrets_manager: secrets_manager.url(),
        };
        let store = installation.store_at(&through);
        let environment = StageEnvironment::default();
        let engine = Engine::new(
            store.clone(),
            ReqwestTransport::new().unwrap(),
            environment.clone(),
            QuickBooksApi::at(&installation.sandbox.api_url()),
            app(&installation),
        );
        let engine = engine.with_records(account.records(store, environment.clone()));
        let counted = Self {
            installation,
            account,
            dynamodb,
            secrets_manager,
            environment,
            engine,
        };
        let portal = counted.account.setting();
        counted
            .change_settings(|settings| settings["hubspot"] = portal.clone())
            .await;
        counted.put("1", "1");
        assert_eq!(counted.run("1").await.unwrap().status, Status::Created);
        counted.cost();
        counted
    }

    /// Puts a deal of so many hours into HubSpot.
    fn put(&self, id: &str, hours: &str) {
        let amount = format!("{hours}00.00");
        self.account.put(&json!({"object_type": "deal", "id": id,
            "properties": {"dealname": "Garden", "amount": amount, "deal_currency_code": "USD", "dealtype": "West"},
            "contacts": [{"id": "51", "properties": {"firstname": "Ada", "lastname": "Finch", "email": "ada@example.com"}}],
            "line_items": [{"id": format!("70{id}"), "properties": {
                "name": "Hours", "quantity": hours, "price": "100.00", "amount": amount}}]}));
    }

    /// Runs the action as its function does, which keeps a failure until it is made good.
    async fn run(&self, id: &str) -> Result<Response, ActionError> {
        let event = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": id}});
        let deadline = Timestamp::now() + SignedDuration::from_mins(5);
        let event = event.to_string();
        let run = actions::run::<CreateInvoice, _, _, _>(&self.engine, event.as_bytes(), deadline);
        let answer = Box::pin(run).await;
        let (store, now) = (&self.engine.store, self.environment.now());
        let (name, event) = (CreateInvoice::NAME, event.as_bytes());
        match &answer {
            Ok(response) => Box::pin(failed::made_good(store, name, event, response, now)).await,
            Err(error) => Box::pin(failed::keep(store, name, event, error, now)).await,
        }
        answer
    }

    async fn change_settings(&self, change: impl Fn(&mut Value)) {
        let (store, connection) = (&self.installation.store, connection());
        let stands = store.get_settings(&connection).await.unwrap().unwrap();
        let mut settings: Value = serde_json::from_str(&stands.value.0).unwrap();
        change(&mut settings);
        let document = SettingsDocument(settings.to_string());
        let put = store.put_settings(&connection, Some(stands.version), &document);
        assert!(put.await.unwrap().is_some());
    }

    /// The requests since the last call.
    fn cost(&self) -> Cost {
        let sandbox = &self.installation.sandbox;
        let cost = Cost {
            dynamodb: self.dynamodb.take_operations(),
            secrets_manager: self.secrets_manager.take_operations().len(),
            hubspot: self.account.requests(),
            hubspot_round_trips: self.account.take_round_trips(),
            quickbooks: sandbox.journal().iter().map(summary).collect(),
        };
        sandbox.clear_journal();
        self.account.sandbox.clear_journal();
        cost
    }
}

pub(crate) fn app(installation: &Installation) -> OAuthApp {
    let sandbox = &installation.sandbox;
    let credentials = sandbox.credentials();
    OAuthApp {
        endpoints: OAuthEndpoints {
            authorize_url: sandbox.authorize_url(),
            token_url: sandbox.token_url(),
            revoke_url: sandbox.revoke_url(),
        },
        credentials: AppCredentials {
            client_id: credentials.client_id,
            client_secret: SecretString::from(credentials.client_secret),
        },
    }
}

/// The requests that read a deal of one line and one contact.
fn reads(id: &str) -> Vec<String> {
    let base = "/crm/objects/2026-03";
    vec![
        format!("GET {base}/deals/{id}"),
        format!("POST {base}/contacts/batch/read"),
        format!("POST {base}/line_items/batch/read"),
    ]
}

#[tokio::test]
async fn a_warm_action_by_id_takes_two_round_trips_to_hubspot_one_write_and_three_to_dynamodb() {
    let stage = Counted::warm().await;
    stage.put("2", "3");
    assert_eq!(stage.run("2").await.unwrap().status, Status::Created);
    let mut cost = stage.cost();
    cost.hubspot.sort();
    let expected = Cost {
        dynamodb: ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
            .map(str::to_owned)
            .into(),
        secrets_manager: 0,
        hubspot: reads("2"),
        hubspot_round_trips: 2,
        quickbooks: vec!["create Invoice".to_owned()],
    };
    assert_eq!(cost, expected);
}

#[tokio::test]
async fn settings_that_were_seen_more_than_a_minute_ago_take_one_round_trip_more_to_dynamodb() {
    let stage = Counted::warm().await;
    stage.environment.advance(SignedDuration::from_secs(61));
    stage.put("2", "3");
    assert_eq!(stage.run("2").await.unwrap().status, Status::Created);
    let cost = stage.cost();
    let expected = [
        "BatchGetItem",
        "BatchGetItem",
        "TransactWriteItems",
        "TransactWriteItems",
    ];
    assert_eq!(cost.dynamodb, expected);
    assert_eq!(cost.quickbooks, ["create Invoice"]);
    assert_eq!((cost.secrets_manager, cost.hubspot_round_trips), (0, 2));
}

#[tokio::test]
async fn settings_that_have_moved_on_and_want_more_of_the_record_have_it_read_again() {
    let stage = Counted::warm().await;
    let defaults = json!({"all": {"memo": "{{dealtype}}"}});
    stage
        .change_settings(|settings| settings["defaults"] = defaults.clone())
        .await;
    stage.put("2", "3");
    assert_eq!(stage.run("2").await.unwrap().status, Status::Created);
    let cost = stage.cost();
    assert_eq!(cost.hubspot.len(), 6, "{:?}", cost.hubspot);
    assert_eq!(cost.hubspot_round_trips, 4);
    let expected = [
        "BatchGetItem",
        "BatchGetItem",
        "TransactWriteItems",
        "TransactWriteItems",
    ];
    assert_eq!(cost.dynamodb, expected);
    assert_eq!(cost.quickbooks, ["create Invoice"]);
    let invoices = stage.installation.sandbox.documents("Invoice");
    let has_memo = |invoice: &Value| invoice["CustomerMemo"]["value"] == "West";
    assert_eq!(
        invoices.iter().filter(|invoice| has_memo(invoice)).count(),
        1
    );
}

#[tokio::test]
async fn a_repeat_by_id_reads_the_record_and_compares_it_and_asks_quickbooks_for_nothing() {
    let stage = Counted::warm().await;
    let again = stage.run("1").await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    let mut cost = stage.cost();
    cost.hubspot.sort();
    let expected = Cost {
        dynamodb: vec!["BatchGetItem".to_owned()],
        secrets_manager: 0,
        hubspot: reads("1"),
        hubspot_round_trips: 2,
        quickbooks: Vec::new(),
    };
    assert_eq!(cost, expected);
    stage.put("1", "2");
    let changed = stage.run("1").await.unwrap_err();
    assert_eq!(changed.error_type(), "IdempotencyConflict");
    assert_eq!(stage.cost().quickbooks, [""; 0]);
}

#[tokio::test]
async fn a_repeat_forgets_the_failed_run_that_it_makes_good_and_asks_for_none_where_none_stands() {
    let stage = Counted::warm().await;
    stage.put("1", "2");
    let changed = stage.run("1").await.unwrap_err();
    assert_eq!(changed.error_type(), "IdempotencyConflict");
    let store = &stage.installation.store;
    let kept = store.failed_runs(&connection(), Some("deal/1")).await;
    assert_eq!(kept.unwrap().len(), 1);
    stage.put("1", "1");
    stage.environment.advance(SignedDuration::from_secs(1));
    stage.cost();
    for expected in [vec!["BatchGetItem", "DeleteItem"], vec!["BatchGetItem"]] {
        let again = stage.run("1").await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated);
        let cost = stage.cost();
        assert_eq!(cost.dynamodb, expected);
        assert_eq!((cost.secrets_manager, cost.quickbooks.len()), (0, 0));
        let kept = store.failed_runs(&connection(), Some("deal/1")).await;
        assert_eq!(kept.unwrap(), []);
    }
}
