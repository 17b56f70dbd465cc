//! The answers remembered by `requestid`.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

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

/// An answer with the identifier it is remembered by.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Remembered {
    request_id: String,
    time: Timestamp,
    answer: Answer,
}

/// All remembered answers of the company. Clones share them until one of them remembers more.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Remembered>", into = "Vec<Remembered>")]
pub(crate) struct Replays {
    memory: Arc<Memory>,
    unsaved: Vec<Remembered>,
}

#[derive(Clone, Default)]
struct Memory {
    /// Oldest first.
    order: VecDeque<(Timestamp, String)>,
    answers: HashMap<String, Remembered>,
}

impl Replays {
    /// The first answer given to this identifier, while it is remembered.
    pub(crate) fn recall(
        &mut self,
        request_id: &str,
        policy: &RequestIdPolicy,
        now: Timestamp,
    ) -> Option<Answer> {
        if let Some(limit) = policy.forget_after {
            let is_old = |time: Timestamp| now.duration_since(time).unsigned_abs() >= limit;
            if self
                .memory
                .order
                .front()
                .is_some_and(|(time, _)| is_old(*time))
            {
                let memory = Arc::make_mut(&mut self.memory);
                while memory.order.front().is_some_and(|(time, _)| is_old(*time)) {
                    memory.forget_oldest();
                }
            }
        }
        let known = self.memory.answers.get(request_id)?;
        Some(known.answer.clone())
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
        let remembered = Remembered {
            request_id: request_id.to_owned(),
            time: now,
            answer: answer.clone(),
        };
        self.unsaved.push(remembered.clone());
        self.add(vec![remembered], policy);
    }

    /// Adds answers that were remembered before.
    pub(crate) fn add(&mut self, answers: Vec<Remembered>, policy: &RequestIdPolicy) {
        let memory = Arc::make_mut(&mut self.memory);
        for remembered in answers {
            memory.add(remembered);
        }
        let limit = policy.remember_at_most.unwrap_or(usize::MAX);
        while memory.order.len() > limit {
            memory.forget_oldest();
        }
    }

    /// The answers remembered since this was asked last.
    pub(crate) fn take_unsaved(&mut self) -> Vec<Remembered> {
        std::mem::take(&mut self.unsaved)
    }
}

impl Memory {
    fn add(&mut self, remembered: Remembered) {
        let id = remembered.request_id.clone();
        self.order.push_back((remembered.time, id.clone()));
        self.answers.insert(id, remembered);
    }

    fn forget_oldest(&mut self) {
        if let Some((time, id)) = self.order.pop_front()
            && self
                .answers
                .get(&id)
                .is_some_and(|known| known.time == time)
        {
            self.answers.remove(&id);
        }
    }
}

impl From<Vec<Remembered>> for Replays {
    fn from(answers: Vec<Remembered>) -> Self {
        let mut memory = Memory::default();
        for answer in answers {
            memory.add(answer);
        }
        Self {
            memory: Arc::new(memory),
            unsaved: Vec::new(),
        }
    }
}

impl From<Replays> for Vec<Remembered> {
    fn from(replays: Replays) -> Self {
        let Memory { order, answers } = &*replays.memory;
        let remembered = order.iter().filter_map(|(_, id)| answers.get(id));
        remembered.cloned().collect()
    }
}
