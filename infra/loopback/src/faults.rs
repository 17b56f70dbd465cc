//! Failures on demand: what is the same of them for each stand-in.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::reply::{Outcome, Reply};

/// The part of the matching requests that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// The one with this number, counted from 1 since the script was added.
    Nth(u32),
    /// The first so many.
    Next(u32),
    /// All of them.
    Always,
}

impl Default for Occurrence {
    fn default() -> Self {
        Self::Next(1)
    }
}

/// A status and a body to answer with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body; empty by default.
    #[serde(default)]
    pub body: String,
    /// The content type; `application/json` by default.
    #[serde(default = "json_content_type")]
    pub content_type: String,
    /// `true` if the request is carried out first.
    #[serde(default)]
    pub after_effect: bool,
}

fn json_content_type() -> String {
    "application/json".to_owned()
}

impl ScriptedAnswer {
    fn reply(&self) -> Reply {
        Reply::new(self.status, &self.content_type, self.body.clone())
    }
}

/// A pause of some milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The pause, in milliseconds.
    pub milliseconds: u64,
    /// `true` if the request is carried out before the pause.
    #[serde(default)]
    pub after_effect: bool,
}

/// The course of a request with a scripted effect.
pub enum Course<'e> {
    /// Another answer than the right one.
    Status(&'e ScriptedAnswer),
    /// A pause.
    Delay(&'e Pause),
    /// The connection is closed and nothing was done.
    CloseBeforeEffect,
    /// All was done, and the connection is closed without an answer.
    CloseAfterEffect,
    /// All was done, and the connection is closed in the middle of the answer's body.
    HalfAnswer,
    /// A refusal of the service's own; nothing was done.
    Refusal,
}

/// An effect of a stand-in's own kinds.
pub trait Effect {
    /// The course that it gives a request.
    fn course(&self) -> Course<'_>;
}

/// The scripts that are waiting.
#[derive(Debug)]
pub struct Scripts<M, E>(Vec<Waiting<M, E>>);

/// A script, and the number of matching requests seen so far.
#[derive(Debug)]
struct Waiting<M, E> {
    matching: M,
    occurrence: Occurrence,
    effect: E,
    seen: u32,
}

impl<M, E> Default for Scripts<M, E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<M, E: Clone> Scripts<M, E> {
    /// Adds a script behind the others.
    pub fn add(&mut self, matching: M, occurrence: Occurrence, effect: E) {
        self.0.push(Waiting {
            matching,
            occurrence,
            effect,
            seen: 0,
        });
    }

    /// Takes all scripts away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The effects that are due for a request, in order.
    pub fn due(&mut self, fits: impl Fn(&M) -> bool) -> Vec<E> {
        let mut effects = Vec::new();
        for script in self.0.iter_mut().filter(|script| fits(&script.matching)) {
            script.seen = script.seen.saturating_add(1);
            let is_due = match script.occurrence {
                Occurrence::Nth(nth) => script.seen == nth,
                Occurrence::Next(count) => script.seen <= count,
                Occurrence::Always => true,
            };
            if is_due {
                effects.push(script.effect.clone());
            }
        }
        effects
    }
}

/// Waits for the pauses before, or those after the effect.
pub async fn pause<E: Effect>(effects: &[E], after_effect: bool) {
    for effect in effects {
        if let Course::Delay(pause) = effect.course()
            && pause.after_effect == after_effect
        {
            tokio::time::sleep(Duration::from_millis(pause.milliseconds)).await;
        }
    }
}

/// The end of an exchange where a script keeps the request from being carried out; `refusal` words those of the service.
pub fn instead_of_effect<E: Effect>(
    effects: &[E],
    refusal: impl Fn(&E) -> Option<Reply>,
) -> Option<Outcome> {
    effects.iter().find_map(|effect| match effect.course() {
        Course::CloseBeforeEffect => Some(Outcome::Close),
        Course::Refusal => refusal(effect).map(Outcome::Reply),
        Course::Status(answer) if !answer.after_effect => Some(Outcome::Reply(answer.reply())),
        Course::Status(_) | Course::Delay(_) | Course::CloseAfterEffect | Course::HalfAnswer => {
            None
        }
    })
}

/// The end of an exchange that was carried out: the right answer, or what a script puts in its place.
pub fn answered<E: Effect>(effects: &[E], reply: Reply) -> Outcome {
    for effect in effects {
        match effect.course() {
            Course::CloseAfterEffect => return Outcome::Close,
            Course::HalfAnswer => return Outcome::Half(reply),
            Course::Status(answer) if answer.after_effect => {
                return Outcome::Reply(answer.reply());
            }
            Course::Status(_) | Course::Delay(_) | Course::CloseBeforeEffect | Course::Refusal => {}
        }
    }
    Outcome::Reply(reply)
}
