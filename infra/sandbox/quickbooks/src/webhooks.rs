//! Webhooks: what changed, told to a configured address as signed `CloudEvents`.

mod event;

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

pub(crate) use self::event::events;

/// Pauses after a failed attempt; after the last one the address is given up (Intuit's page on webhooks).
const RETRIES: [Duration; 3] = [
    Duration::from_mins(20),
    Duration::from_mins(30),
    Duration::from_mins(50),
];

/// A delivery that is due or will be.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    pub(crate) created: Timestamp,
    pub(crate) body: String,
    attempts: usize,
    due: Timestamp,
    /// The beginning of the last attempt, from which the pause before the next one counts.
    attempted: Timestamp,
}

/// The deliveries of a company, oldest first.
#[derive(Default)]
pub(crate) struct Webhooks {
    waiting: VecDeque<Delivery>,
    last: u64,
    is_given_up: bool,
}

impl Webhooks {
    /// Puts a delivery at the end of the row.
    pub(crate) fn add(&mut self, body: String, now: Timestamp) {
        if self.is_given_up {
            return;
        }
        self.last += 1;
        self.waiting.push_back(Delivery {
            id: self.last,
            created: now,
            body,
            attempts: 0,
            due: now,
            attempted: now,
        });
    }

    /// Takes the first delivery that is due out of the row.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<Delivery> {
        let index = self
            .waiting
            .iter()
            .position(|delivery| delivery.due <= now)?;
        let delivery = self.waiting.remove(index)?;
        Some(Delivery {
            attempted: now,
            ..delivery
        })
    }

    /// Settles an attempt by the status that was answered, if any was: it arrived, it is tried again later, or the
    /// address is given up. Other refusals than these are final.
    pub(crate) fn settle(&mut self, mut delivery: Delivery, status: Option<u16>) {
        if !matches!(status, None | Some(408 | 500 | 502 | 503 | 504)) {
            return;
        }
        let Some(pause) = RETRIES.get(delivery.attempts) else {
            tracing::warn!(delivery.id, status, "webhooks are given up");
            self.is_given_up = true;
            self.waiting.clear();
            return;
        };
        delivery.attempts += 1;
        tracing::warn!(
            delivery.id,
            status,
            minutes = pause.as_secs() / 60,
            "a webhook failed, and comes again later"
        );
        let due = delivery.attempted.checked_add(*pause);
        delivery.due = due.unwrap_or(Timestamp::MAX);
        self.waiting.push_back(delivery);
    }
}

#[cfg(test)]
mod tests;
