//! The gateway: from a request to a response.

mod account;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ::http::HeaderName;
use actions::books::environment::Environment;
use actions::records::OwnTokens;
use editor::{EditorAction, Outcome};
use hubspot::signature::{SignatureVersion, SignedRequest};
use jiff::Timestamp;
use list_options::{ListOptions, OptionsRequest};
use quickbooks::Transport;
use storage::{PortalId, Portals};

use crate::answer;
use crate::bounds;
use crate::error::Refusal;
use crate::execution::{Asked, Execution};
use crate::http::{HttpRequest, HttpResponse, Noted};
use crate::ports::{Bus, Ports, RunState, Started, Store, Workflows};
use crate::routes::Route;
use crate::run::Run;
use crate::secrets::PortalSecrets;
use crate::webhooks::{self, Accounts};

/// The gateway; one per process, since it keeps secrets and lists for some minutes.
#[derive(Debug, Default)]
pub struct Gateway {
    secrets: PortalSecrets,
    own_tokens: OwnTokens,
    options: ListOptions,
    /// The accounts whose first request was logged.
    greeted: Mutex<HashSet<PortalId>>,
}

impl Gateway {
    /// Answers a request, before `deadline`; a refusal is an answer too.
    pub async fn handle<S, T, E, W, B, H>(
        &self,
        ports: &Ports<'_, S, T, E, W, B, H>,
        request: &HttpRequest,
        deadline: Timestamp,
    ) -> HttpResponse
    where
        S: Store,
        T: Transport + Sync,
        E: Environment,
        W: Workflows + Sync,
        B: Bus + Sync,
        H: hubspot::Transport + Sync,
    {
        let answered = async {
            let route = Route::of(&request.method, &request.path)?;
            bounds::check(request)?;
            let time = bounds::time(route, self.has_answered());
            let answer = self.answer(ports, route, request, deadline);
            let answered = tokio::time::timeout(time, answer).await;
            answered.unwrap_or_else(|_| Err(bounds::out_of_time(route, time)))
        };
        match answered.await {
            Ok(response) => response,
            Err(refusal) => {
                refusal.log(&request.path);
                refusal.response()
            }
        }
    }

    async fn answer<S, T, E, W, B, H>(
        &self,
        ports: &Ports<'_, S, T, E, W, B, H>,
        route: Route<'_>,
        request: &HttpRequest,
        deadline: Timestamp,
    ) -> Result<HttpResponse, Refusal>
    where
        S: Store,
        T: Transport + Sync,
        E: Environment,
        W: Workflows + Sync,
        B: Bus + Sync,
        H: hubspot::Transport + Sync,
    {
        let portals = match route {
            Route::Action(_) | Route::Options(_) => vec![account::of_body(&request.body)?],
            Route::Webhooks => account::of_batch(&request.body)?,
        };
        let now = ports.engine.environment.now();
        for portal in &portals {
            self.verify(&ports.engine.store, portal, request, now)
                .await?;
        }
        match (route, portals.as_slice()) {
            (Route::Action(action), [portal, ..]) => {
                execute(ports, action, portal, &request.body).await
            }
            (Route::Options(field), _) => {
                let asked = OptionsRequest::parse(&request.body).ok_or(Refusal::Malformed)?;
                let lists = self.options.answer(ports.engine, field, &asked, deadline);
                let list = lists.await.ok_or(Refusal::NotFound)?;
                let body =
                    serde_json::to_value(&list).map_err(|error| Refusal::unavailable(&error))?;
                Ok(HttpResponse::json(200, &body, Noted::Options))
            }
            (Route::Webhooks, _) => {
                let accounts = Accounts {
                    connections: self.options.connections(),
                    secrets: &self.secrets,
                    own_tokens: &self.own_tokens,
                };
                webhooks::take(ports, &accounts, &request.body).await
            }
            (Route::Action(_), []) => Err(Refusal::Malformed),
        }
    }

    /// Verifies that the account signed the request.
    async fn verify<P: Portals>(
        &self,
        store: &P,
        portal: &PortalId,
        request: &HttpRequest,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let uri = request.uri();
        let signed = SignedRequest {
            method: &request.method,
            uri: &uri,
            headers: &request.headers,
            body: &request.body,
        };
        let version = self.secrets.verify(store, portal, &signed, now).await?;
        self.greet(portal, version, request);
        Ok(())
    }

