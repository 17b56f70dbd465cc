//! Requests to the app: what is due is sent, and its answer noted.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use url::Url;

use super::answer::ActionAnswer;
use super::request::{self, InputValue};
use super::signature::{Unsigned, headers};
use super::webhooks::Sending;
use super::{Known, Workflows};
use crate::error::SandboxError;

/// The time between two looks at what is due.
const INTERVAL: Duration = Duration::from_millis(100);

/// A request that is ready to be sent.
pub(super) struct Call {
    pub(super) url: String,
    pub(super) body: Vec<u8>,
    pub(super) time_out: Duration,
}

impl Workflows {
    /// Sends whatever becomes due, until it is dropped.
    pub(crate) async fn work(self: Arc<Self>) {
        loop {
            self.send_due();
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Sends what is due, and comes back when every request is answered and nothing more is due now.
    pub(crate) async fn settle(self: &Arc<Self>) {
        let mut under_way = self.under_way.subscribe();
        loop {
            self.send_due();
            if *under_way.borrow_and_update() == 0 {
                return;
            }
            // The sender is a part of this.
            let _ = under_way.changed().await;
        }
    }

    /// Ends all requests that are under way.
    pub(crate) fn stop(&self) {
        self.requests().abort_all();
    }

    fn requests(&self) -> std::sync::MutexGuard<'_, JoinSet<()>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the requests that are due.
    fn send_due(self: &Arc<Self>) {
        let now = self.now();
        let mut known = self.lock();
        let expired = known.executions.iter_mut();
        let expired = expired
            .filter_map(|it| it.expire(now).then_some(()))
            .count();
        let due = known.executions.iter_mut().filter(|it| it.is_due(now));
        let due: Vec<String> = due
            .map(|execution| {
                execution.send();
                execution.callback_id.clone()
            })
            .collect();
        let batches = known.webhooks.take_due(now);
        if expired + due.len() + batches.len() > 0 {
            self.save(&known);
        }
        drop(known);
        for callback_id in due {
            let times = self.setup.options.deliveries_at_once;
            self.spawn(|it| async move {
                it.deliver(&callback_id, times).await;
            });
        }
        for batch in batches {
            self.spawn(|it| async move { it.tell(batch).await });
        }
    }

    fn spawn<F: Future<Output = ()> + Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(Arc<Self>) -> F,
    ) {
        let job = job(self.clone());
        let counted = self.clone();
        self.under_way.send_modify(|count| *count += 1);
        let mut requests = self.requests();
        while requests.try_join_next().is_some() {}
        requests.spawn(async move {
            job.await;
            counted.under_way.send_modify(|count| *count -= 1);
        });
    }

    /// Sends an execution so many times at once; gives the answers.
    pub(crate) async fn deliver(&self, callback_id: &str, times: usize) -> Vec<ActionAnswer> {
        let Some(call) = self.execution_call(callback_id) else {
            return Vec::new();
        };
        let calls = (0..times.max(1)).map(|_| self.send(&call));
        let answers = join_all(calls).await;
        let mut known = self.lock();
        if let Some(execution) = known.execution(callback_id) {
            execution.answered(answers.clone(), &self.setup.options);
        }
        self.save(&known);
        answers
    }

    /// Sends a batch of webhooks.
    async fn tell(&self, batch: Sending) {
        let call = Call {
            url: batch.url,
            body: batch.body.to_string().into_bytes(),
            time_out: self.setup.options.webhook_time_out,
        };
        let calls = (0..self.setup.options.deliveries_at_once.max(1)).map(|_| self.send(&call));
        let answers = join_all(calls).await;
        let now = self.now();
        let mut known = self.lock();
        let status = answers.first().and_then(|answer| answer.status);
        known.webhooks.answered(batch.id, status, now);
        self.save(&known);
    }

    /// The request of an execution under its definition's newest version, as a redelivery has it too.
    fn execution_call(&self, callback_id: &str) -> Option<Call> {
        let mut known = self.lock();
        let Known {
            registry,
            executions,
            ..
        } = &mut *known;
        let mut executions = executions.iter();
        let execution = executions.find(|it| it.callback_id == callback_id)?;
        let version = registry.version(execution.definition_id)?;
        let (portal_id, options) = (self.setup.portal_id, &self.setup.options);
        let body = request::execution(portal_id, version, execution, options);
        Some(Call {
            url: version.definition.action_url.clone(),
            body: body.to_string().into_bytes(),
            time_out: options.time_out,
        })
    }

    /// Signs and sends a request once; the time of its signature is the portal's.
    pub(super) async fn send(&self, call: &Call) -> ActionAnswer {
        let sent = tokio::time::timeout(call.time_out, self.exchange(call)).await;
        let (status, body, retry_after) = match sent {
            Ok(Ok(answer)) => answer,
            Ok(Err(reason)) => (None, reason, None),
            Err(_) => {
                let seconds = call.time_out.as_secs_f32();
                (None, format!("no answer within {seconds} s"), None)
            }
        };
        ActionAnswer {
            time: self.now(),
            status,
            body,
            retry_after,
        }
    }

    async fn exchange(&self, call: &Call) -> Result<(Option<u16>, String, Option<String>), String> {
        let url = Url::parse(&call.url).map_err(|error| error.to_string())?;
        let unsigned = Unsigned {
            uri: url.as_str(),
            body: &call.body,
            now: self.now(),
        };
        let signed = headers(
            &self.setup.client_secret,
            unsigned,
            self.setup.options.signatures,
        );
        let mut request = self.http.post(url.clone()).body(call.body.clone());
        request = request.header("content-type", "application/json");
        for (name, value) in signed {
            request = request.header(name, value);
        }
        // The error's text may hold the URL with its query; its kind says enough.
        let lost = |error: reqwest::Error| {
            if error.is_connect() {
                "no connection".to_owned()
            } else {
                "the connection broke".to_owned()
            }
        };
        let response = request.send().await.map_err(lost)?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get("retry-after");
        let retry_after = retry_after.and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let body = response.text().await.map_err(lost)?;
        Ok((Some(status), body, retry_after))
    }

    /// The call that fetches a field's options, in the newest version of the definition.
    pub(super) fn options_call(
        &self,
        action: &str,
        request: &request::OptionsRequest<'_>,
    ) -> Result<Call, SandboxError> {
        let known = self.lock();
        let version = known.registry.named(action);
        let version = version.ok_or_else(|| super::enrollment::no_action(action))?;
        let url = version.definition.input(request.field);
        let url = url.and_then(|field| field.type_definition.options_url.clone());
        let body = request::options(self.setup.portal_id, version, request);
        Ok(Call {
            url: url.unwrap_or_default(),
            body: body.to_string().into_bytes(),
            time_out: self.setup.options.time_out,
        })
    }
}

/// Inputs that the editor holds, by field.
pub(super) type Inputs = std::collections::BTreeMap<String, InputValue>;
