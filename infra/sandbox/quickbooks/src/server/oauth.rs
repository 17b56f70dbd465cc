//! Intuit's OAuth 2.0 endpoints.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use loopback::reply::Reply;
use serde_json::{Value, json};

use super::route::Request;
use crate::grants::{CLIENT_ID, Issued};
use crate::state::Shared;

/// Tokens for a code or a refresh token.
pub(super) fn token(shared: &Shared, request: &Request) -> Reply {
    if !is_authenticated(shared, request) {
        return failure(401, "invalid_client", None);
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect();
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let now = shared.options.clock.now();
    let mut state = shared.lock();
    let inner = &mut *state;
    let issued = match field("grant_type") {
        "authorization_code" => {
            inner
                .grants
                .exchange(field("code"), field("redirect_uri"), now, &mut inner.random)
        }
        "refresh_token" => inner
            .grants
            .refresh(field("refresh_token"), now, &mut inner.random),
        _ => return failure(400, "unsupported_grant_type", None),
    };
    let Some(issued) = issued else {
        return failure(
            400,
            "invalid_grant",
            Some("Incorrect or invalid refresh token"),
        );
    };
    if let Err(error) = state.save_grants() {
        tracing::error!(%error, "the company's file could not be written");
        return failure(500, "server_error", None);
    }
    let wants_hard_limit =
        request.header("x-include-refresh-token-hard-expires-in") == Some("true");
    Reply::json(200, tokens(&issued, wants_hard_limit).to_string())
}

fn tokens(issued: &Issued, wants_hard_limit: bool) -> Value {
    let mut body = json!({
        "token_type": "bearer",
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in,
        "x_refresh_token_expires_in": issued.refresh_expires_in,
    });
    if let Some(fields) = body.as_object_mut().filter(|_| wants_hard_limit) {
        fields.insert(
            "x_refresh_token_hard_expires_in".to_owned(),
            Value::from(issued.hard_expires_in),
        );
    }
    body
}

/// Ends the grant of a token.
pub(super) fn revoke(shared: &Shared, request: &Request) -> Reply {
    if !is_authenticated(shared, request) {
        return failure(401, "invalid_client", None);
    }
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect();
    let token = request
        .json()
        .and_then(|body| body.get("token")?.as_str().map(str::to_owned));
    let Some(token) = token.or_else(|| form.get("token").cloned()) else {
        return failure(400, "invalid_request", None);
    };
    let mut state = shared.lock();
    if !state.grants.revoke(&token) {
        return failure(400, "invalid_grant", Some("Token invalid"));
    }
    match state.save_grants() {
        Ok(()) => Reply::json(200, String::new()),
        Err(error) => {
            tracing::error!(%error, "the company's file could not be written");
            failure(500, "server_error", None)
        }
    }
}

fn is_authenticated(shared: &Shared, request: &Request) -> bool {
    let state = shared.lock();
    let expected = STANDARD.encode(format!("{CLIENT_ID}:{}", state.grants.client_secret));
    let sent = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Basic "));
    sent == Some(expected.as_str())
}

fn failure(status: u16, error: &str, description: Option<&str>) -> Reply {
    let mut body = json!({ "error": error });
    if let (Some(description), Some(fields)) = (description, body.as_object_mut()) {
        fields.insert("error_description".to_owned(), Value::from(description));
    }
    Reply::json(status, body.to_string())
}
