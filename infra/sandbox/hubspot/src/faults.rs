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

/// The effect of a fault, instead of an orderly answer. "Effect" is what the request does to the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultEffect {
    /// Another answer than the right one.
    Status(ScriptedAnswer),
    /// A page of HTML with this status, as the network's edge in front of HubSpot answers; nothing was done.
    Edge(u16),
    /// A pause.
    Delay(Pause),
    /// The connection is closed and nothing was done.
    CloseBeforeEffect,
    /// All was done, and the connection is closed without an answer.
    CloseAfterEffect,
    /// All was done, and the connection is closed in the middle of the answer's body.
    HalfAnswer,
    /// 429 of one of HubSpot's limits; nothing was done.
    RateLimit(ScriptedLimit),
    /// 423, another process holds the resource; nothing was done.
    Locked,
    /// 477, the account is being moved for so many seconds yet; nothing was done.
    Migrating(u64),
    /// 401, as if the access token had just expired; nothing was done.
    ExpiredToken,
    /// 403, as if the app lacked this scope; nothing was done.
    MissingScope(String),
}

impl Effect for FaultEffect {
    fn course(&self) -> Course<'_> {
        match self {
            Self::Status(answer) => Course::Status(answer),
            Self::Delay(pause) => Course::Delay(pause),
            Self::CloseBeforeEffect => Course::CloseBeforeEffect,
            Self::CloseAfterEffect => Course::CloseAfterEffect,
            Self::HalfAnswer => Course::HalfAnswer,
            Self::Edge(_)
            | Self::RateLimit(_)
            | Self::Locked
            | Self::Migrating(_)
            | Self::ExpiredToken
            | Self::MissingScope(_) => Course::Refusal,
        }
    }
}

/// The limit that a script says is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ScriptedLimit {
    /// The burst of ten seconds.
    TenSecondlyRolling,
    /// The day.
    Daily,
    /// The second, of searches.
    Secondly,
}
