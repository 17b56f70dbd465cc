//! Failures on demand: which request is to fail, and how.

use loopback::faults::{Course, Effect, Occurrence, Pause, ScriptedAnswer};
use serde::{Deserialize, Serialize};

use crate::journal::Operation;

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
pub struct FaultScript {
    /// The requests that count.
    #[serde(default)]
    pub matching: RequestMatch,
    /// The part of them that fails.
    #[serde(default)]
    pub occurrence: Occurrence,
    /// The effect on those.
    pub effect: FaultEffect,
}

impl FaultScript {
    /// The effect on the next request of any kind; narrow it with the other methods.
    pub fn new(effect: FaultEffect) -> Self {
        Self {
            matching: RequestMatch::default(),
            occurrence: Occurrence::default(),
            effect,
        }
    }

    /// Only requests about this entity ("Invoice"; "Batch" for a batch).
    #[must_use]
    pub fn entity(mut self, entity: &str) -> Self {
        self.matching.entity = Some(entity.to_owned());
        self
    }

    /// Only requests of this operation.
    #[must_use]
    pub fn operation(mut self, operation: Operation) -> Self {
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

/// The requests a script is about; what is absent matches all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestMatch {
    /// The HTTP method, in any case.
    pub method: Option<String>,
    /// A part of the path.
    pub path_contains: Option<String>,
    /// The entity, in any case.
    pub entity: Option<String>,
    /// The operation.
    pub operation: Option<Operation>,
}

/// The effect of a fault, instead of an orderly answer. "Effect" is what the request does to the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultEffect {
    /// Another answer than the right one.
    Status(ScriptedAnswer),
    /// A pause.
    Delay(Pause),
    /// The connection is closed and nothing was done.
    CloseBeforeEffect,
    /// All was done, and the connection is closed without an answer.
    CloseAfterEffect,
    /// All was done, and the connection is closed in the middle of the answer's body.
    HalfAnswer,
    /// 429, as Intuit's gateway throttles; nothing was done.
    Throttle(ThrottleAnswer),
    /// 401, as if the access token had just expired; nothing was done.
    ExpiredToken,
}

impl Effect for FaultEffect {
    fn course(&self) -> Course<'_> {
        match self {
            Self::Status(answer) => Course::Status(answer),
            Self::Delay(pause) => Course::Delay(pause),
            Self::CloseBeforeEffect => Course::CloseBeforeEffect,
            Self::CloseAfterEffect => Course::CloseAfterEffect,
            Self::HalfAnswer => Course::HalfAnswer,
            Self::Throttle(_) | Self::ExpiredToken => Course::Refusal,
        }
    }
}

/// The answer to a throttled request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThrottleAnswer {
    /// The form of the body.
    pub format: ThrottleFormat,
    /// Seconds for a `Retry-After` header; no header when absent.
    pub retry_after: Option<u64>,
}

/// The three forms a throttled answer may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThrottleFormat {
    /// The gateway's lower-case JSON envelope.
    #[default]
    Json,
    /// The XML envelope.
    Xml,
    /// A line of text.
    Plain,
}

/// The traits of a request by which scripts can tell it.
#[derive(Debug)]
pub(crate) struct Traits<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) entity: Option<&'a str>,
    pub(crate) operation: Operation,
}

impl RequestMatch {
    pub(crate) fn fits(&self, request: &Traits<'_>) -> bool {
        let same = |wanted: &Option<String>, is: Option<&str>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| is.is_some_and(|is| is.eq_ignore_ascii_case(wanted)))
        };
        same(&self.method, Some(request.method))
            && same(&self.entity, request.entity)
            && self
                .operation
                .is_none_or(|wanted| wanted == request.operation)
            && self
                .path_contains
                .as_deref()
                .is_none_or(|part| request.path.contains(part))
    }
}

/// The scripts that are waiting.
pub(crate) type Scripts = loopback::faults::Scripts<RequestMatch, FaultEffect>;
