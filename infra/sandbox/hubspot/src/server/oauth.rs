//! HubSpot's OAuth: under its first version, and under the dated one that takes its place in February 2027.

use std::collections::BTreeMap;

use http::Method;
use loopback::reply::Reply;
use serde_json::{Value, json};
use url::Url;

use super::api::refused;
use super::in_json;
use super::request::Request;
use crate::apps::{APP_ID, App, CLIENT_ID, CLIENT_SECRET, Issued, USER_ID, end_of};
use crate::refusal::Refusal;
use crate::state::{Shared, State};

/// The consent page: the person consents at once and is sent back with a code.
pub(super) fn authorize(shared: &Shared, request: &Request) -> Reply {
    let uri = request.parameter("redirect_uri");
    let back = uri.and_then(|uri| uri.parse::<Url>().ok());
    let is_our_app = request.parameter("client_id") == Some(CLIENT_ID);
    let (Some(mut back), Some(uri), true) = (back, uri, is_our_app) else {
        let page = "<!doctype html><title>Error</title><p>Unknown client_id or no redirect_uri.";
        return Reply::html(400, page.to_owned());
    };
    let scopes = request.parameter("scope").unwrap_or_default();
    let scopes = scopes.split(' ').filter(|scope| !scope.is_empty());
    let scopes = scopes.map(str::to_owned).collect();
    let code = {
        let mut state = shared.lock();
        let State { apps, random, .. } = &mut *state;
        apps.consent(uri, scopes, random)
    };
    back.query_pairs_mut().append_pair("code", &code);
    if let Some(sent) = request.parameter("state") {
        back.query_pairs_mut().append_pair("state", sent);
    }
    Reply::html(302, String::new()).header("location", back.as_str())
}

/// Tokens for a code or for a refresh token.
pub(super) fn token(shared: &Shared, request: &Request, is_dated: bool) -> Reply {
    let form = request.form();
    let mut state = shared.lock();
    match issue(shared, &mut state, &form) {
        Ok(issued) => {
            if let Err(error) = shared.save(&state) {
                tracing::error!(%error, "the portal's file could not be written");
                return in_json(500, String::new());
            }
            let body = tokens(shared, &issued, is_dated);
            in_json(200, body.to_string())
        }
        Err(refusal) => failed(&mut state, &refusal, is_dated),
    }
}

fn issue(
    shared: &Shared,
    state: &mut State,
    form: &BTreeMap<String, String>,
) -> Result<Issued, Refusal> {
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    if field("client_id") != CLIENT_ID {
        return Err(Refusal::oauth(
            "BAD_CLIENT_ID",
            "missing or invalid client id",
        ));
    }
    if field("client_secret") != CLIENT_SECRET {
        return Err(Refusal::oauth(
            "BAD_CLIENT_SECRET",
            "missing or invalid client secret",
        ));
    }
    let options = &shared.options;
    let expires = end_of(options.clock.now(), options.access_token_life);
    let State { apps, random, .. } = state;
    match field("grant_type") {
        "authorization_code" => {
            apps.exchange(field("code"), field("redirect_uri"), expires, random)
        }
        "refresh_token" => apps.refresh(field("refresh_token"), expires, random),
        _ => Err(Refusal::oauth(
            "BAD_GRANT_TYPE",
            "missing or unknown grant type",
        )),
    }
}

fn tokens(shared: &Shared, issued: &Issued, is_dated: bool) -> Value {
    let mut body = json!({
        "token_type": "bearer",
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": shared.options.access_token_life.as_secs(),
    });
    if is_dated {
        body["hub_id"] = shared.portal_id.into();
        body["scopes"] = json!(issued.scopes);
    }
    body
}

/// A refusal, in the words of RFC 6749 under the dated path.
fn failed(state: &mut State, refusal: &Refusal, is_dated: bool) -> Reply {
    if !is_dated {
        return refused(state, refusal);
    }
    let body = refusal.body();
    let code = body
        .get("status")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let error = match code {
        "BAD_CLIENT_ID" | "BAD_CLIENT_SECRET" => "invalid_client",
        "BAD_GRANT_TYPE" => "unsupported_grant_type",
        _ => "invalid_grant",
    };
    let status = if error == "invalid_client" { 401 } else { 400 };
    let body = json!({ "error": error, "error_description": refusal.message() });
    in_json(status, body.to_string())
}

