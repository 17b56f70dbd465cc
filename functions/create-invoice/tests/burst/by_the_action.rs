//! The same by the action itself, on the local company under Intuit's numbers: by its minute alone, and by its second too.

use std::sync::atomic::Ordering;

use actions::books::environment::Environment as _;
use actions::{ErrorType, Status};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::StageEngine;

use super::{Function, Refused, at_once, burst};
use crate::throughput::{company_with_quota, event};

/// More than a minute of QuickBooks' takes.
const RUNS: usize = 700;

/// The action itself.
struct Action;

impl Function for Action {
    type Environment = StageEngine;

    async fn answer(&self, engine: &StageEngine, number: usize) -> Result<String, Refused> {
        let deadline = engine.environment.now() + SignedDuration::from_secs(30);
        let event = event(u32::try_from(number).unwrap()).to_string();
        let run = actions::run::<CreateInvoice, _, _, _>(engine, event.as_bytes(), deadline);
        let response = run.await.map_err(|error| Refused {
            error: error.error_type().to_owned(),
            wait: ErrorType::retry_after(&error.to_string()),
        })?;
        assert_eq!(response.status, Status::Created);
        Ok(response.document.unwrap().id.unwrap())
    }
}

/// The end of a burst.
#[derive(Debug)]
struct Outcome {
    /// The time that it took.
    took: SignedDuration,
    /// The requests that QuickBooks refused.
    refused: usize,
    /// The turns that were put off.
    put_off: usize,
}

/// Books so many deals at once, each once, on a company that keeps to this quota of a second.
async fn book(runs: usize, second: Option<u32>) -> Outcome {
    let (stage, clock, waiting) = company_with_quota(second, runs).await;
    let engines = (0..at_once()).map(|_| stage.another_process()).collect();
    let began = clock.now();
    let (documents, account) = burst(Action, engines, waiting, runs).await;
    assert_eq!(documents.len(), runs);
    assert_eq!(stage.made("Invoice").len(), runs + 1);
    let journal = stage.sandbox.journal();
    Outcome {
        took: clock.now().duration_since(began),
        refused: journal.iter().filter(|entry| entry.status == 429).count(),
        put_off: account.put_off.load(Ordering::SeqCst),
    }
}

#[tokio::test]
async fn more_runs_at_once_than_a_minute_takes_end_with_their_invoices() {
    let ended = book(RUNS, None).await;
    // That the minute is used up is learned by refusals, by each process at most once; all others are told by the store.
    let refused = ended.refused;
    assert!(refused > 0 && refused <= 2 * at_once(), "{ended:?}");
    assert!(
        ended.put_off >= refused && ended.put_off < 3 * RUNS,
        "{ended:?}"
    );
}

/// Processes do not know of one another's second: each is refused now and then, one request of three in all, which books nothing, and
/// its turn comes again after a second. 5,000 runs take ten and a half minutes so, which is the minute's own time.
#[tokio::test]
async fn runs_at_once_end_with_their_invoices_where_a_second_has_its_quota_too() {
    let ended = book(RUNS, Some(10)).await;
    let shortest = SignedDuration::from_secs(i64::try_from(RUNS).unwrap() / 10);
    let expected = shortest..SignedDuration::from_mins(2);
    assert!(expected.contains(&ended.took), "{ended:?}");
    assert!(ended.refused > 0 && ended.refused < RUNS, "{ended:?}");
    assert!(ended.put_off < 2 * RUNS, "{ended:?}");
}
