//! The pages for people, and what a person sends from their forms.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use http::HeaderMap;
use loopback::reply::Reply;
use serde_json::{Map, json};
use url::Url;

use super::in_json;
use super::page;
use super::request::Request;
use crate::error::SandboxError;
use crate::object_type::ObjectType;
use crate::refusal::Refusal;
use crate::state::Shared;
use crate::workflows::{ActionView, Chosen, Control, Enrollment, InputValue, OptionsQuery};

/// The fields of a form, in order; one may be there several times.
type Form = Vec<(String, String)>;

/// Answers a request for a page, or what a person sent from one.
pub(super) async fn answer(shared: &Arc<Shared>, request: &Request, path: &[String]) -> Reply {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match request.method.as_str() {
        "GET" | "HEAD" => show(shared, &path),
        "POST" if !is_from_own_page(shared, &request.headers) => {
            Reply::html(403, page::message("This came from a page of another site."))
        }
        "POST" => {
            let form = url::form_urlencoded::parse(&request.body);
            act(shared, &path, form.into_owned().collect()).await
        }
        _ => Reply::html(405, page::message("This page only shows and takes forms.")),
    }
}

fn show(shared: &Shared, path: &[&str]) -> Reply {
    let state = shared.lock();
    let (status, html) = page::render(&state.portal, &shared.workflows, path);
    Reply::html(status, html)
}

async fn act(shared: &Arc<Shared>, path: &[&str], form: Form) -> Reply {
    match path {
        ["records", object_type, id] => back(edit(shared, object_type, id, &form), path),
        ["records", object_type, id, "actions", action] => {
            let Some(view) = shared.workflows.action(action) else {
                return Reply::html(404, page::message("There is no such action."));
            };
            let mut enrollment = Enrollment::new(object_type, id, action);
            enrollment.inputs = inputs(&view, &form);
            back(
                shared.enroll(enrollment).map(drop),
                &["records", object_type, id],
            )
        }
        ["records", object_type, _, "actions", action, "options"] => {
            options(shared, object_type, action, &form).await
        }
        _ => Reply::html(404, page::message("There is nothing here.")),
    }
}

/// Leads back to a page after something was done, or says why it was not.
fn back(done: Result<(), SandboxError>, path: &[&str]) -> Reply {
    match done {
        Ok(()) => {
            let place = format!("/{}", path.join("/"));
            Reply::html(303, String::new()).header("location", place)
        }
        Err(error) => Reply::html(400, page::message(&error.to_string())),
    }
}

/// Changes one property, as a person does on a record's page.
fn edit(shared: &Shared, object_type: &str, id: &str, form: &Form) -> Result<(), SandboxError> {
    let object_type = ObjectType::known(object_type)?;
    let name = value(form, "name").unwrap_or_default();
    let mut state = shared.lock();
    let id = state.portal.read(object_type, id, None, false)?;
    let is_known = state.portal.definition(object_type, name);
    if is_known.is_none_or(|definition| definition.read_only) {
        let message = format!("{object_type} {id}: {name:?} is no property that can be changed");
        return Err(Refusal::invalid(&message).into());
    }
    let value = value(form, "value").filter(|value| !value.is_empty());
    let properties = Map::from_iter([(name.to_owned(), value.into())]);
    let now = shared.options.clock.now();
    state.portal.edit(object_type, id, &properties, now);
    shared.save(&state)
}

/// A page of a dropdown's options, as JSON; the app's secret stays here.
async fn options(shared: &Shared, object_type: &str, action: &str, form: &Form) -> Reply {
    let (Some(kind), Some(view)) = (
        ObjectType::named(object_type),
        shared.workflows.action(action),
    ) else {
        return in_json(404, json!({ "error": "no such action" }).to_string());
    };
    let text = |name| value(form, name).map(str::to_owned);
    let query = OptionsQuery {
        action: action.to_owned(),
        object_type: object_type.to_owned(),
        field: text("field").unwrap_or_default(),
        inputs: inputs(&view, form),
        search: text("search"),
        after: text("after"),
    };
    match shared.workflows.options(kind, &query).await {
        Ok(found) => in_json(200, json!(found).to_string()),
        Err(error) => in_json(502, json!({ "error": error.to_string() }).to_string()),
    }
}

/// The inputs in a form: `value.NAME` holds a value, `property.NAME` the name of a property.
fn inputs(action: &ActionView, form: &Form) -> BTreeMap<String, InputValue> {
    let inputs = action.fields.iter().filter_map(|field| {
        let name = &field.name;
        let property = value(form, &format!("property.{name}")).filter(|it| !it.is_empty());
        if let Some(property_name) = property.map(str::to_owned) {
            return Some((name.clone(), InputValue::ObjectProperty { property_name }));
        }
        let key = format!("value.{name}");
        let values = form
            .iter()
            .filter(|(it, text)| *it == key && !text.is_empty());
        let mut values: Vec<String> = values.map(|(_, text)| text.clone()).collect();
        let several = matches!(
            field.control,
            Control::Several(_) | Control::Fetched { several: true }
        );
        let value = if several {
            Chosen::Several(values)
        } else {
            Chosen::One(values.pop().unwrap_or_default())
        };
        (!value.text().is_empty()).then(|| (name.clone(), InputValue::StaticValue { value }))
    });
    inputs.collect()
}

fn value<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    let mut named = form.iter().filter(|(it, _)| it == name);
    named.next().map(|(_, value)| value.as_str())
}

/// Tells that a form was not sent by another site's page: browsers say where a POST comes from, and a page cannot keep
/// them from it. A name that leads to this machine by another site's doing is refused too.
fn is_from_own_page(shared: &Shared, headers: &HeaderMap) -> bool {
    let header = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let Some(host) = header("host") else {
        return false;
    };
    let own = format!("http://{host}");
    let is_own_host = is_local(&own) || !is_local(&shared.base_url);
    let is_own_origin = header("origin").is_none_or(|origin| origin == own);
    let is_own_site = header("sec-fetch-site").is_none_or(|site| site == "same-origin");
    is_own_host && is_own_origin && is_own_site
}

/// `true` if a URL's host can only be this machine.
fn is_local(url: &str) -> bool {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}