    /// True in a process that has its connections open, since it has served somebody.
    fn has_answered(&self) -> bool {
        let greeted = self.greeted.lock();
        !greeted.unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Logs the names of the headers of an account's first request: HubSpot does not document which it sends.
    fn greet(&self, portal: &PortalId, version: SignatureVersion, request: &HttpRequest) {
        let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
        if greeted.insert(portal.clone()) {
            let headers: Vec<&str> = request.headers.keys().map(HeaderName::as_str).collect();
            tracing::info!(%portal, ?version, ?headers, "the first request of this HubSpot account");
        }
    }
}

/// Starts the run of an execution, or tells how it stands.
async fn execute<S, T, E, W, B, H>(
    ports: &Ports<'_, S, T, E, W, B, H>,
    action: &EditorAction,
    portal: &PortalId,
    body: &[u8],
) -> Result<HttpResponse, Refusal>
where
    S: Store,
    T: Transport + Sync,
    E: Environment,
    W: Workflows + Sync,
    B: Bus + Sync,
    H: hubspot::Transport + Sync,
{
    let execution = match Execution::parse(body) {
        Ok(execution) => execution,
        Err(outcome) => return Ok(refused(action, portal, None, &outcome)),
    };
    let name = execution.name(portal);
    let asked = match execution.asked(action) {
        Ok(asked) => asked,
        Err(outcome) => {
            let refusal = || refused(action, portal, None, &outcome);
            return stands_or(ports, name.as_deref(), refusal).await;
        }
    };
    let settings = ports.engine.store.get_settings(&asked.connection).await;
    let settings = settings.map_err(|error| Refusal::unavailable(&error))?;
    let settings = settings.as_ref().map(|stored| stored.value.0.as_str());
    let run = match asked.run(action, portal, settings) {
        Ok(run) => run,
        Err(outcome) => {
            let refusal = || refused(action, portal, Some(&asked), &outcome);
            return stands_or(ports, name.as_deref(), refusal).await;
        }
    };
    let state = state(ports.workflows, &run).await?;
    tracing::info!(
        %portal, action = action.name, connection = %asked.connection, record = asked.label(),
        run = run.name, ?state, "an action of HubSpot's workflow"
    );
    Ok(answer::of_state(&state, ports.engine.environment.now()))
}

/// The state of the run of an earlier delivery, whatever this one says: inputs and settings may have changed since. Where
/// there is none, the refusal.
async fn stands_or<S, T, E, W, B, H>(
    ports: &Ports<'_, S, T, E, W, B, H>,
    name: Option<&str>,
    refusal: impl FnOnce() -> HttpResponse,
) -> Result<HttpResponse, Refusal>
where
    E: Environment,
    W: Workflows + Sync,
{
    let before = match name {
        Some(name) => ports.workflows.describe(name).await,
        None => Ok(None),
    };
    Ok(
        match before.map_err(|error| Refusal::unavailable(&error))? {
            Some(state) => answer::of_state(&state, ports.engine.environment.now()),
            None => refusal(),
        },
    )
}

/// The state of a run that is started unless it was before.
async fn state<W: Workflows + Sync>(workflows: &W, run: &Run) -> Result<RunState, Refusal> {
    match workflows
        .start(run)
        .await
        .map_err(|error| Refusal::unavailable(&error))?
    {
        Started::Running { since } => Ok(RunState::Running { since }),
        Started::Before => {
            let state = workflows.describe(&run.name).await;
            let state = state.map_err(|error| Refusal::unavailable(&error))?;
            state.ok_or_else(|| Refusal::unavailable(&"the run exists and cannot be described yet"))
        }
    }
}

/// The answer to an execution that cannot be run as it is.
fn refused(
    action: &EditorAction,
    portal: &PortalId,
    asked: Option<&Asked>,
    outcome: &Outcome,
) -> HttpResponse {
    if let Outcome::Failed { code, message } = outcome {
        let record = asked.map(Asked::label);
        tracing::warn!(%portal, action = action.name, record, errorType = code, message, "an action was refused");
    }
    answer::of_outcome(outcome, Noted::RunRefused)
}
