//! The processor time of a warm execution in the gateway, as it is deployed: HubSpot waits for it, and Lambda bills it.
//!
//! `cargo xtask gateway-cost` builds the gateway with optimisation, starts the components and runs this.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement is printed"
)]

use std::time::{Duration, Instant};

use lambda_emulator::GatewayRehearsal;

/// The most that an execution may take, with everything that a function does for an invocation: the signature, the
/// settings from DynamoDB, the start of the run, its log line and its metrics.
const MOST: Duration = Duration::from_millis(5);

/// The executions that are measured: the clock of a process ticks every 10 ms.
const EXECUTIONS: u32 = 400;

/// The executions before them.
const WARMING: u32 = 20;

#[tokio::test]
async fn a_warm_execution_takes_less_than_five_milliseconds_of_a_processor() {
    let stage = GatewayRehearsal::start("INFO").await;
    deliver(&stage, "warming", WARMING).await;
    let (before, start) = (stage.function.processor_time(), Instant::now());
    deliver(&stage, "measured", EXECUTIONS).await;
    let taken = stage.function.processor_time().saturating_sub(before);
    let each = taken / EXECUTIONS;
    println!(
        "{each:?} of a processor each, {:?} of time",
        start.elapsed() / EXECUTIONS
    );
    assert!(each < MOST, "{each:?}");
    assert!(each > Duration::ZERO, "nothing was measured");
}

async fn deliver(stage: &GatewayRehearsal, name: &str, times: u32) {
    for number in 0..times {
        let body = GatewayRehearsal::execution(&format!("ap-{name}-{number}"));
        let outputs = stage.deliver(&body).await;
        assert_eq!(outputs["hs_execution_state"], "BLOCK", "{outputs}");
    }
}
