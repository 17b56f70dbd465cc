//! Runs that begin at once, as the template lets them run, the queue puts them off and the workflow retries them, under
//! QuickBooks' ten at once and 500 a minute: every one ends with its document, and none in a dead-letter queue.
//!
//! Time is virtual. Some hundred runs are [the action itself](by_the_action) on the local company, more than its minute takes; five
//! thousand are on a company that counts, by the same queue and the same retries, given whole and [by their ids](by_id).

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod by_id;
mod by_the_action;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::future::Future;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::throughput::{REQUESTS_PER_WINDOW, WINDOW};
use crate::waiting::Waiting;
use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::ManualClock;
use serde_json::Value;
use tokio::sync::oneshot;

const RUNS: usize = 5_000;

/// The time that an invocation takes.
const ONE_INVOICE: Duration = Duration::from_millis(500);

/// The number of actions that the template lets run at once.
fn at_once() -> usize {
    let parameters = template::Template::read().section("Parameters");
    let default = parameters["ActionsAtOnce"]["Default"].as_u64();
    usize::try_from(default.unwrap()).unwrap()
}

/// A retrier of the workflow, as it is written there.
struct Retrier {
    errors: Vec<String>,
    attempts: u32,
    interval: f64,
    rate: f64,
    longest: f64,
}

/// The retriers of a task of the workflow.
fn retriers(state: &str) -> Vec<Retrier> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../infra/workflows/quickbooks-action.asl.json"
    );
    let definition: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let retry = &definition["States"][state]["Retry"];
    // What is never tried again has no interval.
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let retrier = |one: &Value| Retrier {
        errors: serde_json::from_value(one["ErrorEquals"].clone()).unwrap(),
        attempts: u32::try_from(one["MaxAttempts"].as_u64().unwrap()).unwrap(),
        interval: number(&one["IntervalSeconds"]),
        rate: number(&one["BackoffRate"]),
        longest: number(&one["MaxDelaySeconds"]),
    };
    retry.as_array().unwrap().iter().map(retrier).collect()
}

/// An error, as whoever takes turns is told it.
#[derive(Clone, Debug)]
struct Refused {
    error: String,
    /// The wait that is told.
    wait: Option<Duration>,
}

/// The function, as a run meets it.
trait Function: Send + Sync + 'static {
    type Environment: Send + 'static;

    /// The document that it answers for the deal of this number, or its error.
    fn answer(
        &self,
        environment: &Self::Environment,
        number: usize,
    ) -> impl Future<Output = Result<String, Refused>> + Send;

    /// Tells HubSpot that the deal has its document, or does what is left of that; or its error.
    fn tell(
        &self,
        _waiting: &Waiting,
        _requests_done: &AtomicU32,
    ) -> impl Future<Output = Result<(), String>> + Send {
        std::future::ready(Ok(()))
    }
}

/// A company that counts requests, and refuses what its minute does not take.
struct CountingCompany {
    clock: ManualClock,
    window: Mutex<(Timestamp, u32)>,
    refused: AtomicUsize,
}

impl CountingCompany {
    fn new(clock: &ManualClock) -> Self {
        Self {
            clock: clock.clone(),
            window: Mutex::new((clock.now(), 0)),
            refused: AtomicUsize::default(),
        }
    }
}

impl Function for CountingCompany {
    type Environment = ();

    async fn answer(&self, (): &(), number: usize) -> Result<String, Refused> {
        let (began, requests) = &mut *self.window.lock().unwrap();
        let now = self.clock.now();
        if now.duration_since(*began) >= SignedDuration::try_from(WINDOW).unwrap() {
            (*began, *requests) = (now, 0);
        }
        if *requests == REQUESTS_PER_WINDOW {
            self.refused.fetch_add(1, Ordering::SeqCst);
            let left = WINDOW.saturating_sub(now.duration_since(*began).unsigned_abs());
            return Err(Refused {
                error: "QuickBooksThrottled".to_owned(),
                wait: Some(left),
            });
        }
        *requests += 1;
        Ok(number.to_string())
    }
}

/// The queue of actions: environments that are free, and runs in the order in which they wait for one.
struct Queue<E> {
    free: Vec<E>,
    line: VecDeque<oneshot::Sender<E>>,
}

/// The things that runs share.
struct Account<F: Function> {
    function: F,
    queue: Mutex<Queue<F::Environment>>,
    waiting: Arc<Waiting>,
    of_action: Vec<Retrier>,
    of_report: Vec<Retrier>,
    /// The turns that were put off.
    put_off: AtomicUsize,
}

impl<F: Function> Account<F> {
    /// An environment, when this run's turn has come.
    async fn turn(&self) -> F::Environment {
        let coming = {
            let queue = &mut *self.queue.lock().unwrap();
            if let Some(environment) = queue.free.pop() {
                return environment;
            }
            let (sender, coming) = oneshot::channel();
            queue.line.push_back(sender);
            coming
        };
        self.waiting.leave();
        coming.await.unwrap()
    }

