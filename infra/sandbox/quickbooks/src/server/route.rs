//! The target of a request, read from its path and query.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::{Map, Value};

use crate::company::Entity;
use crate::journal::Operation;
use crate::query;

/// A request, read whole.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: BTreeMap<String, String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A query parameter that has a value.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// `true` if `include` names this among what it lists.
    pub(super) fn includes(&self, what: &str) -> bool {
        self.parameter("include")
            .is_some_and(|list| list.split(',').any(|item| item.trim() == what))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Option<Map<String, Value>> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// The part of the sandbox that answers.
pub(super) enum Route {
    Api {
        realm: String,
        call: Call,
    },
    Authorize,
    Token,
    Revoke,
    Discovery,
    /// The keys that identity tokens are signed with.
    KeySet,
    UserInfo,
    Control(String),
    Page(Vec<String>),
}

/// A call of the API.
pub(super) enum Call {
    Create(Entity),
    Update(Entity),
    Delete(Entity),
    Void(Entity),
    Send(Entity, String),
    Read(Entity, String),
    /// A document as a file to print.
    Pdf(Entity, String),
    Query(String),
    Batch,
    ChangeDataCapture,
    ExchangeRate,
    /// An `operation` that no entity has.
    NoSuchOperation(String),
    NoSuchPath,
}

impl Route {
    pub(super) fn of(request: &Request) -> Self {
        let segments: Vec<&str> = request
            .path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect();
        match segments.as_slice() {
            ["v3", "company", realm, rest @ ..] => Self::Api {
                realm: (*realm).to_owned(),
                call: Call::of(request, rest),
            },
            ["connect", "oauth2"] => Self::Authorize,
            ["oauth2", "v1", "tokens", "bearer"] => Self::Token,
            ["v2", "oauth2", "tokens", "revoke"] => Self::Revoke,
            [
                ".well-known",
                "openid_configuration" | "openid_sandbox_configuration",
            ] => Self::Discovery,
            ["op", "v1", "jwks"] => Self::KeySet,
            ["v1", "openid_connect", "userinfo"] => Self::UserInfo,
            ["_sandbox", rest @ ..] => Self::Control(rest.join("/")),
            // As in QuickBooks' own pages: `/app/invoice?txnId=145`.
            [.., entity] if request.query.contains_key("txnId") => {
                let id = request.query.get("txnId").cloned();
                let page = ["documents".to_owned(), (*entity).to_owned()];
                Self::Page(page.into_iter().chain(id).collect())
            }
            rest => Self::Page(rest.iter().map(|segment| (*segment).to_owned()).collect()),
        }
    }

    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::Api { call, .. } => call.operation(),
            Self::Authorize => Operation::Authorize,
            Self::Token => Operation::Token,
            Self::Revoke => Operation::Revoke,
            Self::Discovery | Self::KeySet => Operation::Discovery,
            Self::UserInfo => Operation::UserInfo,
            Self::Control(_) | Self::Page(_) => Operation::Unknown,
        }
    }
}

impl Call {
    fn of(request: &Request, segments: &[&str]) -> Self {
        let is_post = request.method == Method::POST;
        let is_get = request.method == Method::GET;
        match segments {
            ["query"] if is_post => Self::Query(request.text()),
            ["query"] if is_get => {
                Self::Query(request.query.get("query").cloned().unwrap_or_default())
            }
            ["batch"] if is_post => Self::Batch,
            ["cdc"] if is_get => Self::ChangeDataCapture,
            ["exchangerate"] if is_get => Self::ExchangeRate,
            ["preferences"] if is_get => Self::Read(Entity::Preferences, "1".to_owned()),
            [entity, rest @ ..] => match (Entity::from_path(entity), rest) {
                (Some(entity), []) if is_post => Self::write(request, entity),
                (Some(entity), [id, "send"]) if is_post => Self::Send(entity, (*id).to_owned()),
                (Some(entity), [id, "pdf"]) if is_get => Self::Pdf(entity, (*id).to_owned()),
                (Some(entity), [id]) if is_get => Self::Read(entity, (*id).to_owned()),
                _ => Self::NoSuchPath,
            },
            [] => Self::NoSuchPath,
        }
    }

    fn write(request: &Request, entity: Entity) -> Self {
        let has_id = request
            .json()
            .is_some_and(|body| body.get("Id").is_some_and(|id| !id.is_null()));
        match request.parameter("operation") {
            Some("delete") => Self::Delete(entity),
            Some("void") => Self::Void(entity),
            Some("update") | None if request.includes("void") => Self::Void(entity),
            Some("update") => Self::Update(entity),
            None if has_id => Self::Update(entity),
            None | Some("create") => Self::Create(entity),
            Some(other) => Self::NoSuchOperation(other.to_owned()),
        }
    }

    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::Create(_) => Operation::Create,
            Self::Update(_) => Operation::Update,
            Self::Delete(_) => Operation::Delete,
            Self::Void(_) => Operation::Void,
            Self::Send(..) => Operation::Send,
            Self::Read(..) | Self::Pdf(..) | Self::ExchangeRate => Operation::Read,
            Self::Query(_) => Operation::Query,
            Self::Batch => Operation::Batch,
            Self::ChangeDataCapture => Operation::ChangeDataCapture,
            Self::NoSuchOperation(_) | Self::NoSuchPath => Operation::Unknown,
        }
    }

    /// The entity's name, for the journal and for scripts.
    pub(super) fn entity(&self) -> Option<String> {
        match self {
            Self::Create(entity)
            | Self::Update(entity)
            | Self::Delete(entity)
            | Self::Void(entity)
            | Self::Send(entity, _)
            | Self::Read(entity, _)
            | Self::Pdf(entity, _) => Some(entity.name().to_owned()),
            Self::Query(text) => query::entity_of(text),
            Self::Batch => Some("Batch".to_owned()),
            Self::ExchangeRate => Some(Entity::ExchangeRate.name().to_owned()),
            Self::ChangeDataCapture | Self::NoSuchOperation(_) | Self::NoSuchPath => None,
        }
    }
}
