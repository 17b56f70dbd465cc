//! The workers: so many records at once, each until it is settled, given up, or the run ends.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use super::job::Job;
use super::retry::{Verdict, verdict};
use super::row::Row;
use super::target::{Failure, Remedy, Target};

/// The number of records at once, and the time for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most records in progress at once.
    pub(super) concurrency: usize,
    /// The time for which a record is tried again.
    pub(super) patience: Duration,
}

/// An event of a run.
#[derive(Debug)]
pub(super) enum Event {
    /// A record was settled or given up.
    Row(Box<Row>),
    /// All hold back, since something does not serve; told once until a record is settled again.
    HeldBack(Failure),
}

/// A run's work; clones share it.
#[derive(Clone)]
pub(super) struct Work(Arc<Shared>);

struct Shared {
    limits: Limits,
    /// The number of the next job to be taken.
    next: AtomicUsize,
    /// Until when all hold back.
    held_until: Mutex<Option<Instant>>,
    /// Until when a record waits for a quota, at the latest.
    quota_until: Mutex<Option<Instant>>,
    /// True once the run ends.
    stopped: watch::Sender<bool>,
    /// The failure that ended it.
    stopped_by: OnceLock<Failure>,
    throttled: AtomicU64,
    /// True once it was told that all hold back.
    told: AtomicBool,
}

impl Work {
    /// Starts workers that tell what becomes of each job; when all have ended, no more is told.
    pub(super) fn start<T: Target>(
        target: &Arc<T>,
        jobs: Vec<Job>,
        limits: Limits,
    ) -> (Self, mpsc::UnboundedReceiver<Event>) {
        let (events, told) = mpsc::unbounded_channel();
        let work = Self(Arc::new(Shared {
            limits,
            next: AtomicUsize::default(),
            held_until: Mutex::default(),
            quota_until: Mutex::default(),
            stopped: watch::Sender::new(false),
            stopped_by: OnceLock::new(),
            throttled: AtomicU64::default(),
            told: AtomicBool::default(),
        }));
        let jobs: Arc<[Job]> = jobs.into();
        for _ in 0..limits.concurrency.min(jobs.len()) {
            let (work, target) = (work.clone(), target.clone());
            let (jobs, events) = (jobs.clone(), events.clone());
            tokio::spawn(async move { work.worker(&*target, &jobs, &events).await });
        }
        (work, told)
    }

    /// Takes no further record; what is in progress is brought to its end.
    pub(super) fn stop(&self) {
        self.0.stopped.send_replace(true);
    }

    /// The failure that ended the run early.
    pub(super) fn stopped_by(&self) -> Option<Failure> {
        self.0.stopped_by.get().cloned()
    }

    /// The time for which all hold back from now on, if they do.
    pub(super) fn holds_back(&self) -> Option<Duration> {
        left(&self.0.held_until)
    }

    /// The longest time for which a record still waits for a quota that is used up, if one does.
    pub(super) fn waits_for_quota(&self) -> Option<Duration> {
        left(&self.0.quota_until)
    }

    /// The number of times a record had to wait since the company's quota was used up.
    pub(super) fn throttled(&self) -> u64 {
        self.0.throttled.load(Ordering::Relaxed)
    }

    async fn worker<T: Target>(
        &self,
        target: &T,
        jobs: &[Job],
        events: &mpsc::UnboundedSender<Event>,
    ) {
        while !self.is_stopped() {
            let number = self.0.next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(number) else { return };
            let Some(row) = self.book(target, job, events).await else {
                return;
            };
            if events.send(Event::Row(Box::new(row))).is_err() {
                return;
            }
        }
    }

    /// Tries a record until it is settled or given up; none where the run ends before.
    async fn book<T: Target>(
        &self,
        target: &T,
        job: &Job,
        events: &mpsc::UnboundedSender<Event>,
    ) -> Option<Row> {
        let begin = Instant::now();
        let mut number = 0;
        loop {
            self.wait_for_release().await?;
            let failure = match target.invoke(job.event.clone()).await {
                Ok(response) => {
                    self.0.told.store(false, Ordering::Relaxed);
                    return Some(Row::answered(job, &response));
                }
                Err(failure) => failure,
            };
            number += 1;
            self.count(&failure);
            let chance = fastrand::f64();
            let patience = self.0.limits.patience;
            match verdict(failure.remedy, number, begin.elapsed(), patience, chance) {
                Verdict::Again(wait) => self.sleep(wait).await?,
                Verdict::HoldBack(wait) => {
                    if !self.0.told.swap(true, Ordering::Relaxed) {
                        // Nobody listens any more when the run is over.
                        let _ = events.send(Event::HeldBack(failure));
                    }
                    lengthen(&self.0.held_until, wait);
                }
                Verdict::GiveUp => {
                    target.gave_up(&job.event, &failure).await;
                    return Some(Row::failed(job, &failure));
                }
                Verdict::Stop => {
                    self.0.stopped_by.get_or_init(|| failure.clone());
                    self.stop();
                    return Some(Row::failed(job, &failure));
                }
            }
        }
    }

    fn count(&self, failure: &Failure) {
        if let Remedy::AfterWait(wait) = failure.remedy {
            self.0.throttled.fetch_add(1, Ordering::Relaxed);
            lengthen(&self.0.quota_until, wait);
        }
    }

    /// Waits while all hold back; none where the run ends meanwhile.
    async fn wait_for_release(&self) -> Option<()> {
        while let Some(left) = self.holds_back() {
            self.sleep(left).await?;
        }
        (!self.is_stopped()).then_some(())
    }

    async fn sleep(&self, wait: Duration) -> Option<()> {
        let mut stopped = self.0.stopped.subscribe();
        tokio::select! {
            () = tokio::time::sleep(wait) => Some(()),
            _ = stopped.wait_for(|stopped| *stopped) => None,
        }
    }

    fn is_stopped(&self) -> bool {
        *self.0.stopped.borrow()
    }
}

/// Puts off the end of a wait, if it would be earlier.
fn lengthen(until: &Mutex<Option<Instant>>, wait: Duration) {
    let mut until = until.lock().unwrap_or_else(PoisonError::into_inner);
    *until = (*until).max(Some(Instant::now() + wait));
}

/// The time that is left of a wait, if there is any.
fn left(until: &Mutex<Option<Instant>>) -> Option<Duration> {
    let until = *until.lock().unwrap_or_else(PoisonError::into_inner);
    let left = until?.saturating_duration_since(Instant::now());
    (!left.is_zero()).then_some(left)
}
