//! One process's knowledge of the quotas of each company.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use storage::Quota;
use tokio::sync::Semaphore;

use super::later;
use super::second::Second;
use super::sent::Sent;
use crate::settings::QuotaLimits;

/// The longest that anybody holds back at once, whatever QuickBooks asks for: after it one request
/// finds out anew. A moment noted further ahead is of a clock that is wrong, and is not believed.
const LONGEST: Duration = Duration::from_mins(15);

/// A process's knowledge of the quotas of the companies it works on; one per process.
#[derive(Debug, Default)]
pub struct Usage(Mutex<HashMap<String, Company>>);

#[derive(Debug, Default)]
struct Company {
    requests: Sent,
    batches: Sent,
    second: Second,
    used_up: HashMap<Quota, Note>,
    turns: Option<(u32, Arc<Semaphore>)>,
}

/// Until when a quota is used up.
#[derive(Clone, Copy, Debug)]
struct Note {
    until: Timestamp,
    /// True while it is still to be published to other processes.
    is_pending: bool,
}

/// A request that is under way. One that is dropped before it is answered counts as sent.
#[derive(Debug)]
pub struct UnderWay<'u> {
    usage: &'u Usage,
    company: &'u str,
    quota: Quota,
    wait: Duration,
    sent: Timestamp,
    /// From when it counts, if it does.
    counts_at: Option<Timestamp>,
}

impl Usage {
    /// Takes in what other processes noted.
    pub fn learn(&self, company: &str, used_up: &HashMap<Quota, Timestamp>, now: Timestamp) {
        if used_up.is_empty() {
            return;
        }
        self.with(company, |company| {
            for (quota, until) in used_up {
                if *until > now && *until <= later(now, LONGEST) {
                    company.note(*quota, *until, false);
                }
            }
        });
    }

    /// Until when a quota is noted to be used up, if that is still to come.
    pub fn used_up_until(&self, company: &str, quota: Quota, now: Timestamp) -> Option<Timestamp> {
        self.with(company, |company| company.used_up_until(quota, now))
    }

    /// The time to wait before a request of this quota, if it has to wait. A batch is a request too.
    pub fn wait(
        &self,
        company: &str,
        quota: Quota,
        limits: &QuotaLimits,
        now: Timestamp,
    ) -> Option<Duration> {
        self.with(company, |company| {
            let requests = company.wait(Quota::Requests, limits, now);
            match quota {
                Quota::Requests | Quota::Tokens => requests,
                Quota::Batches => requests.max(company.wait(Quota::Batches, limits, now)),
            }
        })
    }

    /// Notes a quota that was refused; how long to wait now.
    ///
    /// `asked` is how long QuickBooks or the settings ask to wait. Without it that is estimated from
    /// what this process sent.
    pub fn refused(
        &self,
        company: &str,
        quota: Quota,
        asked: Option<Duration>,
        limits: &QuotaLimits,
        now: Timestamp,
    ) -> Duration {
        self.with(company, |company| {
            let second = match (asked, quota) {
                (None, Quota::Requests | Quota::Batches) if limits.have_a_second() => {
                    let limit = limits.requests_per_second as usize;
                    company.second.refused(limit, limits.window(), now)
                }
                _ => None,
            };
            let wait = asked.or(second);
            let wait = wait.unwrap_or_else(|| company.estimate(quota, limits, now));
            let wait = wait.min(LONGEST);
            // Before others read of a second it is over.
            company.note(quota, later(now, wait), second.is_none());
            wait
        })
    }

    /// The quotas that this process found used up and has not published yet; they count as published
    /// from now on.
    pub fn pending(&self, company: &str) -> Vec<(Quota, Timestamp)> {
        self.with(company, |company| {
            let notes = company.used_up.iter_mut();
            let pending = notes.filter_map(|(quota, note)| {
                std::mem::take(&mut note.is_pending).then_some((*quota, note.until))
            });
            pending.collect()
        })
    }

    /// Counts a request that is about to be sent, and gives it its place in the company's second.
    pub fn begin<'u>(
        &'u self,
        company: &'u str,
        quota: Quota,
        limits: &QuotaLimits,
        now: Timestamp,
    ) -> UnderWay<'u> {
        let window = limits.window();
        let wait = self.with(company, |company| {
            company.requests.begin(now, window);
            if quota == Quota::Batches {
                company.batches.begin(now, window);
            }
            let limit = limits.requests_per_second as usize;
            company.second.place(limit, now)
        });
        let sent = later(now, wait);
        UnderWay {
            usage: self,
            company,
            quota,
            wait,
            sent,
            counts_at: Some(sent),
        }
    }

    /// The turns of the requests that may be under way at once.
    pub fn turns(&self, company: &str, limits: &QuotaLimits) -> Arc<Semaphore> {
        self.with(company, |company| match &company.turns {
            Some((concurrent, turns)) if *concurrent == limits.concurrent => Arc::clone(turns),
            _ => {
                let turns = Arc::new(Semaphore::new(limits.concurrent as usize));
                company.turns = Some((limits.concurrent, Arc::clone(&turns)));
                turns
            }
        })
    }

    fn with<R>(&self, company: &str, change: impl FnOnce(&mut Company) -> R) -> R {
        let mut companies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(companies.entry(company.to_owned()).or_default())
    }
}

impl UnderWay<'_> {
    /// The time to wait until it may be sent.
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// It was answered: QuickBooks counted it by now.
    pub fn answered(mut self, now: Timestamp) {
        let sent = self.sent;
        self.usage
            .with(self.company, |company| company.second.answered(sent));
        self.counts_at = Some(now);
    }

    /// It was refused by a quota, or never arrived: it does not count.
    pub fn not_counted(mut self) {
        self.counts_at = None;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.usage.with(self.company, |company| {
            company.requests.end(self.counts_at);
            if self.quota == Quota::Batches {
                company.batches.end(self.counts_at);
            }
        });
    }
}

impl Company {
    /// A later moment that is noted already stays.
    fn note(&mut self, quota: Quota, until: Timestamp, is_pending: bool) {
        match self.used_up.get_mut(&quota) {
            Some(note) if note.until >= until => {}
            Some(note) => *note = Note { until, is_pending },
            None => {
                self.used_up.insert(quota, Note { until, is_pending });
            }
        }
    }

    fn used_up_until(&self, quota: Quota, now: Timestamp) -> Option<Timestamp> {
        let until = self.used_up.get(&quota).map(|note| note.until);
        until.filter(|until| *until > now)
    }

    fn wait(&mut self, quota: Quota, limits: &QuotaLimits, now: Timestamp) -> Option<Duration> {
        let noted = self.used_up_until(quota, now);
        let noted = noted.and_then(|until| Duration::try_from(until.duration_since(now)).ok());
        noted.max(match quota {
            Quota::Requests => self.requests.used_up_for(limits, quota, now),
            Quota::Batches => self.batches.used_up_for(limits, quota, now),
            Quota::Tokens => None,
        })
    }

    fn estimate(&mut self, quota: Quota, limits: &QuotaLimits, now: Timestamp) -> Duration {
        match quota {
            Quota::Requests => self.requests.until_free(limits, quota, now),
            Quota::Batches => self.batches.until_free(limits, quota, now),
            // How Intuit counts these is not published; its page asks to wait a minute after a 429.
            Quota::Tokens => limits.window(),
        }
    }
}
