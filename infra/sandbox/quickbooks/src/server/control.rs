//! The sandbox's own control, under `/_sandbox/`: the handle's methods over HTTP.

use loopback::control::{self, read, refused, serialized};
use loopback::reply::Reply;
use serde_json::{Value, json};

use super::route::Request;
use crate::faults::FaultScript;
use crate::quotas::Quotas;
use crate::state::Shared;

/// Answers a request of control. What is refused says why as `{"error": …}`.
pub(super) fn answer(shared: &Shared, request: &Request, path: &str) -> Reply {
    let answered = match (request.method.as_str(), path) {
        ("POST", "reset") => shared
            .reset()
            .map(|()| Value::Null)
            .map_err(|error| refused(400, error)),
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
        ("PUT", "quotas") => read::<Quotas>(&request.body).map(|quotas| {
            shared.lock().quotas = quotas;
            Value::Null
        }),
        ("POST", "expire-tokens") => {
            let now = shared.options.clock.now();
            shared.lock().grants.expire_access_tokens(now);
            Ok(Value::Null)
        }
        ("GET", "credentials") => Ok(credentials(shared)),
        (method, path) => rows(shared, request, method, path),
    };
    control::answered(answered)
}

fn rows(shared: &Shared, request: &Request, method: &str, path: &str) -> Result<Value, Reply> {
    let Some(entity) = path.strip_prefix("documents/") else {
        return Err(refused(404, "no such control"));
    };
    match method {
        "GET" => Ok(Value::Array(shared.documents(entity))),
        "POST" => shared
            .insert(entity, read(&request.body)?)
            .map_err(|error| refused(400, error)),
        "PATCH" => shared
            .edit(entity, read(&request.body)?)
            .map_err(|error| refused(400, error)),
        _ => Err(refused(405, "no such method")),
    }
}

fn credentials(shared: &Shared) -> Value {
    let credentials = shared.credentials();
    json!({
        "realm_id": shared.realm_id,
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "access_token": credentials.access_token,
        "refresh_token": credentials.refresh_token,
        "access_expires_in": credentials.access_expires_in,
        "refresh_expires_in": credentials.refresh_expires_in,
    })
}
