//! A function as Lambda sees it: a process that talks to the Runtime API.
//!
//! Each test runs this very test program again as the function, against a Runtime API of its own.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]

mod child;
mod outside;
mod runtime_api;

use serde_json::{Value, json};

use outside::Outside;
use runtime_api::{RuntimeApi, TRACE};

/// The first answer of a function on nothing but these variables.
async fn first_answer(function: &str, variables: &[(&str, &str)]) -> (Value, String) {
    let mut api = RuntimeApi::start(function, variables).await;
    let answer = api.invoke(br#"{"do": "answer"}"#).await;
    (answer.body, api.stop())
}

#[tokio::test]
async fn an_event_is_answered_and_measured_under_its_request_id() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let answer = api.invoke(br#"{"do": "answer", "amount": 0.10}"#).await;
    assert!(answer.is_ok);
    // As it came, to the last digit.
    assert_eq!(answer.text, r#"{"got":{"amount":0.10,"do":"answer"}}"#);
    let log = api.stop();
    let metrics = runtime_api::json_lines(&log).find(|line| line["_aws"].is_object());
    let metrics = metrics.unwrap();
    assert_eq!(metrics["requestId"], answer.request_id);
    assert_eq!(metrics["FunctionName"], "scripted-function");
    assert_eq!(metrics["Answers"], 1);
    let said = runtime_api::json_lines(&log).find(|line| line["message"] == "answering");
    assert_eq!(said.unwrap()["requestId"], answer.request_id);
}

/// Six actions that are measured one by one cost six times as much.
#[tokio::test]
async fn functions_that_share_a_name_are_measured_under_it_and_tell_their_own_in_the_log() {
    let shared = [("METRICS_FUNCTION_NAME", "books-actions")];
    let mut api = RuntimeApi::start("scripted", &shared).await;
    api.invoke(br#"{"do": "answer"}"#).await;
    let log = api.stop();
    let metrics = runtime_api::json_lines(&log).find(|line| line["_aws"].is_object());
    let metrics = metrics.unwrap();
    assert_eq!(metrics["FunctionName"], "books-actions");
    assert_eq!(metrics["function"], "scripted-function");
}

#[tokio::test]
async fn a_malformed_event_is_an_invalid_request_and_is_never_quoted() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let events: [&[u8]; 6] = [
        b"CANARY",
        b"{\"CANARY\": ",
        b"\"CANARY \xff\xfe\"",
        b"[\"CANARY\"]",
        b"{\"connection\": \"CANARY\"}",
        b"",
    ];
    for event in events {
        let answer = api.invoke(event).await;
        assert_eq!(answer.error_type(), "InvalidRequest", "{}", answer.text);
        assert!(!answer.text.contains("CANARY"), "{}", answer.text);
    }
    let log = api.stop();
    assert!(!log.contains("CANARY"), "{log}");
}

#[tokio::test]
async fn a_failure_carries_the_contract_s_error_type() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let answer = api.invoke(br#"{"do": "fail"}"#).await;
    let expected = json!({"errorType": "RecordIncomplete", "errorMessage": "deal 9001: no amount"});
    assert_eq!(answer.body, expected);
    let log = api.stop();
    let logged =
        runtime_api::json_lines(&log).filter(|line| line["errorType"] == "RecordIncomplete");
    // One log line and one metrics document.
    assert_eq!(logged.count(), 2, "{log}");
}

#[tokio::test]
async fn a_panic_is_an_unknown_outcome_and_the_environment_lives_on() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let answer = api.invoke(br#"{"do": "panic"}"#).await;
    assert_eq!(answer.error_type(), "OutcomeUnknown");
    assert!(api.invoke(br#"{"do": "answer"}"#).await.is_ok);
    let log = api.stop();
    // The message of a panic may quote a record.
    assert!(
        !log.contains("CANARY") && !answer.text.contains("CANARY"),
        "{log}"
    );
    let place =
        runtime_api::json_lines(&log).find_map(|line| line["place"].as_str().map(str::to_owned));
    assert!(place.unwrap().contains("child.rs"), "{log}");
    let defects = runtime_api::json_lines(&log).find(|line| line["Defects"] == 1);
    assert!(defects.is_some(), "{log}");
}

#[tokio::test]
async fn a_function_that_does_not_come_back_answers_before_lambda_ends_it() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let answer = api.invoke_for(br#"{"do": "hang"}"#, 900).await;
    assert_eq!(answer.error_type(), "OutcomeUnknown");
    assert!(answer.took.as_millis() < 900, "{:?}", answer.took);
    assert!(api.invoke(br#"{"do": "answer"}"#).await.is_ok);
}

#[tokio::test]
async fn a_function_is_told_to_be_back_before_it_is_cut_off() {
    let mut api = RuntimeApi::start("scripted", &[]).await;
    let answer = api
        .invoke_for(br#"{"do": "tell the time left"}"#, 10_000)
        .await;
    let left = answer.body["got"].as_i64().unwrap();
    assert!((9_000..=9_500).contains(&left), "{left}");
}

#[tokio::test]
async fn a_function_that_is_not_set_up_names_every_variable_in_its_answer() {
    let (answer, _) = first_answer("on_aws", &[("QUICKBOOKS_API_URL", "nonsense")]).await;
    assert_eq!(answer["errorType"], "SettingMissing");
    let message = answer["errorMessage"].as_str().unwrap();
    for name in [
        "QUICKBOOKS_API_URL",
        "MAPPINGS_TABLE",
        "SETTINGS_TABLE",
        "LEDGER_TABLE",
        "LEASES_TABLE",
        "SECRET_PREFIX",
    ] {
        assert!(message.contains(name), "{name}: {message}");
    }
}

#[tokio::test]
async fn a_function_whose_store_is_gone_says_so_and_says_no_secret() {
    let variables = [
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "CANARY"),
        ("AWS_SECRET_ACCESS_KEY", "CANARY"),
        // Nobody listens there.
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("QUICKBOOKS_API_URL", "http://127.0.0.1:9"),
        ("MAPPINGS_TABLE", "mappings"),
        ("SETTINGS_TABLE", "settings"),
        ("LEDGER_TABLE", "ledger"),
        ("LEASES_TABLE", "leases"),
        ("SECRET_PREFIX", "test/"),
        ("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
    ];
    let (answer, log) = first_answer("on_aws", &variables).await;
    assert_eq!(answer["errorType"], "StorageUnavailable", "{answer}");
    assert!(
        !log.contains("CANARY") && !answer.to_string().contains("CANARY"),
        "{log}"
    );
}

/// The requests of a function while it gets ready: connections, and the app's credentials.
const GETTING_READY: [&str; 3] = [
    "DynamoDB_20120810.GetItem",
    "HEAD",
    "secretsmanager.GetSecretValue",
];

#[tokio::test]
async fn a_function_opens_its_connections_before_the_first_event() {
    let outside = Outside::start(false).await;
    let api = RuntimeApi::start("on_aws", &outside.variables()).await;
    assert_eq!(outside.once_asked(3).await, GETTING_READY);
    assert!(!api.stop().contains("errorType"));
}

#[tokio::test]
async fn hosts_that_hang_are_met_all_at_once_and_delay_the_first_answer_by_two_seconds_at_most() {
    let outside = Outside::start(true).await;
    let mut api = RuntimeApi::start("on_aws", &outside.variables()).await;
    let start = std::time::Instant::now();
    assert_eq!(outside.once_asked(3).await, GETTING_READY);
    let asked = start.elapsed();
    let answer = api.invoke_for(b"{}", 3_000).await;
    assert_eq!(answer.error_type(), "OutcomeUnknown");
    // The start, two seconds of patience, and the time that the invocation has.
    assert!(
        (answer.took + asked).as_secs() < 6,
        "{asked:?} and {:?}",
        answer.took
    );
}

#[tokio::test]
async fn the_trace_of_an_invocation_goes_on_to_aws() {
    let outside = Outside::start(false).await;
    let mut api = RuntimeApi::start("on_aws", &outside.variables()).await;
    outside.once_asked(3).await;
    let answer = api.invoke(b"{}").await;
    // The function may not read its secret.
    assert_eq!(answer.error_type(), "SettingMissing");
    let last = outside.asked().pop().unwrap();
    assert_eq!(last.what, "secretsmanager.GetSecretValue");
    assert_eq!(last.trace.as_deref(), Some(TRACE));
    let log = api.stop();
    let said = runtime_api::json_lines(&log).find(|line| line["xrayTraceId"] == TRACE);
    assert!(said.is_some(), "{log}");
}

#[tokio::test]
async fn what_an_invocation_spends_in_a_phase_is_measured_whatever_the_level_of_the_log() {
    let mut api = RuntimeApi::start("scripted", &[("AWS_LAMBDA_LOG_LEVEL", "ERROR")]).await;
    assert!(api.invoke(br#"{"do": "post"}"#).await.is_ok);
    assert!(api.invoke(br#"{"do": "answer"}"#).await.is_ok);
    let log = api.stop();
    let measured: Vec<Value> = runtime_api::json_lines(&log)
        .filter(|line| line["_aws"].is_object())
        .collect();
    assert!(
        measured[0]["PostDuration"].as_f64().unwrap() >= 20.0,
        "{log}"
    );
    assert!(measured[0]["ClaimDuration"].is_null(), "{log}");
    assert!(measured[1]["PostDuration"].is_null(), "{log}");
}
