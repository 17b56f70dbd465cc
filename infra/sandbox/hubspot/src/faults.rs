//! Failures on demand: which request is to fail, and how.

use loopback::faults::{Course, Effect, Occurrence, Pause, ScriptedAnswer};
use serde::{Deserialize, Serialize};

use crate::journal::Operation;

/// One scripted failure. Scripts are tried in the order they were added; delays add up, and the first
/// other effect that is due decides.
///
/// ```json
/// { "matching": { "object_type": "deals", "operation": "read" },
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

    /// Only requests about this type of objects, by its plural name ("deals").
    #[must_use]
    pub fn object_type(mut self, object_type: &str) -> Self {
        self.matching.object_type = Some(object_type.to_owned());
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
    /// The type of objects, by its plural name.
    pub object_type: Option<String>,
    /// The operation.
    pub operation: Option<Operation>,
}

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

/// The traits of a request by which scripts can tell it.
#[derive(Debug)]
pub(crate) struct Traits<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) object_type: Option<&'a str>,
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
            && same(&self.object_type, request.object_type)
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
