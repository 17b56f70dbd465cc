//! The target of a request, read from its path.

use http::Method;

use super::call::{Call, Version};
use super::request::Request;
use crate::journal::Operation;

/// The dated versions of the API.
const DATES: [&str; 2] = ["2026-03", "2026-09"];

/// The part of the sandbox that answers.
pub(super) enum Route {
    Api(Call),
    /// A person's consent.
    Authorize,
    /// Tokens; the dated path answers errors as RFC 6749 does.
    Token {
        is_dated: bool,
    },
    /// The installation of a token that is in the path.
    AccessToken(String),
    RefreshToken(String),
    /// The token is in the body.
    Introspect,
    Revoke,
    /// A private app's token, in the body.
    PrivateToken,
    /// Definitions of workflow actions, by the path behind the app's number; the dated path takes bearer tokens.
    Definitions {
        is_dated: bool,
        app: String,
        path: Vec<String>,
    },
    Control(String),
    Page(Vec<String>),
}

impl Route {
    pub(super) fn of(request: &Request) -> Self {
        let segments: Vec<String> = request
            .path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(decoded)
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let method = &request.method;
        match segments.as_slice() {
            ["_sandbox", rest @ ..] => Self::Control(rest.join("/")),
            ["oauth", "authorize"] => Self::Authorize,
            ["oauth", "v1", "token"] => Self::Token { is_dated: false },
            ["oauth", "v1", "access-tokens", token] => Self::AccessToken((*token).to_owned()),
            ["oauth", "v1", "refresh-tokens", token] => Self::RefreshToken((*token).to_owned()),
            ["oauth", "v2", "private-apps", "get", "access-token-info"] => Self::PrivateToken,
            ["oauth", date, "token"] if is_date(date) => Self::Token { is_dated: true },
            ["oauth", date, "introspect"] if is_date(date) => Self::Introspect,
            ["oauth", date, "revoke"] if is_date(date) => Self::Revoke,
            ["automation", "v4", "actions", app, path @ ..] if *app != "callbacks" => {
                Self::definitions(false, app, path)
            }
            ["automation", "actions", date, app, path @ ..] if is_date(date) => {
                Self::definitions(true, app, path)
            }
            [
                "crm" | "automation" | "tax-rates" | "account-info" | "oauth",
                ..,
            ] => Self::Api(api(method, &segments)),
            rest => Self::Page(rest.iter().map(|&segment| segment.to_owned()).collect()),
        }
    }

    fn definitions(is_dated: bool, app: &str, path: &[&str]) -> Self {
        Self::Definitions {
            is_dated,
            app: app.to_owned(),
            path: path.iter().map(|&segment| segment.to_owned()).collect(),
        }
    }

    pub(super) fn operation(&self, request: &Request) -> Operation {
        match self {
            Self::Api(call) => call.operation(),
            Self::Authorize => Operation::Authorize,
            Self::Token { .. } => Operation::Token,
            Self::RefreshToken(_) if request.method == Method::DELETE => Operation::Uninstall,
            Self::Revoke => Operation::Uninstall,
            Self::AccessToken(_)
            | Self::RefreshToken(_)
            | Self::Introspect
            | Self::PrivateToken => Operation::TokenInfo,
            Self::Definitions { .. } if request.method == Method::GET => Operation::ReadDefinitions,
            Self::Definitions { .. } => Operation::WriteDefinition,
            Self::Control(_) | Self::Page(_) => Operation::Unknown,
        }
    }

    /// `true` if the body holds a token or leads to one.
    pub(super) fn is_secret(&self) -> bool {
        !matches!(self, Self::Api(_) | Self::Definitions { .. })
    }

    /// The path as the journal keeps it, without a token.
    pub(super) fn path(&self, request: &Request) -> String {
        match self {
            Self::AccessToken(_) => "/oauth/v1/access-tokens/…".to_owned(),
            Self::RefreshToken(_) => "/oauth/v1/refresh-tokens/…".to_owned(),
            _ => request.path.clone(),
        }
    }
}

/// The call of the API at a path, whose version may stand in two places: `/crm/v3/objects/deals` and
/// `/crm/objects/2026-03/deals`.
fn api(method: &Method, segments: &[&str]) -> Call {
    match segments {
        ["crm", version @ ("v3" | "v4"), rest @ ..] => {
            let version = if *version == "v3" {
                Version::V3
            } else {
                Version::V4
            };
            Call::of(method, version, rest)
        }
        ["crm", area, date, rest @ ..] if is_date(date) => {
            Call::of(method, Version::Dated, &[&[*area], rest].concat())
        }
        ["tax-rates", version, rest @ ..] if *version == "v1" || is_date(version) => {
            Call::of(method, Version::V3, rest)
        }
        ["account-info", version, "details"] if *version == "v3" || is_date(version) => {
            Call::of(method, Version::V3, &["details"])
        }
        ["automation", "v4", "actions", "callbacks", rest @ ..] => {
            Call::of(method, Version::V4, &[&["callbacks"], rest].concat())
        }
        ["automation", "actions", "callbacks", date, rest @ ..] if is_date(date) => {
            Call::of(method, Version::Dated, &[&["callbacks"], rest].concat())
        }
        _ => Call::NoSuchPath,
    }
}

fn is_date(segment: &str) -> bool {
    DATES.contains(&segment)
}

/// A segment of a path without its percent signs; a plus is a plus here.
fn decoded(segment: &str) -> String {
    let escaped = segment.replace('+', "%2B");
    let mut pairs = url::form_urlencoded::parse(escaped.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(name, _)| name.into_owned())
}
