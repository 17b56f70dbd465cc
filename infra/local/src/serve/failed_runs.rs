//! The runs that wait for a person: their list, and the way to start one again.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::browser::sent_by_a_page;
use super::refusal::Refusal;
use crate::workflows::{FailedRun, LocalWorkflows};

/// The routes.
pub(super) fn router(workflows: LocalWorkflows) -> Router {
    Router::new()
        .route("/failed-runs", get(list))
        .route("/failed-runs/{name}/again", post(again))
        .with_state(workflows)
}

async fn list(State(workflows): State<LocalWorkflows>) -> Json<Vec<FailedRun>> {
    Json(workflows.failed_runs().await)
}

async fn again(
    State(workflows): State<LocalWorkflows>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    if sent_by_a_page(&headers) {
        return Refusal::Browser.into_response();
    }
    match workflows.run_again(&name).await {
        Ok(Some(name)) => (StatusCode::ACCEPTED, Json(json!({ "started": name }))).into_response(),
        Ok(None) => {
            let message = format!("no run of the name {name} waits: /failed-runs lists them");
            (StatusCode::NOT_FOUND, Json(json!({ "message": message }))).into_response()
        }
        Err(error) => {
            let message = json!({ "message": error.to_string() });
            (StatusCode::SERVICE_UNAVAILABLE, Json(message)).into_response()
        }
    }
}
