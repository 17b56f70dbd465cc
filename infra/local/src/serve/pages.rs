//! The pages of a server for people: where everything is, and what became of each record.

mod frame;
mod runs;
mod start;

use std::collections::BTreeMap;
use std::sync::Arc;

use actions::ActionError;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use super::browser::sent_by_another_site;
use super::refusal::Refusal;
use crate::installation::Installation;
use crate::manage::{Operations, RunId};

/// The parts of this process that the pages show.
pub(super) struct Pages {
    /// The installation, with the local HubSpot account.
    pub(super) installation: Arc<Installation>,
    /// The operations on connections.
    pub(super) operations: Arc<Operations>,
    /// The address of the local HubSpot account, if there is one.
    pub(super) portal_url: Option<String>,
    /// The address of the local company, if there is one.
    pub(super) company_url: Option<String>,
    /// The names of the companies that QuickBooks was asked for, by their connections: each costs a metered read.
    pub(super) company_names: Mutex<BTreeMap<String, String>>,
}

/// The runs that a person asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    connection: String,
    record: String,
    status: String,
    day: String,
}

/// The routes of the pages.
pub(super) fn router(pages: Pages) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/runs", get(list))
        .route("/runs/{connection}/{action}/{object_type}/{id}", get(show))
        .route(
            "/runs/{connection}/{action}/{object_type}/{id}/again",
            post(again),
        )
        .with_state(Arc::new(pages))
}

async fn start(State(pages): State<Arc<Pages>>) -> Response {
    match start::page(&pages).await {
        Ok(page) => Html(page.into_string()).into_response(),
        Err(error) => trouble(&error),
    }
}

async fn list(State(pages): State<Arc<Pages>>, Query(asked): Query<Asked>) -> Response {
    match runs::list(&pages, &asked).await {
        Ok(page) => Html(page.into_string()).into_response(),
        Err(error) => trouble(&error),
    }
}

async fn show(
    State(pages): State<Arc<Pages>>,
    Path((connection, action, object_type, id)): Path<(String, String, String, String)>,
) -> Response {
    let Some(run) = RunId::of(&action, &object_type, &id) else {
        return nothing();
    };
    match runs::one(&pages, &connection, &run).await {
        Ok(Some(page)) => Html(page.into_string()).into_response(),
        Ok(None) => nothing(),
        Err(error) => trouble(&error),
    }
}

/// Starts a run again, for a page of ours.
async fn again(
    State(pages): State<Arc<Pages>>,
    Path((connection, action, object_type, id)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Response {
    if sent_by_another_site(&headers) {
        return Refusal::Browser.into_response();
    }
    let Some(run) = RunId::of(&action, &object_type, &id) else {
        return nothing();
    };
    let id = run.to_string();
    let fields = [("connection", connection.as_str()), ("run", id.as_str())];
    match pages.ask("run_again", fields).await {
        Ok(_) => Redirect::to(&format!("/runs/{connection}/{run}")).into_response(),
        Err(error) => trouble(&error),
    }
}

impl Pages {
    /// The answer to an operation with these fields, those of them that say something.
    async fn ask<const N: usize>(
        &self,
        operation: &str,
        fields: [(&str, &str); N],
    ) -> Result<Value, ActionError> {
        let mut event = Map::from_iter([("operation".to_owned(), json!(operation))]);
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            event.insert(name.to_owned(), json!(value));
        }
        let answer = self
            .operations
            .run(Value::Object(event).to_string().as_bytes())
            .await?;
        Ok(serde_json::to_value(&answer).unwrap_or_default())
    }

    /// The company of a connection by its name, asked for once; none where it does not say so.
    async fn company_name(&self, connection: &str) -> Option<String> {
        let mut names = self.company_names.lock().await;
        if let Some(name) = names.get(connection) {
            return Some(name.clone());
        }
        let operation = json!({"operation": "describe", "connection": connection, "check": true});
        let described = self.operations.run(operation.to_string().as_bytes()).await;
        let described = serde_json::to_value(described.ok()?).ok()?;
        let name = described["check"]["company_name"].as_str()?.to_owned();
        names.insert(connection.to_owned(), name.clone());
        Some(name)
    }

    /// The names of the connections.
    async fn connections(&self) -> Result<Vec<String>, ActionError> {
        let answer = self.ask("list_connections", []).await?;
        let names = answer["connections"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        Ok(names.iter().map(text).collect())
    }

    /// The page of a run's record in the local HubSpot account, where it has it: one that was given whole may be nowhere.
    fn record_url(&self, run: &str) -> Option<String> {
        let portal = self.installation.portal.as_ref()?;
        let mut parts = run.split('/').skip(1);
        portal.record_pages()(parts.next()?, parts.next()?)
    }
}

fn nothing() -> Response {
    let page = frame::page("Not found", &maud::html! { p { "There is no such run." } });
    (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
}

fn trouble(error: &ActionError) -> Response {
    let body = maud::html! { p { (error) } };
    let page = frame::page("This did not work", &body);
    (StatusCode::BAD_REQUEST, Html(page.into_string())).into_response()
}

/// The text of a value.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
