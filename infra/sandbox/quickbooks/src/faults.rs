//! Failures on demand: which request is to fail, and how.

use loopback::faults::{Course, Effect, Pause, ScriptedAnswer};
use serde::{Deserialize, Serialize};

use crate::journal::Operation;

/// One scripted failure.
pub type FaultScript = loopback::faults::FaultScript<Operation, FaultEffect>;
/// The requests that a script is about.
pub type RequestMatch = loopback::faults::RequestMatch<Operation>;
/// The scripts that are waiting.
pub(crate) type Scripts = loopback::faults::Scripts<Operation, FaultEffect>;

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
