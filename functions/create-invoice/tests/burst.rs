//! Five thousand runs that begin at once, as the workflow retries them, under QuickBooks' ten at once and
//! 500 a minute: every one ends with its document, and none waits for a person.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::deals::{deal, line};
use crate::waiting::Waiting;
use actions::Status;
use actions::books::environment::Environment as _;
use create_invoice::CreateInvoice;
use jiff::{SignedDuration, Timestamp};
use rehearsal::{Rehearsal, StageEngine};
use sandbox_quickbooks::{Clock, ManualClock, Quotas, SandboxOptions};
use serde_json::{Value, json};

const RUNS: usize = 5_000;

/// `ActionConcurrency`, and the environments that Lambda keeps for it.
const AT_ONCE: usize = 10;

const WINDOW: Duration = Duration::from_mins(1);

/// The time that an invocation takes.
const ONE_INVOICE: Duration = Duration::from_millis(500);

/// A retrier of the workflow, as it is written there.
struct Retrier {
    errors: Vec<String>,
    attempts: u32,
    interval: f64,
    rate: f64,
    longest: f64,
}

/// The retriers of the task that runs an action.
fn retriers() -> Vec<Retrier> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../infra/workflows/quickbooks-action.asl.json"
    );
    let definition: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let retry = &definition["States"]["Run the action"]["Retry"];
    let number = |value: &Value| value.as_f64().unwrap();
    let retrier = |one: &Value| Retrier {
        errors: serde_json::from_value(one["ErrorEquals"].clone()).unwrap(),
        attempts: u32::try_from(one["MaxAttempts"].as_u64().unwrap()).unwrap(),
        interval: number(&one["IntervalSeconds"]),
        rate: number(&one["BackoffRate"]),
        longest: number(&one["MaxDelaySeconds"]),
    };
    retry.as_array().unwrap().iter().map(retrier).collect()
}

/// The things that runs share.
struct Account {
    engines: Vec<StageEngine>,
    running: AtomicUsize,
    waiting: Arc<Waiting>,
    retriers: Vec<Retrier>,
}

impl Account {
    /// Invokes the function: at most so many at once, each in an environment of its own.
    async fn invoke(&self, event: &[u8]) -> Result<String, String> {
        let slot = self.running.fetch_add(1, Ordering::SeqCst);
        if slot >= AT_ONCE {
            self.running.fetch_sub(1, Ordering::SeqCst);
            return Err("Lambda.TooManyRequestsException".to_owned());
        }
        let engine = &self.engines[slot];
        let deadline = engine.environment.now() + SignedDuration::from_secs(30);
        let run = actions::run::<CreateInvoice, _, _, _>(engine, event, deadline);
        let answer = run.await;
        self.waiting.wait(ONE_INVOICE).await;
        self.running.fetch_sub(1, Ordering::SeqCst);
        let response = answer.map_err(|error| error.error_type().to_owned())?;
        assert_eq!(response.status, Status::Created);
        Ok(response.document.unwrap().id.unwrap())
    }

    /// One execution of the workflow: the document, or the error with which it would wait for a person.
    async fn execution(&self, number: usize) -> Result<String, String> {
        let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
        let event = deal(&number.to_string(), "92.50", lines, json!({})).to_string();
        let mut attempts: BTreeMap<usize, u32> = BTreeMap::new();
        let mut chance = fastrand::Rng::with_seed(number as u64);
        loop {
            let error = match self.invoke(event.as_bytes()).await {
                Ok(document) => return Ok(document),
                Err(error) => error,
            };
            let is_for = |retrier: &Retrier| retrier.errors.contains(&error);
            let index = self.retriers.iter().position(is_for).ok_or(error.clone())?;
            let (retrier, made) = (&self.retriers[index], attempts.entry(index).or_default());
            if *made == retrier.attempts {
                return Err(error);
            }
            let delay = retrier.interval * retrier.rate.powi(i32::try_from(*made).unwrap());
            *made += 1;
            // FULL jitter: anything up to the delay.
            let wait = delay.min(retrier.longest) * chance.f64();
            self.waiting
                .wait(Duration::from_secs_f64(wait.max(0.01)))
                .await;
        }
    }
}

#[tokio::test]
async fn five_thousand_runs_at_once_end_with_as_many_documents_and_none_waits_for_a_person() {
    let clock = ManualClock::new(Timestamp::now());
    let options = SandboxOptions {
        clock: Clock::Manual(clock.clone()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    // The first deal maps customer and product.
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    let first = deal("4000000", "92.50", lines, json!({}));
    stage.run::<CreateInvoice>(&first).await.unwrap();
    clock.advance(WINDOW);
    stage.sandbox.set_quotas(Quotas {
        requests_per_window: Some(500),
        batches_per_window: Some(40),
        concurrent: Some(10),
        window: Some(WINDOW),
        ..Quotas::default()
    });
    let began = stage.environment.now();
    let account = Arc::new(Account {
        engines: (0..AT_ONCE).map(|_| stage.another_process()).collect(),
        running: AtomicUsize::new(0),
        waiting: Waiting::new(clock, RUNS),
        retriers: retriers(),
    });
    let mut executions = Vec::new();
    for number in 1..=RUNS {
        let account = Arc::clone(&account);
        executions.push(tokio::spawn(async move {
            let ended = account.execution(number).await;
            account.waiting.leave();
            ended
        }));
    }
    let mut documents = HashSet::new();
    let mut waiting_for_a_person = Vec::new();
    for execution in executions {
        match execution.await.unwrap() {
            Ok(document) => assert!(documents.insert(document), "one each"),
            Err(error) => waiting_for_a_person.push(error),
        }
    }
    assert_eq!(waiting_for_a_person, Vec::<String>::new());
    assert_eq!(documents.len(), RUNS);
    assert_eq!(stage.made("Invoice").len(), RUNS + 1);
    let took = stage.environment.now().duration_since(began);
    // Ten minutes are the least that 500 a minute allow.
    assert!(took < SignedDuration::from_mins(60), "{took:#}");
}
