//! The sandbox's own control, under `/_sandbox/`: the handle's methods over HTTP.

use std::collections::BTreeMap;

use loopback::reply::Reply;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::in_json;
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
        ("POST", "faults") => read::<FaultScript>(request).map(|script| {
            let mut state = shared.lock();
            state
                .scripts
                .add(script.matching, script.occurrence, script.effect);
            Value::Null
        }),
        ("DELETE", "faults") => {
            shared.lock().scripts.clear();
            Ok(Value::Null)
        }
        ("PUT", "limits") => read::<RateLimits>(request).map(|limits| {
            shared.lock().limits = limits;
            Value::Null
        }),
        ("PUT", "scopes") => read::<Vec<String>>(request).and_then(|scopes| {
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
    match answered {
        Ok(Value::Null) => in_json(204, String::new()),
        Ok(value) => in_json(200, value.to_string()),
        Err(reply) => reply,
    }
}

/// `records/{type}` and `records/{type}/{id}`.
fn records(shared: &Shared, request: &Request, method: &str, path: &str) -> Result<Value, Reply> {
    let segments: Vec<&str> = path.split('/').collect();
    let ["records", name, rest @ ..] = segments.as_slice() else {
        return Err(error(404, "no such control"));
    };
    let Some(object_type) = ObjectType::named(name) else {
        return Err(error(404, "no such object type"));
    };
    let mut state = shared.lock();
    let portal = &mut state.portal;
    let changed = match (method, rest) {
        ("GET", []) => return Ok(portal.listed(object_type)),
        ("POST", []) => portal.plant(object_type, read(request)?).map(drop),
        ("PATCH", [id]) => {
            let properties: Map<String, Value> = read(request)?;
            let now = shared.options.clock.now();
            let found = portal.read(object_type, id, None, false);
            found
                .map(|id| portal.edit(object_type, id, &properties, now))
                .map_err(SandboxError::from)
        }
        _ => return Err(error(405, "no such method")),
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
    let Project { files, variables } = read(request)?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let uploaded = shared.upload(&files, &variables);
    serialized(&uploaded.map_err(|source| error(400, &source.to_string()))?)
}

fn enroll(shared: &Shared, request: &Request) -> Result<Value, Reply> {
    let enrolled = shared.enroll(read(request)?);
    enrolled
        .map(|callback_id| json!({ "callback_id": callback_id }))
        .map_err(|source| error(400, &source.to_string()))
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Reply> {
    serde_json::from_slice(&request.body).map_err(|source| error(400, &source.to_string()))
}

fn serialized<T: Serialize + ?Sized>(value: &T) -> Result<Value, Reply> {
    serde_json::to_value(value).map_err(|source| error(500, &source.to_string()))
}

fn done(done: Result<(), SandboxError>) -> Result<Value, Reply> {
    done.map(|()| Value::Null)
        .map_err(|source| error(400, &source.to_string()))
}

fn error(status: u16, message: &str) -> Reply {
    in_json(status, json!({ "error": message }).to_string())
}
