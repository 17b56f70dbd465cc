//! The processor time of a warm execution in the gateway, as it is deployed, and its instructions: HubSpot waits for it, and
//! Lambda bills it.
//!
//! `cargo xtask gateway-cost` builds the gateway with optimisation, starts the components and runs this: for the time with
//! the gateway itself, and for the instructions with the gateway under valgrind.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement is printed"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what cannot be measured ends the program, and says why"
)]

use std::path::PathBuf;
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

/// The executions by which two lives of the counted gateway differ.
const COUNTED: u32 = 50;

#[tokio::test]
async fn a_warm_execution_s_instructions_are_counted() {
    let few = instructions(WARMING).await;
    let more = instructions(WARMING + COUNTED).await;
    let each = (more - few) / u64::from(COUNTED);
    println!(
        "{:.2} million instructions each",
        f64::from(u32::try_from(each).unwrap()) / 1e6
    );
    assert!(each > 0, "nothing was counted");
}

/// The instructions of a gateway from its start to the last of so many executions.
async fn instructions(executions: u32) -> u64 {
    let folder = PathBuf::from(std::env::var_os("COUNTS").expect("the variable COUNTS"));
    let counts = folder.join("counts");
    let _ = std::fs::remove_file(&counts);
    let stage = GatewayRehearsal::start("INFO").await;
    deliver(&stage, &format!("of-{executions}"), executions).await;
    stage.function.terminate();
    for _ in 0..600 {
        let counted = std::fs::read_to_string(&counts).unwrap_or_default();
        if let Some(total) = total(&counted) {
            return total;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("valgrind wrote no counts: {}", stage.function.log());
}

/// The total that callgrind writes last (<https://valgrind.org/docs/manual/cl-format.html>).
fn total(counts: &str) -> Option<u64> {
    let mut lines = counts.lines().rev();
    let total = lines.find_map(|line| line.strip_prefix("totals:"))?;
    total.split_whitespace().next()?.parse().ok()
}

async fn deliver(stage: &GatewayRehearsal, name: &str, times: u32) {
    for number in 0..times {
        let body = GatewayRehearsal::execution(&format!("ap-{name}-{number}"));
        let outputs = stage.deliver(&body).await;
        assert_eq!(outputs["hs_execution_state"], "BLOCK", "{outputs}");
    }
}
