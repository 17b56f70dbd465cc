//! Answers in the time that HubSpot gives, whatever hangs behind the gateway.

use std::future::pending;
use std::time::Duration;

use http::StatusCode;
use hubspot_gateway::{
    Bus, BusEvent, HttpRequest, HttpResponse, Noted, PortError, Run, RunState, Started, Workflows,
};
use serde_json::json;
use tokio::time::Instant;

use crate::stage::Stage;

/// Does what it is asked, and never answers; from then on, only waiting lets time pass.
struct Hanging<P>(P);

impl<P> Hanging<P> {
    async fn hang<O>(&self) -> O {
        tokio::time::pause();
        pending().await
    }
}

impl<W: Workflows + Sync> Workflows for Hanging<&W> {
    async fn start(&self, run: &Run) -> Result<Started, PortError> {
        self.0.start(run).await?;
        self.hang().await
    }

    async fn describe(&self, _: &str) -> Result<Option<RunState>, PortError> {
        self.hang().await
    }
}

impl<B: Bus + Sync> Bus for Hanging<&B> {
    async fn put(&self, events: &[BusEvent]) -> Result<(), PortError> {
        self.0.put(events).await?;
        self.hang().await
    }
}

/// The answer while everything hangs, and the time that it took.
async fn hanging(stage: &Stage, request: &HttpRequest) -> (HttpResponse, Duration) {
    let begin = Instant::now();
    let (workflows, bus) = (Hanging(&stage.workflows), Hanging(&stage.bus));
    let response = stage.call_on(&workflows, &bus, request).await;
    let took = begin.elapsed();
    tokio::time::resume();
    assert_eq!(StatusCode::from_u16(response.status).unwrap(), 503);
    (response, took)
}

#[tokio::test]
async fn an_execution_is_answered_within_a_second_and_hubspot_finds_its_run_when_it_sends_it_again()
{
    let stage = Stage::start().await;
    let path = "/hubspot/actions/create-invoice";
    let request = |callback| stage.signed(path, &stage.execution(callback));
    let (_, took) = hanging(&stage, &request("ap-1-2-3-0")).await;
    assert!(took < Duration::from_secs(5), "a first request: {took:?}");
    assert_eq!(stage.call(&request("ap-1-2-3-0")).await.status, 200);

    let (_, took) = hanging(&stage, &request("ap-1-2-3-1")).await;
    assert!(took < Duration::from_secs(1), "{took:?}");
    let again = stage
        .execute("create-invoice", &stage.execution("ap-1-2-3-1"))
        .await;
    assert_eq!(again["hs_execution_state"], "BLOCK");
    assert_eq!(stage.workflows.take().len(), 2, "a run for each execution");
}

#[tokio::test]
async fn changes_are_answered_within_five_seconds_and_are_the_same_events_when_they_come_again() {
    let stage = Stage::start().await;
    stage.plant("deals", 9031, &json!({"dealname": "Payment link"}));
    let change = stage.change("0-3", 9031, "dealname", 1_700_000_200_000);
    let request = stage.signed("/hubspot/webhooks", &json!([change]));
    let (response, took) = hanging(&stage, &request).await;
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(response.noted, Noted::WebhookFailed);
    let first = stage.bus.take();
    assert_eq!(stage.call(&request).await.status, 200);
    assert_eq!(stage.bus.take(), first);
    let occasion = &first[0].detail["run"]["occasion"];
    assert_eq!(occasion, "change-0-3-9031-dealname-1700000200000");
}
