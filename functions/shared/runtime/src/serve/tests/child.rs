//! The functions that the tests run as processes of their own.

use std::time::Duration;

use actions::ActionError;
use actions::pipeline::phase::Phase;
use jiff::Timestamp;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tracing::Instrument;

use crate::function::Function;
use crate::metrics::{Metric, Traffic};
use crate::serve::{serve_function, serve_handler};
use crate::{Handler, Services};

/// The variable that tells which function this process is.
pub(super) const FUNCTION: &str = "FUNCTION_OF_THE_TESTS";

/// The test by whose name a process becomes a function.
pub(super) const TEST: &str = "serve::tests::child::a_function_of_the_tests";

#[test]
#[ignore = "it is the process that the other tests start, and serves for ever"]
fn a_function_of_the_tests() {
    match std::env::var(FUNCTION).unwrap().as_str() {
        "scripted" => serve_function("runtime", &Scripted::default()),
        "on_aws" => serve_handler("runtime", Untouched),
        other => panic!("no function {other}"),
    }
    .unwrap();
}

/// A function that does what its event says.
#[derive(Default)]
struct Scripted(Traffic);

impl Function for Scripted {
    type Answer = Value;

    async fn get_ready(&self) {}

    async fn answer(&self, event: &[u8], deadline: Timestamp) -> Result<Value, ActionError> {
        let script: Value = serde_json::from_slice(event).unwrap_or_default();
        match script["do"].as_str() {
            Some("answer") => {
                tracing::info!("answering");
                Ok(json!({"got": serde_json::from_slice::<Box<RawValue>>(event).unwrap()}))
            }
            Some("tell the time left") => {
                let left = deadline.as_millisecond() - Timestamp::now().as_millisecond();
                Ok(json!({"got": left}))
            }
            Some("post") => {
                let sleep = tokio::time::sleep(Duration::from_millis(20));
                sleep.instrument(Phase::Post.span()).await;
                Ok(Value::Null)
            }
            Some("fail") => Err(ActionError::incomplete("deal 9001: no amount")),
            Some("panic") => panic!("CANARY"),
            Some("hang") => {
                tokio::time::sleep(Duration::from_mins(10)).await;
                Ok(Value::Null)
            }
            _ => actions::request::parse(event).map(|_| Value::Null),
        }
    }

    fn metrics(&self, _: &Value) -> Vec<Metric> {
        vec![Metric::count("Answers", 1)]
    }

    fn traffic(&self) -> &Traffic {
        &self.0
    }
}

/// A handler on AWS that no event of these tests reaches.
struct Untouched;

impl Handler for Untouched {
    type Answer = ();

    async fn handle(&self, _: &Services, _: &[u8], _: Timestamp) -> Result<(), ActionError> {
        panic!("there is nothing to stand on")
    }

    fn metrics(&self, (): &()) -> Vec<Metric> {
        Vec::new()
    }
}
