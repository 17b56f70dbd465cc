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

/// The requests that a script is about; what is absent matches all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestMatch<O> {
    /// The HTTP method, in any case.
    pub method: Option<String>,
    /// A part of the path.
    pub path_contains: Option<String>,
    /// The kind of what is asked for, in any case: QuickBooks' entity, HubSpot's type of objects.
    #[serde(alias = "entity", alias = "object_type")]
    pub kind: Option<String>,
    /// The operation.
    pub operation: Option<O>,
}

impl<O> Default for RequestMatch<O> {
    fn default() -> Self {
        Self {
            method: None,
            path_contains: None,
            kind: None,
            operation: None,
        }
    }
}

impl<O: PartialEq> RequestMatch<O> {
    fn fits(&self, request: &Traits<'_, O>) -> bool {
        let same = |wanted: &Option<String>, is: Option<&str>| {
            let is_same = |wanted: &str| is.is_some_and(|is| is.eq_ignore_ascii_case(wanted));
            wanted.as_deref().is_none_or(is_same)
        };
        let (operation, path) = (self.operation.as_ref(), self.path_contains.as_deref());
        same(&self.method, Some(request.method))
            && same(&self.kind, request.kind)
            && operation.is_none_or(|wanted| *wanted == request.operation)
            && path.is_none_or(|part| request.path.contains(part))
    }
}

/// The traits of a request by which scripts can tell it.
#[derive(Debug)]
pub struct Traits<'a, O> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// The kind of what is asked for.
    pub kind: Option<&'a str>,
    /// The operation.
    pub operation: O,
}

/// One scripted failure. Scripts are tried in the order they were added; delays add up, and the first
/// other effect that is due decides.
///
/// ```json
/// { "matching": { "entity": "Invoice", "operation": "create" },
///   "occurrence": { "next": 1 },
///   "effect": "close_after_effect" }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultScript<O, E> {
    /// The requests that count.
    #[serde(default = "RequestMatch::default")]
    pub matching: RequestMatch<O>,
    /// The part of them that fails.
    #[serde(default)]
    pub occurrence: Occurrence,
    /// The effect on those.
    pub effect: E,
}

impl<O, E> FaultScript<O, E> {
    /// The effect on the next request of any kind; narrow it with the other methods.
    pub fn new(effect: E) -> Self {
        Self {
            matching: RequestMatch::default(),
            occurrence: Occurrence::default(),
            effect,
        }
    }

    /// Only requests about this entity of QuickBooks ("Invoice"; "Batch" for a batch).
    #[must_use]
    pub fn entity(mut self, entity: &str) -> Self {
        self.matching.kind = Some(entity.to_owned());
        self
    }

    /// Only requests about this type of HubSpot's objects, by its plural name ("deals").
    #[must_use]
    pub fn object_type(self, object_type: &str) -> Self {
        self.entity(object_type)
    }

    /// Only requests of this operation.
    #[must_use]
    pub fn operation(mut self, operation: O) -> Self {
        self.matching.operation = Some(operation);
        self
    }

    /// Only requests whose path contains this.
    #[must_use]
    pub fn path(mut self, part: &str) -> Self {
        self.matching.path_contains = Some(part.to_owned());
        self
    }

    /// Only the `nth` matching request, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.occurrence = Occurrence::Nth(nth);
        self
    }

    /// The next `count` matching requests.
    #[must_use]
    pub fn next(mut self, count: u32) -> Self {
        self.occurrence = Occurrence::Next(count);
        self
    }

    /// Every matching request, until the scripts are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.occurrence = Occurrence::Always;
        self
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
pub struct Scripts<O, E>(Vec<Waiting<O, E>>);

/// A script, and the number of matching requests seen so far.
#[derive(Debug)]
struct Waiting<O, E> {
    script: FaultScript<O, E>,
    seen: u32,
}

impl<O, E> Default for Scripts<O, E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<O: PartialEq, E: Clone> Scripts<O, E> {
    /// Adds a script behind the others.
    pub fn add(&mut self, script: FaultScript<O, E>) {
        self.0.push(Waiting { script, seen: 0 });
    }

    /// Takes all scripts away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The effects that are due for a request, in order.
    pub fn due(&mut self, request: &Traits<'_, O>) -> Vec<E> {
        let mut effects = Vec::new();
        let matches = |waiting: &&mut Waiting<O, E>| waiting.script.matching.fits(request);
        for Waiting { script, seen } in self.0.iter_mut().filter(matches) {
            *seen = seen.saturating_add(1);
            let is_due = match script.occurrence {
                Occurrence::Nth(nth) => *seen == nth,
                Occurrence::Next(count) => *seen <= count,
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
