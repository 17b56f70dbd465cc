//! Definitions of workflow actions, as an app's developer manages them.
//!
//! Under `v4` they take the developer account's key as `hapikey` and no token of an app; under a date a bearer token, either
//! that key or one with the scopes `developers-read` and `developers-write`.

use http::Method;
use loopback::reply::Reply;
use serde_json::{Value, json};

use super::api::{Answer, refused};
use super::in_json;
use super::request::Request;
use crate::apps::{APP_ID, DEVELOPER_KEY, identifier};
use crate::portal::Page;
use crate::refusal::Refusal;
use crate::state::{Shared, State};
use crate::workflows::Workflows;

/// The parameter that holds the developer account's key.
pub(super) const KEY: &str = "hapikey";

/// Answers a request about definitions.
pub(super) fn answer(
    shared: &Shared,
    request: &Request,
    is_dated: bool,
    app: &str,
    path: &[String],
) -> Reply {
    let mut state = shared.lock();
    let answered = may(shared, &state, request, is_dated).and_then(|()| {
        if app.parse() != Ok(APP_ID) {
            return Err(Refusal::not_found("There is no such app"));
        }
        carry_out(&shared.workflows, request, path)
    });
    match answered {
        Ok((status, body)) => {
            let body = body.map_or_else(String::new, |body| body.to_string());
            let id = identifier(&mut state.random);
            in_json(status, body).header("x-hubspot-correlation-id", id)
        }
        Err(refusal) => refused(&mut state, &refusal),
    }
}

fn may(shared: &Shared, state: &State, request: &Request, is_dated: bool) -> Result<(), Refusal> {
    let scope = if request.method == Method::GET {
        "developers-read"
    } else {
        "developers-write"
    };
    let token = request.token();
    if !is_dated {
        return match (request.parameter(KEY), token) {
            (Some(DEVELOPER_KEY), _) => Ok(()),
            (None, Some(_)) => Err(Refusal::missing_scopes(&[scope])),
            _ => Err(Refusal::unauthenticated()),
        };
    }
    let token = token.ok_or_else(Refusal::unauthenticated)?;
    if token == DEVELOPER_KEY {
        return Ok(());
    }
    let app = state.apps.app(token, shared.options.clock.now())?;
    app.needs(&[scope])
}

fn carry_out(workflows: &Workflows, request: &Request, path: &[String]) -> Result<Answer, Refusal> {
    if !request.is_json() {
        return Err(Refusal::no_json());
    }
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", []) => {
            let path = format!("{}?", request.path);
            paged(request, workflows.definitions(request.archived()), &path)
        }
        ("POST", []) => {
            let created = workflows.create_definition(&request.body)?;
            Ok((201, Some(created)))
        }
        ("GET", [id]) => Ok((200, Some(workflows.definition(id)?))),
        ("PATCH", [id]) => {
            let changed = workflows.update_definition(id, &request.json()?)?;
            Ok((200, Some(changed)))
        }
        ("DELETE", [id]) => workflows.archive_definition(id).map(|()| (204, None)),
        ("GET", [id, "revisions"]) => {
            let path = format!("{}?", request.path);
            paged(request, workflows.revisions(id)?, &path)
        }
        ("GET", [id, "revisions", number]) => {
            let revisions = workflows.revisions(id)?;
            let mut revisions = revisions.into_iter();
            let found = revisions.find(|it| it["revisionId"].as_str() == Some(*number));
            let missing = || Refusal::not_found("There is no such revision");
            Ok((200, Some(found.ok_or_else(missing)?)))
        }
        (_, [] | [_] | [_, "functions" | "revisions", ..]) => Err(Refusal::no_method()),
        _ => Err(Refusal::no_record()),
    }
}

fn paged(request: &Request, items: Vec<Value>, path: &str) -> Result<Answer, Refusal> {
    let (limit, after) = (request.limit(100, 100)?, request.after()?);
    let page = Page::of(items.into_iter(), after, limit);
    let paging = page.paging(|after| format!("{path}limit={limit}&after={after}"));
    let mut body = json!({ "results": page.items });
    if let Some(paging) = paging {
        body["paging"] = paging;
    }
    Ok((200, Some(body)))
}
