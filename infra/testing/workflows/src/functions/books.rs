//! The functions themselves, on a QuickBooks company, a store and a HubSpot account of this process.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use registry::{RegisteredAction, connections};
use rehearsal::{HubSpotAccount, Rehearsal, StageEngine};
use sandbox_hubspot::{Clock, ManualClock, Sandbox, SandboxOptions, WorkflowOptions};
use serde_json::{Value, json};

use super::answer::Answer;
use super::lock;
use super::reporter::Reporter;
use crate::{background, sample};

/// The connection of the samples.
pub const CONNECTION: &str = rehearsal::CONNECTION;

/// HubSpot has been seen to send a request more than once; here it sends each so many times at once.
const DELIVERIES: usize = 5;

/// A company and an account, with the connections that the samples name.
pub(crate) struct Books {
    stage: Rehearsal,
    account: HubSpotAccount,
    /// The account's.
    clock: ManualClock,
    reporter: Reporter,
    /// The requests to the account when an action last answered.
    read: Mutex<Vec<String>>,
    /// Held while records are put into the account.
    putting: Mutex<()>,
}

impl Books {
    pub(crate) async fn open() -> Self {
        let clock = running_clock();
        let account = HubSpotAccount::with(SandboxOptions {
            clock: Clock::Manual(clock.clone()),
            workflows: WorkflowOptions {
                deliveries_at_once: DELIVERIES,
                ..WorkflowOptions::default()
            },
            ..SandboxOptions::default()
        });
        let account = account.await;
        // Every made-up company has this id.
        let realm_id = Rehearsal::start().await.sandbox.realm_id().to_owned();
        let [(_, mut plain), (filtered_name, mut filtered)] = connections(&realm_id);
        for settings in [&mut plain, &mut filtered] {
            settings["hubspot"] = account.setting();
            // All tests together are faster than Intuit lets a company be.
            settings["quickbooks"]["quota"] = json!({
                "requests_per_window": 1_000_000, "batches_per_window": 1_000_000,
                "requests_per_second": 1_000_000, "concurrent": 1_000,
            });
            // What an expense and a refund are booked to, a record does not name.
            let actions = &mut settings["defaults"]["actions"];
            actions["create-expense"] = json!({
                "payment_account": "Checking", "expense_account": "Bank Charges", "vendor": "Cal Telephone",
            });
            actions["create-refund-receipt"] = json!({ "refund_account": "Checking" });
        }
        // Of the account's two connections one takes what its webhooks tell.
        plain["hubspot"]["webhooks"] = true.into();
        let stage = Rehearsal::with_settings(plain).await;
        stage.connect(filtered_name, filtered).await;
        Self {
            stage: account.opened_to(stage).await,
            reporter: Reporter::to(&account.sandbox).await,
            account,
            clock,
            read: Mutex::default(),
            putting: Mutex::default(),
        }
    }

    /// The action's answer to an event.
    pub(crate) async fn answer(&self, name: &str, event: &Value) -> Answer {
        let Some(action) = RegisteredAction::named(name) else {
            return Answer::Error(format!("NoSuchFunction: {name}"));
        };
        self.put_sample(request_of(event));
        let bytes = event.to_string();
        let run = action.run(&self.stage.engine, bytes.as_bytes(), self.stage.deadline());
        let answer = Box::pin(run).await;
        *lock(&self.read) = self.account.requests();
        match answer {
            Ok(response) => Answer::Response(json!(response)),
            Err(error) => Answer::Failure {
                error_type: error.error_type(),
                message: error.to_string(),
            },
        }
    }

    /// The answer of the function that tells HubSpot of an outcome.
    pub(crate) async fn report(&self, event: &Value) -> Answer {
        match self.reporter.answer(&self.stage.store, event).await {
            Ok(answer) => Answer::Response(answer),
            Err(error) => Answer::Failure {
                error_type: error.error_type(),
                message: error.to_string(),
            },
        }
    }

    /// The engine of another process.
    pub(crate) fn engine(&self) -> StageEngine {
        self.stage.another_process()
    }

    /// Lets time pass for the account and for whoever it calls.
    pub(crate) fn let_pass(&self, time: Duration) {
        self.clock.advance(time);
        let time = SignedDuration::try_from(time).expect("some hours");
        self.stage.environment.advance(time);
    }

    /// The account.
    pub(crate) fn portal(&self) -> &Sandbox {
        &self.account.sandbox
    }

    /// The company, on its store.
    pub(crate) const fn company(&self) -> &Rehearsal {
        &self.stage
    }

    /// Puts a record into the account, with all that is associated with it.
    pub(crate) fn put(&self, record: &Value) {
        let _alone = lock(&self.putting);
        self.account.put(record);
    }

    /// The account has a record under every id: that of a request which gives an id alone is a sample of its type, unless
    /// a test has put another one there.
    fn put_sample(&self, request: &Value) {
        let record = &request["record"];
        let by_id = record["properties"].is_null();
        let (Some(id), true) = (record["id"].as_str(), by_id) else {
            return;
        };
        let Some((path, sample)) = sample::of_type(&record["object_type"]) else {
            return;
        };
        let _alone = lock(&self.putting);
        if self.account.sandbox.record(path, id).is_none() {
            self.account.put(&sample::record(sample, id));
        }
    }

    /// The company's and the account's secrets, and all tokens.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let company = self.stage.sandbox.credentials();
        let account = self.account.sandbox.credentials();
        vec![
            company.client_secret,
            company.access_token,
            company.refresh_token,
            account.client_secret,
            account.access_token,
        ]
    }

    /// The documents of a type that actions made.
    pub(crate) fn made(&self, entity: &str) -> Vec<Value> {
        self.stage.made(entity)
    }

    /// The requests to HubSpot up to the last action's answer, and the round trips that they took, since the last call.
    pub(crate) fn take_hubspot_requests(&self) -> (Vec<String>, usize) {
        let requests = std::mem::take(&mut *lock(&self.read));
        self.account.sandbox.clear_journal();
        (requests, self.account.take_round_trips())
    }
}

/// The request in an event: the event itself, or the detail of one of a bus.
pub(crate) fn request_of(event: &Value) -> &Value {
    event.get("detail").unwrap_or(event)
}

/// The machine's clock, which can be moved forward too.
fn running_clock() -> ManualClock {
    let clock = ManualClock::new(Timestamp::now());
    let (running, start) = (clock.clone(), Instant::now());
    background::run(async move {
        let mut shown = 0;
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let passed = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            running.advance(Duration::from_millis(passed.saturating_sub(shown)));
            shown = passed;
        }
    });
    clock
}
