//! The same by the deals' ids, each told to HubSpot at its end: HubSpot's window of requests is the narrower one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::ManualClock;

use super::{CountingCompany, Function, RUNS, Refused, at_once, burst};
use crate::waiting::Waiting;

/// The window of an app's requests, which are 100, or 190 from Professional on
/// (<https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>).
const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// A process that sees less than this part left asks HubSpot for nothing more in the window, as `Rests` of the engine.
const RESERVE: u32 = 10;

/// The requests by which a small deal is read: itself, and its contacts and its line items.
const READ: u32 = 3;

/// Those by which HubSpot is told: the completion, and the properties, which are read and written.
const TELL: u32 = 3;

/// The time that one of these takes.
const ONE_REQUEST: Duration = Duration::from_millis(200);

/// A company, and the HubSpot account of its deals, which counts too.
struct ById {
    company: CountingCompany,
    limit: u32,
    window: Mutex<(Timestamp, u32)>,
    answered: AtomicU32,
    refused: AtomicU32,
}

impl ById {
    fn new(clock: &ManualClock, limit: u32) -> Self {
        Self {
            company: CountingCompany::new(clock),
            limit,
            window: Mutex::new((clock.now(), 0)),
            answered: AtomicU32::new(0),
            refused: AtomicU32::new(0),
        }
    }

    /// The requests that are left of the window after this one; none where it is refused.
    fn request(&self) -> Result<u32, String> {
        let (began, requests) = &mut *self.window.lock().unwrap();
        let now = self.company.clock.now();
        if now.duration_since(*began) >= WINDOW {
            (*began, *requests) = (now, 0);
        }
        if *requests == self.limit {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err("HubSpotUnavailable".to_owned());
        }
        *requests += 1;
        self.answered.fetch_add(1, Ordering::SeqCst);
        Ok(self.limit - *requests)
    }
}

impl Function for ById {
    /// The moment until which a process asks HubSpot for nothing.
    type Environment = Mutex<Timestamp>;

    async fn answer(&self, rests: &Mutex<Timestamp>, number: usize) -> Result<String, Refused> {
        let now = self.company.clock.now();
        let unavailable = |error| Refused { error, wait: None };
        if *rests.lock().unwrap() > now {
            return Err(unavailable("HubSpotUnavailable".to_owned()));
        }
        for _ in 0..READ {
            let left = self.request();
            if !left
                .as_ref()
                .is_ok_and(|left| *left >= self.limit / RESERVE)
            {
                *rests.lock().unwrap() = now + WINDOW;
            }
            left.map_err(unavailable)?;
        }
        self.company.answer(&(), number).await
    }

    async fn tell(&self, waiting: &Waiting, requests_done: &AtomicU32) -> Result<(), String> {
        while requests_done.load(Ordering::SeqCst) < TELL {
            if let Err(error) = self.request() {
                // The completion is kept; the properties are read again before they are written.
                requests_done.fetch_min(1, Ordering::SeqCst);
                return Err(error);
            }
            requests_done.fetch_add(1, Ordering::SeqCst);
            waiting.wait(ONE_REQUEST).await;
        }
        Ok(())
    }
}

#[tokio::test]
async fn five_thousand_runs_by_id_at_once_are_booked_and_told_within_hubspot_s_window() {
    for (limit, shortest, longest) in [(190, 26, 50), (100, 50, 80)] {
        let began = Timestamp::now();
        let clock = ManualClock::new(began);
        let function = ById::new(&clock, limit);
        let processes = (0..at_once()).map(|_| Mutex::new(began)).collect();
        let waiting = Waiting::new(clock, RUNS);
        let (documents, account) = burst(function, processes, waiting, RUNS).await;
        assert_eq!(documents.len(), RUNS);
        let function = &account.function;
        let took = function.company.clock.now().duration_since(began);
        let (answered, refused) = (&function.answered, &function.refused);
        let (answered, refused) = (
            answered.load(Ordering::SeqCst),
            refused.load(Ordering::SeqCst),
        );
        // Six for each, in as many windows; and those of readings and reports that were broken off.
        let least = (READ + TELL) * u32::try_from(RUNS).unwrap();
        assert!((least..least * 5 / 4).contains(&answered), "{answered}");
        assert!((1..answered / 4).contains(&refused), "{refused}");
        let expected = SignedDuration::from_mins(shortest)..SignedDuration::from_mins(longest);
        assert!(expected.contains(&took), "{took:#}");
    }
}
