//! The answers remembered by `requestid`.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::options::RequestIdPolicy;

/// An answer of the API before it is put on the wire.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// `true` if the body is a Fault, which Intuit labels with another content type.
    pub(crate) is_fault: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct Remembered {
    request_id: String,
    time: Timestamp,
    answer: Answer,
}

/// All remembered answers of the company, oldest first.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Replays(VecDeque<Remembered>);

impl Replays {
    /// The first answer given to this identifier, while it is remembered.
    pub(crate) fn recall(
        &mut self,
        request_id: &str,
        policy: &RequestIdPolicy,
        now: Timestamp,
    ) -> Option<Answer> {
        if let Some(limit) = policy.forget_after {
            self.0
                .retain(|known| now.duration_since(known.time).unsigned_abs() < limit);
        }
        self.0
            .iter()
            .rev()
            .find(|known| known.request_id == request_id)
            .map(|known| known.answer.clone())
    }

    /// Remembers an answer, if the policy remembers answers of its kind.
    pub(crate) fn remember(
        &mut self,
        request_id: &str,
        answer: &Answer,
        policy: &RequestIdPolicy,
        now: Timestamp,
    ) {
        if answer.is_fault && !policy.remember_faults {
            return;
        }
        self.0.push_back(Remembered {
            request_id: request_id.to_owned(),
            time: now,
            answer: answer.clone(),
        });
        let limit = policy.remember_at_most.unwrap_or(usize::MAX);
        while self.0.len() > limit {
            self.0.pop_front();
        }
    }
}