/// The portal, the app and the scopes of an access token in the path.
pub(super) fn access_token(shared: &Shared, token: &str) -> Reply {
    let mut state = shared.lock();
    let now = shared.options.clock.now();
    match state.apps.app(token, now) {
        Ok(app) => in_json(200, access_info(&state, &app, token).to_string()),
        Err(_) => unknown_token(&mut state, "access"),
    }
}

fn access_info(state: &State, app: &App, token: &str) -> Value {
    json!({
        "token": token,
        "user": state.portal.owners.first().map(|owner| owner["email"].clone()),
        "hub_domain": state.portal.account.domain,
        "scopes": app.scopes,
        "hub_id": state.portal.id,
        "app_id": APP_ID,
        "expires_in": app.expires_in,
        "user_id": USER_ID,
        "token_type": "access",
    })
}

/// The portal and the scopes of a refresh token in the path; `DELETE` ends its installation.
pub(super) fn refresh_token(shared: &Shared, request: &Request, token: &str) -> Reply {
    let mut state = shared.lock();
    if request.method == Method::DELETE {
        state.apps.uninstall(token);
        return saved(shared, &state);
    }
    let Some(scopes) = state.apps.installation(token) else {
        return unknown_token(&mut state, "refresh");
    };
    let body = json!({
        "token": token,
        "client_id": CLIENT_ID,
        "user": state.portal.owners.first().map(|owner| owner["email"].clone()),
        "hub_domain": state.portal.account.domain,
        "scopes": scopes,
        "hub_id": state.portal.id,
        "user_id": USER_ID,
        "token_type": "refresh",
    });
    in_json(200, body.to_string())
}

/// A token in the body, under the dated path.
pub(super) fn introspect(shared: &Shared, request: &Request) -> Reply {
    let form = request.form();
    let token = form.get("token").map_or("", String::as_str);
    let state = shared.lock();
    let body = match state.apps.app(token, shared.options.clock.now()) {
        Ok(app) => {
            let mut body = access_info(&state, &app, token);
            body["active"] = true.into();
            body
        }
        Err(_) => match state.apps.installation(token) {
            Some(scopes) => {
                json!({ "active": true, "scopes": scopes, "hub_id": state.portal.id, "token_type": "refresh" })
            }
            None => json!({ "active": false }),
        },
    };
    in_json(200, body.to_string())
}

pub(super) fn revoke(shared: &Shared, request: &Request) -> Reply {
    let form = request.form();
    let mut state = shared.lock();
    state
        .apps
        .uninstall(form.get("token").map_or("", String::as_str));
    saved(shared, &state)
}

/// The portal and the scopes of a private app's token, for which none is needed.
pub(super) fn private_token(shared: &Shared, request: &Request) -> Reply {
    let mut state = shared.lock();
    let body: Result<BTreeMap<String, String>, Refusal> = request.json();
    let token = body.ok().and_then(|mut body| body.remove("tokenKey"));
    let now = shared.options.clock.now();
    let app = token.and_then(|token| state.apps.app(&token, now).ok());
    match app.filter(|app| !app.is_oauth) {
        Some(app) => {
            let body = json!({
                "userId": USER_ID,
                "hubId": state.portal.id,
                "appId": APP_ID,
                "scopes": app.scopes,
            });
            in_json(200, body.to_string())
        }
        None => unknown_token(&mut state, "private app"),
    }
}

fn unknown_token(state: &mut State, kind: &str) -> Reply {
    let message = format!("passed {kind} token did not match any known tokens");
    refused(state, &Refusal::not_found(&message))
}

fn saved(shared: &Shared, state: &State) -> Reply {
    match shared.save(state) {
        Ok(()) => in_json(204, String::new()),
        Err(error) => {
            tracing::error!(%error, "the portal's file could not be written");
            in_json(500, String::new())
        }
    }
}
