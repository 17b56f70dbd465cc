//! The promises of the logs.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing::subscriber::with_default;

use super::*;

/// Keeps what is written.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log of `said`.
fn log(format: Format, level: LevelFilter, said: impl FnOnce()) -> String {
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber = subscriber_of(format, level, "create-invoice", move || writer.clone());
    with_default(subscriber, said);
    let bytes = kept.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_json_line_has_the_request_id_and_the_fields_at_the_top() {
    let line = log(Format::Json, LevelFilter::INFO, || {
        let span =
            tracing::error_span!("invocation", requestId = "8476a536", xrayTraceId = "Root=1");
        let _inside = span.enter();
        tracing::warn!(code = 610, "refused");
    });
    assert_eq!(line.lines().count(), 1);
    let mut line: Value = serde_json::from_str(&line).unwrap();
    let timestamp: jiff::Timestamp = line["timestamp"].as_str().unwrap().parse().unwrap();
    assert!(timestamp > jiff::Timestamp::UNIX_EPOCH);
    line["timestamp"] = "[now]".into();
    insta::assert_snapshot!(line, @r#"{"code":610,"level":"WARN","message":"refused","name":"invocation","requestId":"8476a536","target":"runtime::logs::tests","timestamp":"[now]","xrayTraceId":"Root=1"}"#);
}

#[test]
fn a_text_line_has_the_request_id_too_and_no_colours() {
    let line = log(Format::Text, LevelFilter::INFO, || {
        let _inside = tracing::error_span!("invocation", requestId = "8476a536").entered();
        tracing::info!(code = 610, "refused");
    });
    insta::assert_snapshot!(line.trim(), @r#"INFO invocation{requestId="8476a536"}: runtime::logs::tests: refused code=610"#);
}

#[test]
fn no_value_makes_a_line_of_its_own() {
    let forged = "4242\u{1b}[31m\nERROR runtime: faked";
    for format in [Format::Text, Format::Json] {
        let log = log(format, LevelFilter::INFO, || {
            tracing::warn!(error = %forged, realm_id = forged, "refused: {forged}");
        });
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(!log.contains('\u{1b}'), "{log}");
    }
}

#[test]
fn the_level_is_lambda_s() {
    let table = [
        ("TRACE", LevelFilter::TRACE),
        ("debug", LevelFilter::DEBUG),
        ("", LevelFilter::INFO),
        ("FATAL", LevelFilter::ERROR),
        ("nonsense", LevelFilter::INFO),
    ];
    for (name, expected) in table {
        assert_eq!(level(name), expected, "{name}");
    }
}

#[test]
fn other_people_s_code_is_heard_from_warnings_upwards_whatever_the_level() {
    let said = || {
        tracing::trace!(target: "create_invoice", "own words");
        tracing::debug!(target: "quickbooks::client", "own words");
        tracing::trace!(target: "lambda_runtime::layers::api_response", body = "CANARY", "raw event");
        tracing::debug!(target: "aws_smithy_runtime::client", body = "CANARY", "request");
        tracing::error!(target: "lambda_runtime::layers::panic", "CANARY");
        tracing::warn!(target: "aws_config", "their words");
    };
    let everything = log(Format::Json, LevelFilter::TRACE, said);
    assert_eq!(everything.matches("own words").count(), 2);
    assert_eq!(everything.matches("their words").count(), 1);
    assert!(!everything.contains("CANARY"), "{everything}");
    assert_eq!(log(Format::Json, LevelFilter::ERROR, said), "");
}
