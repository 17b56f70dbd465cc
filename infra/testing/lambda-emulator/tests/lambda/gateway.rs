//! The gateway as it is deployed, on DynamoDB Local and on moto's Secrets Manager, Step Functions and EventBridge.

use lambda_emulator::GatewayRehearsal;
use serde_json::{Value, json};

#[tokio::test]
async fn a_warm_execution_takes_one_read_and_one_start_and_asks_for_no_secret() {
    let stage = GatewayRehearsal::start("TRACE").await;
    let first = stage
        .deliver(&GatewayRehearsal::execution("ap-1-2-3-0"))
        .await;
    assert_eq!(first["hs_execution_state"], "BLOCK", "{first}");
    // The connections were opened before it was called.
    let mut opened = stage.others.take_operations();
    assert_eq!(opened.pop().as_deref(), Some("StartExecution"));
    opened.sort();
    assert_eq!(opened, ["DescribeExecution", "PutEvents"]);
    stage.dynamodb.take_operations();
    stage.secrets_manager.take_operations();

    let second = stage
        .deliver(&GatewayRehearsal::execution("ap-1-2-3-1"))
        .await;

    assert_eq!(second["hs_execution_state"], "BLOCK", "{second}");
    assert_eq!(stage.dynamodb.take_operations(), ["GetItem"]);
    assert_eq!(stage.others.take_operations(), ["StartExecution"]);
    assert_eq!(stage.secrets_manager.take_operations(), [""; 0]);
}

#[tokio::test]
async fn an_execution_that_is_delivered_again_starts_nothing_even_with_other_inputs() {
    let stage = GatewayRehearsal::start("TRACE").await;
    let mut body = GatewayRehearsal::execution("ap-1-2-3-0");
    for _ in 0..2 {
        let outputs = stage.deliver(&body).await;
        assert_eq!(outputs["hs_execution_state"], "BLOCK", "{outputs}");
    }
    body["inputFields"]["payment_terms"] = "4".into();
    let outputs = stage.deliver(&body).await;
    assert_eq!(outputs["hs_execution_state"], "BLOCK", "{outputs}");
    assert_eq!(stage.runs().await, ["147147147-ap-1-2-3-0"]);
}

#[tokio::test]
async fn an_execution_that_hubspot_has_not_signed_starts_nothing_and_is_counted() {
    let stage = GatewayRehearsal::start("TRACE").await;
    let mut event = stage.signed(&GatewayRehearsal::execution("ap-1-2-3-0"));
    event["body"] = GatewayRehearsal::execution("ap-1-2-3-1").to_string().into();
    let answer = stage.function.invoke(&event).await.0;
    assert_eq!(answer["statusCode"], 401, "{answer}");
    assert!(stage.runs().await.is_empty());
    assert_eq!(metric(&stage, "SignatureRefusals"), json!(1));
}

#[tokio::test]
async fn a_look_that_finds_no_run_near_the_end_of_hubspot_s_patience_counts_none() {
    let stage = GatewayRehearsal::start("TRACE").await;
    stage
        .deliver(&GatewayRehearsal::execution("ap-1-2-3-0"))
        .await;
    let look = stage
        .function
        .invoke(&json!({ "look_for": "blocked_runs" }))
        .await
        .0;
    assert_eq!(look["statusCode"], 200, "{look}");
    // The one that runs has just begun.
    assert_eq!(look["body"], json!({ "blocked_runs": 0 }).to_string());
    // A count of nothing is not sent, and the bill reckons with one metric in every hour.
    assert_eq!(metric(&stage, "BlockedRunsNearEnd"), Value::Null);
    let sent = metric(&stage, "_aws")["CloudWatchMetrics"][0]["Metrics"].take();
    assert_eq!(
        sent,
        json!([{ "Name": "Duration", "Unit": "Milliseconds" }])
    );
    assert!(
        stage
            .others
            .take_operations()
            .contains(&"ListExecutions".to_owned())
    );
}

/// The last value of a metric.
fn metric(stage: &GatewayRehearsal, name: &str) -> Value {
    let lines = stage.function.json_lines().into_iter().rev();
    let mut values = lines.filter_map(|line| line.get(name).cloned());
    values.next().unwrap_or_default()
}