    fn give_back(&self, environment: F::Environment) {
        let queue = &mut *self.queue.lock().unwrap();
        match queue.line.pop_front() {
            None => queue.free.push(environment),
            Some(next) => {
                self.waiting.enter();
                assert!(next.send(environment).is_ok(), "it waits");
            }
        }
    }

    /// Runs the action when its turn has come.
    async fn invoke(&self, number: usize) -> Result<String, Refused> {
        let environment = self.turn().await;
        let answer = self.function.answer(&environment, number).await;
        self.waiting.wait(ONE_INVOICE).await;
        self.give_back(environment);
        answer
    }

    /// A task of the workflow: what came of its turn. One for which there was no quota comes again when it was told to.
    async fn task(&self, number: usize) -> Result<String, String> {
        loop {
            let refused = match self.invoke(number).await {
                Ok(document) => return Ok(document),
                Err(refused) => refused,
            };
            match refused.wait {
                Some(wait) if refused.error == "QuickBooksThrottled" => {
                    self.put_off.fetch_add(1, Ordering::SeqCst);
                    self.waiting.wait(wait).await;
                }
                _ => return Err(refused.error),
            }
        }
    }

    /// One execution of the workflow: the document, or the error with which it would wait for a person.
    async fn execution(&self, number: usize) -> Result<String, String> {
        let mut chance = fastrand::Rng::with_seed(number as u64);
        let task = || self.task(number);
        let document = self.tried(&self.of_action, &mut chance, task).await?;
        let requests_done = AtomicU32::new(0);
        let tell = || self.function.tell(&self.waiting, &requests_done);
        self.tried(&self.of_report, &mut chance, tell).await?;
        Ok(document)
    }

    /// A task's outcome, after as many tries as its retriers allow.
    async fn tried<O, A: Future<Output = Result<O, String>>>(
        &self,
        retriers: &[Retrier],
        chance: &mut fastrand::Rng,
        attempt: impl Fn() -> A,
    ) -> Result<O, String> {
        let mut attempts: BTreeMap<usize, u32> = BTreeMap::new();
        loop {
            let error = match attempt().await {
                Ok(outcome) => return Ok(outcome),
                Err(error) => error,
            };
            let is_for = |retrier: &Retrier| {
                let mut errors = retrier.errors.iter();
                errors.any(|known| *known == error || known == "States.ALL")
            };
            let index = retriers.iter().position(is_for).ok_or(error.clone())?;
            let (retrier, made) = (&retriers[index], attempts.entry(index).or_default());
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

/// Begins so many runs at once and waits for all: the documents. A run that would wait for a person fails the test.
async fn burst<F: Function>(
    function: F,
    environments: Vec<F::Environment>,
    waiting: Arc<Waiting>,
    runs: usize,
) -> (HashSet<String>, Arc<Account<F>>) {
    let account = Arc::new(Account {
        function,
        queue: Mutex::new(Queue {
            free: environments,
            line: VecDeque::new(),
        }),
        waiting,
        of_action: retriers("Run the action"),
        of_report: retriers("Report the outcome"),
        put_off: AtomicUsize::default(),
    });
    let mut executions = Vec::new();
    for number in 1..=runs {
        let account = Arc::clone(&account);
        executions.push(tokio::spawn(async move {
            let ended = account.execution(number).await;
            account.waiting.leave();
            ended
        }));
    }
    let mut documents = HashSet::new();
    for execution in executions {
        let document = execution.await.unwrap();
        assert!(documents.insert(document.unwrap()), "one each");
    }
    (documents, account)
}

#[tokio::test]
async fn five_thousand_runs_at_once_end_with_as_many_documents_and_none_waits_for_a_person() {
    let began = Timestamp::now();
    let clock = ManualClock::new(began);
    let company = CountingCompany::new(&clock);
    let (environments, waiting) = (vec![(); at_once()], Waiting::new(clock, RUNS));
    let (documents, account) = burst(company, environments, waiting, RUNS).await;
    assert_eq!(documents.len(), RUNS);
    let took = account.function.clock.now().duration_since(began);
    // Nine minutes are the least that 500 a minute allow after the first 500.
    assert!(took >= SignedDuration::from_mins(9), "{took:#}");
    assert!(took < SignedDuration::from_mins(60), "{took:#}");
    // What is refused waits as told, which spends no retry.
    let refused = account.function.refused.load(Ordering::SeqCst);
    assert!(refused > 0 && refused < 6 * RUNS, "{refused}");
    assert_eq!(account.put_off.load(Ordering::SeqCst), refused);
}
