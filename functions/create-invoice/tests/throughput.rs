//! Two thousand mapped deals under Intuit's quotas: three minutes and some, on a clock that is moved
//! whenever everybody waits.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::deals::{deal, line};
use crate::waiting::Waiting;
use actions::books::environment::Environment as _;
use actions::{ActionError, Status};
use create_invoice::CreateInvoice;
use jiff::{SignedDuration, Timestamp};
use rehearsal::{Rehearsal, StageEngine};
use sandbox_quickbooks::{Clock, ManualClock, Quotas, SandboxOptions};
use serde_json::{Value, json};

const DEALS: u32 = 2_000;

/// Intuit's, of its minute.
pub(crate) const REQUESTS_PER_WINDOW: u32 = 500;
pub(crate) const WINDOW: Duration = Duration::from_mins(1);

/// The time that QuickBooks takes to make an invoice.
const ONE_INVOICE: Duration = Duration::from_millis(400);

#[tokio::test]
async fn one_process_uses_95_percent_of_the_quota_and_is_never_refused() {
    let outcome = work_through(1, 10, None).await;
    assert!(outcome.used >= 0.95, "{outcome:?}");
    assert_eq!(outcome.refused, 0, "{outcome:?}");
}

#[tokio::test]
async fn five_processes_side_by_side_use_95_percent_of_the_quota_and_nothing_fails() {
    let outcome = work_through(5, 4, None).await;
    assert!(outcome.used >= 0.95, "{outcome:?}");
    assert!(outcome.refused <= 200, "{outcome:?}");
}

/// Functions on AWS are many processes with one worker each.
#[tokio::test]
async fn twenty_processes_of_one_worker_use_95_percent_of_the_quota_and_nothing_fails() {
    let outcome = work_through(20, 1, None).await;
    assert!(outcome.used >= 0.95, "{outcome:?}");
    assert!(outcome.refused <= 200, "{outcome:?}");
}

#[tokio::test]
async fn one_process_keeps_to_the_second_too_and_is_never_refused() {
    let outcome = work_through(1, 10, Some(10)).await;
    assert!(outcome.used >= 0.95, "{outcome:?}");
    assert_eq!(outcome.refused, 0, "{outcome:?}");
}

/// They do not know of one another's second, so each is refused now and then, and waits longer than it need.
#[tokio::test]
async fn several_processes_end_with_every_invoice_where_a_second_has_its_quota_too() {
    for (processes, workers) in [(5, 4), (8, 1)] {
        let outcome = work_through(processes, workers, Some(10)).await;
        assert!(outcome.used >= 0.3, "{processes}: {outcome:?}");
        assert!(outcome.refused <= 700, "{processes}: {outcome:?}");
    }
}

#[derive(Debug)]
struct Outcome {
    /// The least time that the quota takes once its first burst is through, by the time it took.
    used: f64,
    /// The number of requests that the quota refused.
    refused: usize,
}

/// Works through all deals; each is made once and none fails.
async fn work_through(processes: usize, workers: usize, second: Option<u32>) -> Outcome {
    let at_work = processes * workers;
    let (stage, _, waiting) = company_with_quota(second, at_work).await;
    let next = Arc::new(AtomicU32::new(1));
    let mut running = Vec::new();
    for _ in 0..processes {
        let engine = Arc::new(stage.another_process());
        for _ in 0..workers {
            let (engine, next) = (Arc::clone(&engine), Arc::clone(&next));
            running.push(tokio::spawn(work(engine, next, Arc::clone(&waiting))));
        }
    }
    let mut documents = HashSet::new();
    for worker in running {
        documents.extend(worker.await.unwrap());
    }
    assert_eq!(
        documents.len(),
        DEALS as usize,
        "one document for each deal"
    );
    assert_eq!(stage.made("Invoice").len(), DEALS as usize + 1);

    let journal = stage.sandbox.journal();
    let (made, refused): (Vec<_>, Vec<_>) = journal.iter().partition(|entry| entry.status == 200);
    let moments: Vec<Timestamp> = made.iter().map(|one| one.time.parse().unwrap()).collect();
    let took =
        moments[DEALS as usize - 1].duration_since(moments[REQUESTS_PER_WINDOW as usize - 1]);
    let best = WINDOW * (DEALS / REQUESTS_PER_WINDOW - 1);
    Outcome {
        used: best.as_secs_f64() / took.as_secs_f64(),
        refused: refused.len(),
    }
}

/// Makes one deal's invoice after the other, and waits as it is told to.
async fn work(
    engine: Arc<StageEngine>,
    next: Arc<AtomicU32>,
    waiting: Arc<Waiting>,
) -> Vec<String> {
    let mut documents = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        if number > DEALS {
            waiting.leave();
            return documents;
        }
        let event = event(number).to_string();
        let response = loop {
            let deadline = engine.environment.now() + SignedDuration::from_secs(30);
            let run = actions::run::<CreateInvoice, _, _, _>(&engine, event.as_bytes(), deadline);
            match run.await {
                Err(ActionError::QuickBooksThrottled { retry_after, .. }) => {
                    waiting.wait(retry_after).await;
                }
                other => break other.unwrap(),
            }
        };
        assert_eq!(response.status, Status::Created);
        documents.push(response.document.unwrap().id.unwrap());
        waiting.wait(ONE_INVOICE).await;
    }
}

/// A mapped company that keeps to Intuit's quota of a minute and to this one of a second, its clock, and the waiting of so
/// many who are at work.
pub(crate) async fn company_with_quota(
    second: Option<u32>,
    at_work: usize,
) -> (Rehearsal, ManualClock, Arc<Waiting>) {
    let clock = ManualClock::new(Timestamp::now());
    let options = SandboxOptions {
        clock: Clock::Manual(clock.clone()),
        ..SandboxOptions::default()
    };
    let settings =
        json!({"quickbooks": {"quota": {"requests_per_second": second.unwrap_or(u32::MAX)}}});
    let stage = Rehearsal::with(options, settings).await;
    // The first deal maps customer and product.
    stage.run::<CreateInvoice>(&event(4_000_000)).await.unwrap();
    stage.sandbox.clear_journal();
    clock.advance(WINDOW);
    stage.sandbox.set_quotas(Quotas {
        requests_per_window: Some(REQUESTS_PER_WINDOW),
        batches_per_window: Some(40),
        requests_per_second: second,
        concurrent: Some(10),
        window: Some(WINDOW),
    });
    let waiting = Waiting::new(clock.clone(), at_work);
    let sleeper = Arc::clone(&waiting);
    stage.environment.sleep_like(move |wait| {
        let waiting = Arc::clone(&sleeper);
        async move { waiting.wait(wait).await }
    });
    (stage, clock, waiting)
}

/// The deal of a number.
pub(crate) fn event(number: u32) -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    deal(&number.to_string(), "92.50", lines, json!({}))
}
