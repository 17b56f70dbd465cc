//! The sandbox's own control, under `/_sandbox/`: the handle's methods over HTTP.

use loopback::reply::Reply;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::route::Request;
use crate::error::SandboxError;
use crate::faults::FaultScript;
use crate::quotas::Quotas;
use crate::state::Shared;

/// Answers a request of control. What is refused says why as `{"error": …}`.
pub(super) fn answer(shared: &Shared, request: &Request, path: &str) -> Reply {
    let answered = match (request.method.as_str(), path) {
        ("POST", "reset") => shared
            .reset()
            .map(|()| Value::Null)
            .map_err(|error| failed(&error)),
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
        ("PUT", "quotas") => read::<Quotas>(request).map(|quotas| {
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
    match answered {
        Ok(Value::Null) => Reply::json(204, String::new()),
        Ok(value) => Reply::json(200, value.to_string()),
        Err(reply) => reply,
    }
}

fn rows(shared: &Shared, request: &Request, method: &str, path: &str) -> Result<Value, Reply> {
    let Some(entity) = path.strip_prefix("documents/") else {
        return Err(Reply::json(
            404,
            json!({ "error": "no such control" }).to_string(),
        ));
    };
    match method {
        "GET" => Ok(Value::Array(shared.documents(entity))),
        "POST" => shared
            .insert(entity, read(request)?)
            .map_err(|error| failed(&error)),
        "PATCH" => shared
            .edit(entity, read(request)?)
            .map_err(|error| failed(&error)),
        _ => Err(Reply::json(
            405,
            json!({ "error": "no such method" }).to_string(),
        )),
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

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Reply> {
    serde_json::from_slice(&request.body)
        .map_err(|error| Reply::json(400, json!({ "error": error.to_string() }).to_string()))
}

fn serialized<T: Serialize + ?Sized>(value: &T) -> Result<Value, Reply> {
    serde_json::to_value(value)
        .map_err(|error| Reply::json(500, json!({ "error": error.to_string() }).to_string()))
}

fn failed(error: &SandboxError) -> Reply {
    Reply::json(400, json!({ "error": error.to_string() }).to_string())
}
