//! The seam of one function: its own answer to an event.

use std::future::Future;
use std::marker::PhantomData;
use std::time::Duration;

use actions::books::environment::{Environment, SystemEnvironment};
use actions::pipeline::failed;
use actions::{Action, ActionError, Response, Status};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use storage::{Connection, Settings};

use crate::metrics::Metric;
use crate::services::{Clients, Services};

/// The answer of a function to an event, on the services of its environment.
pub trait Handler: Send + Sync {
    /// The answer.
    type Answer: Serialize + Send;

    /// For how long the app's credentials are believed; `None`: until Intuit refuses them. A function that
    /// signs with them, or checks what was signed, would go on with a secret that was replaced.
    const BELIEVES_CREDENTIALS_FOR: Option<SignedDuration> = None;

    /// Opens what it needs beside the services of every function, while its environment starts. What fails is left to
    /// the first invocation.
    fn get_ready(&self, clients: &Clients) -> impl Future<Output = ()> + Send {
        let _ = clients;
        async {}
    }

    /// Answers an event (the payload's bytes, JSON or not), and comes back before `deadline`.
    ///
    /// # Errors
    ///
    /// Those of the contract, which become the invocation's error.
    fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> impl Future<Output = Result<Self::Answer, ActionError>> + Send;

    /// The numbers that its answer holds.
    fn metrics(&self, answer: &Self::Answer) -> Vec<Metric>;
}

/// A connection that nobody has; reading its settings costs half a read unit.
const NOBODY: &str = "pre-warming";

/// The answer of a function that works with HubSpot and the store alone: nothing opens QuickBooks to it.
pub trait HubSpotHandler: Send + Sync {
    /// The answer.
    type Answer: Serialize + Send;

    /// Opens what every invocation needs first, while the function's environment starts: a connection to the store. What
    /// fails is left to the first invocation.
    fn get_ready(&self, clients: &Clients) -> impl Future<Output = ()> + Send {
        async {
            if let Ok(nobody) = Connection::try_from(NOBODY) {
                let _ = Box::pin(clients.store.get_settings(&nobody)).await;
            }
        }
    }

    /// Answers an event (the payload's bytes, JSON or not), and comes back before `deadline`.
    ///
    /// # Errors
    ///
    /// Those of the contract, which become the invocation's error.
    fn handle(
        &self,
        clients: &Clients,
        event: &[u8],
        deadline: Timestamp,
    ) -> impl Future<Output = Result<Self::Answer, ActionError>> + Send;

    /// The numbers that its answer holds.
    fn metrics(&self, answer: &Self::Answer) -> Vec<Metric>;
}

/// The handler of an action.
#[derive(Debug)]
pub(crate) struct RunAction<A>(PhantomData<A>);

impl<A> Default for RunAction<A> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// For how long an answer may wait until its failure is kept; there is time for it between the moment
/// a function is to be back and the one it is cut off at.
const KEEPING: Duration = Duration::from_millis(250);

/// Keeps a failure with its connection, for `describe`.
async fn keep(services: &Services, function: &str, event: &[u8], error: &ActionError) {
    let now = SystemEnvironment.now();
    let store = &services.engine.store;
    let kept = failed::keep(store, function, event, error, now);
    if tokio::time::timeout(KEEPING, Box::pin(kept)).await.is_err() {
        tracing::warn!("keeping the failure with its connection took too long");
    }
}

/// Forgets the failure that a success has made good.
async fn made_good(services: &Services, function: &str, event: &[u8], response: &Response) {
    let now = SystemEnvironment.now();
    let store = &services.engine.store;
    let forgotten = failed::made_good(store, function, event, response, now);
    let forgotten = tokio::time::timeout(KEEPING, Box::pin(forgotten)).await;
    if forgotten.is_err() {
        tracing::warn!("forgetting the failure that was made good took too long");
    }
}

impl<A: Action> Handler for RunAction<A> {
    type Answer = Response;

    async fn get_ready(&self, clients: &Clients) {
        let opened = Box::pin(clients.open_hubspot()).await;
        tracing::debug!(opened, "pre-warmed HubSpot");
    }

    async fn handle(
        &self,
        services: &Services,
        event: &[u8],
        deadline: Timestamp,
    ) -> Result<Response, ActionError> {
        // On the heap: with the AWS SDK's futures inside, the compiler cannot lay it out in one piece.
        let run = Box::pin(actions::run::<A, _, _, _>(
            &services.engine,
            event,
            deadline,
        ));
        let response = match run.await {
            Ok(response) => response,
            Err(error) => {
                keep(services, A::NAME, event, &error).await;
                return Err(error);
            }
        };
        made_good(services, A::NAME, event, &response).await;
        let document = response.document.as_ref();
        tracing::info!(
            status = %response.status,
            document.id = document.and_then(|document| document.id.as_deref()),
            warnings = response.warnings.len(),
            "done"
        );
        Ok(response)
    }

    fn metrics(&self, response: &Response) -> Vec<Metric> {
        let is = |status| u64::from(response.status == status);
        vec![
            Metric::count("DocumentsCreated", is(Status::Created)),
            Metric::count("DocumentsRepeated", is(Status::AlreadyCreated)),
        ]
    }
}
