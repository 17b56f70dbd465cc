//! The sandbox's own control, under `/_sandbox/`: the handle's methods over HTTP.

use std::collections::BTreeMap;

use loopback::control::{self, read, refused, serialized};
use loopback::reply::Reply;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::request::Request;
use crate::error::SandboxError;
use crate::faults::FaultScript;
use crate::limits::RateLimits;
use crate::object_type::ObjectType;
use crate::state::Shared;

/// Answers a request of control. A refusal says why as `{"error": …}`.
pub(super) fn answer(shared: &Shared, request: &Request, path: &str) -> Reply {
    let answered = match (request.method.as_str(), path) {
        ("POST", "reset") => done(shared.reset()),
        ("GET", "journal") => serialized(shared.lock().journal.entries()),
        ("DELETE", "journal") => {
            shared.lock().journal.clear();
            Ok(Value::Null)
        }
        ("POST", "faults") => read::<FaultScript>(&request.body).map(|script| {
            shared.lock().scripts.add(script);
            Value::Null
        }),
        ("DELETE", "faults") => {
            shared.lock().scripts.clear();
            Ok(Value::Null)
        }
        ("PUT", "limits") => read::<RateLimits>(&request.body).map(|limits| {
            shared.lock().limits = limits;
            Value::Null
        }),
        ("PUT", "scopes") => read::<Vec<String>>(&request.body).and_then(|scopes| {
            let mut state = shared.lock();
            let token = state.private_token.clone();
            state.apps.grant(&token, scopes);
            done(shared.save(&state))
        }),
        ("POST", "expire-tokens") => {
            let now = shared.options.clock.now();
            shared.lock().apps.expire_access_tokens(now);
            Ok(Value::Null)
        }
        ("GET", "credentials") => Ok(credentials(shared)),
        ("POST", "project") => upload(shared, request),
        ("POST", "enrollments") => enroll(shared, request),
        ("GET", "executions") => serialized(&shared.workflows.executions(None)),
        ("GET", "webhooks") => serialized(&shared.workflows.webhook_batches()),
        ("GET", "completions") => serialized(&shared.lock().portal.completions),
        (method, path) => records(shared, request, method, path),
    };
    control::answered(answered)
}

/// `records/{type}` and `records/{type}/{id}`.
fn records(shared: &Shared, request: &Request, method: &str, path: &str) -> Result<Value, Reply> {
    let segments: Vec<&str> = path.split('/').collect();
    let ["records", name, rest @ ..] = segments.as_slice() else {
        return Err(refused(404, "no such control"));
    };
    let Some(object_type) = ObjectType::named(name) else {
        return Err(refused(404, "no such object type"));
    };
    let mut state = shared.lock();
    let portal = &mut state.portal;
    let changed = match (method, rest) {
        ("GET", []) => return Ok(portal.listed(object_type)),
        ("POST", []) => portal.plant(object_type, read(&request.body)?).map(drop),
        ("PATCH", [id]) => {
            let properties: Map<String, Value> = read(&request.body)?;
            let now = shared.options.clock.now();
            let found = portal.read(object_type, id, None, false);
            found
                .map(|id| portal.edit(object_type, id, &properties, now))
                .map_err(SandboxError::from)
        }
        _ => return Err(refused(405, "no such method")),
    };
    done(changed.and_then(|()| shared.save(&state)))
}

fn credentials(shared: &Shared) -> Value {
    let credentials = shared.credentials();
    json!({
        "portal_id": credentials.portal_id,
        "access_token": credentials.access_token,
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "app_id": credentials.app_id,
        "developer_key": credentials.developer_key,
    })
}

/// The files of a project as texts, and the variables of its profile.
#[derive(Deserialize)]
struct Project {
    files: Vec<String>,
    #[serde(default)]
    variables: BTreeMap<String, String>,
}

fn upload(shared: &Shared, request: &Request) -> Result<Value, Reply> {
    let Project { files, variables } = read(&request.body)?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let uploaded = shared.upload(&files, &variables);
    serialized(&uploaded.map_err(|source| refused(400, source))?)
}

fn enroll(shared: &Shared, request: &Request) -> Result<Value, Reply> {
    let enrolled = shared.enroll(read(&request.body)?);
    enrolled
        .map(|callback_id| json!({ "callback_id": callback_id }))
        .map_err(|source| refused(400, source))
}

fn done(done: Result<(), SandboxError>) -> Result<Value, Reply> {
    done.map(|()| Value::Null)
        .map_err(|source| refused(400, source))
}
