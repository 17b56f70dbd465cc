use std::time::Duration;

use bytes::Bytes;
use http::Response;
use proptest::{
    collection::vec,
    prelude::{any, prop_assert, proptest},
};

use super::classify;
use crate::{
    call::{Answer, CallError, Certainty, TransportError},
    object::{ObjectId, ObjectType},
    rate_limits::ThrottlePolicy,
    request::Request,
};

/// The outcome of a call, without the words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Done,
    Rejected,
    NotFound,
    Conflict,
    Unauthorized,
    MissingScopes,
    Forbidden,
    Locked,
    Throttled,
    Migrating,
    Unavailable,
    Unknown,
}
use Verdict::{
    Conflict, Done, Forbidden, Locked, Migrating, MissingScopes, NotFound, Rejected, Throttled,
    Unauthorized, Unavailable, Unknown,
};

fn verdict(outcome: Result<Answer, CallError>) -> Verdict {
    match outcome {
        Ok(_) => Done,
        Err(CallError::Rejected { .. }) => Rejected,
        Err(CallError::NotFound { .. }) => NotFound,
        Err(CallError::Conflict { .. }) => Conflict,
        Err(CallError::Unauthorized { .. }) => Unauthorized,
        Err(CallError::MissingScopes { .. }) => MissingScopes,
        Err(CallError::Forbidden { .. }) => Forbidden,
        Err(CallError::Locked { .. }) => Locked,
        Err(CallError::Throttled(_)) => Throttled,
        Err(CallError::Migrating { .. }) => Migrating,
        Err(CallError::Unavailable { .. }) => Unavailable,
        Err(CallError::Unknown { .. }) => Unknown,
        Err(CallError::InvalidRequest(error)) => panic!("{error}"),
    }
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
    let mut response = Response::builder()
        .status(status)
        .header("x-hubspot-correlation-id", "header-id");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

fn read() -> Request {
    Request::account_details()
}

fn write() -> Request {
    let properties = [("amount", "1480.00")].into_iter().collect();
    let id = ObjectId::new("9001").unwrap();
    Request::update(&ObjectType::Deal, &id, &properties)
}

fn error_of(status: u16, headers: &[(&str, &str)], body: &str) -> CallError {
    classify(&read(), Ok(response(status, headers, body))).unwrap_err()
}

const RECORD: &str = r#"{"id":"9001","properties":{"dealname":"Garden"},"archived":false}"#;
const PARTLY: &str = r#"{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND"}]}"#;
const HTML: &str =
    "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>";
const VALIDATION: &str = r#"{"status":"error","message":"Ada","category":"VALIDATION_ERROR"}"#;
const NO_SCOPE: &str = r#"{"status":"error","message":"This app hasn't been granted all required scopes to make this call.","category":"MISSING_SCOPES","errors":[{"message":"One or more of the following scopes are required.","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}"#;
const EXPIRED: &str = r#"{"status":"error","message":"The OAuth token used to make this call expired 1 second(s) ago.","category":"EXPIRED_AUTHENTICATION"}"#;
const GONE: &str = r#"{"status":"error","message":"resource not found"}"#;
const EXISTS: &str = r#"{"status":"error","message":"Contact already exists. Existing ID: 51","category":"CONFLICT"}"#;
const BURST: &str = r#"{"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}"#;

/// Status and body; what comes of a write; what comes of a read.
const ANSWERED: &[(u16, &str, Verdict, Verdict)] = &[
    (200, RECORD, Done, Done),
    (201, RECORD, Done, Done),
    (204, "", Done, Done),
    (200, "", Done, Done),
    (202, "{}", Done, Done),
    (207, PARTLY, Done, Done),
    (200, VALIDATION, Rejected, Rejected),
    (200, r#"{"id":"90"#, Unknown, Unavailable),
    (200, HTML, Unknown, Unavailable),
    (200, "[]", Unknown, Unavailable),
    (200, "null", Unknown, Unavailable),
    (200, "ok", Unknown, Unavailable),
    (301, "", Unknown, Unavailable),
    (302, HTML, Unknown, Unavailable),
    (307, RECORD, Unknown, Unavailable),
    (400, VALIDATION, Rejected, Rejected),
    (400, "{}", Rejected, Rejected),
    (400, HTML, Unknown, Unavailable),
    (400, "", Unknown, Unavailable),
    (401, EXPIRED, Unauthorized, Unauthorized),
    (401, "", Unauthorized, Unauthorized),
    (401, NO_SCOPE, MissingScopes, MissingScopes),
    (401, HTML, Unknown, Unavailable),
    (403, NO_SCOPE, MissingScopes, MissingScopes),
    (403, VALIDATION, Forbidden, Forbidden),
    (403, HTML, Unavailable, Unavailable),
    (403, "", Unavailable, Unavailable),
    (404, GONE, NotFound, NotFound),
    (404, "", NotFound, NotFound),
    (404, HTML, Unknown, Unavailable),
    (404, "no such page", Unknown, Unavailable),
    (405, VALIDATION, Rejected, Rejected),
    (408, "", Unknown, Unavailable),
    (408, VALIDATION, Unknown, Unavailable),
    (409, EXISTS, Conflict, Conflict),
    (413, HTML, Unknown, Unavailable),
    (414, VALIDATION, Rejected, Rejected),
    (415, VALIDATION, Rejected, Rejected),
    (423, "locked", Locked, Locked),
    (423, HTML, Locked, Locked),
    (423, VALIDATION, Locked, Locked),
    (429, BURST, Throttled, Throttled),
    (429, HTML, Throttled, Throttled),
    (429, "", Throttled, Throttled),
    (477, "", Migrating, Migrating),
    (477, HTML, Migrating, Migrating),
    (477, VALIDATION, Migrating, Migrating),
    (500, VALIDATION, Unknown, Unavailable),
    (500, "", Unknown, Unavailable),
    (502, HTML, Unknown, Unavailable),
    (503, HTML, Unknown, Unavailable),
    (504, "", Unknown, Unavailable),
    (521, HTML, Unknown, Unavailable),
    (523, HTML, Unknown, Unavailable),
    (524, HTML, Unknown, Unavailable),
    (599, RECORD, Unknown, Unavailable),
];

#[test]
fn every_answer_has_one_meaning() {
    for &(status, body, of_write, of_read) in ANSWERED {
        for (request, expected) in [(write(), of_write), (read(), of_read)] {
            let outcome = classify(&request, Ok(response(status, &[], body)));
            let write = request.is_write();
            assert_eq!(verdict(outcome), expected, "{status} {body} write: {write}");
        }
    }
}

#[test]
fn a_page_is_known_by_its_type_too() {
    let page = [("content-type", "text/html; charset=UTF-8")];
    let error = error_of(404, &page, "error 1015");
    assert_eq!(verdict(Err(error)), Unavailable);
}

#[test]
fn no_answer_is_unknown_for_a_write_that_was_sent_only() {
    let not_sent = || TransportError::NotSent {
        detail: "refused".to_owned(),
    };
    let lost = || TransportError::Lost {
        detail: "timed out".to_owned(),
    };
    assert_eq!(verdict(classify(&write(), Err(not_sent()))), Unavailable);
    assert_eq!(verdict(classify(&read(), Err(not_sent()))), Unavailable);
    assert_eq!(verdict(classify(&read(), Err(lost()))), Unavailable);
    let unknown = classify(&write(), Err(lost())).unwrap_err();
    assert_eq!(unknown.certainty(), Certainty::Unknown);
    assert!(unknown.is_retryable());
}

#[test]
fn the_quota_that_is_used_up_is_told() {
    let named = |name: &str| format!(r#"{{"policyName":"{name}"}}"#);
    let texted = |text: &str| format!(r#"{{"message":"{text}"}}"#);
    let none_left = [("x-hubspot-ratelimit-daily-remaining", "0")];
    for (headers, body, expected) in [
        (&[][..], named("DAILY"), ThrottlePolicy::Daily),
        (
            &[],
            named("TEN_SECONDLY_ROLLING"),
            ThrottlePolicy::TenSecondlyRolling,
        ),
        (&[], named("SECONDLY"), ThrottlePolicy::Secondly),
        (&[], named("HOURLY"), ThrottlePolicy::Unnamed),
        (
            &[],
            texted("You have reached your daily limit."),
            ThrottlePolicy::Daily,
        ),
        (
            &[],
            texted("You have reached your secondly limit."),
            ThrottlePolicy::Secondly,
        ),
        (
            &[],
            texted("You have reached your ten_secondly_rolling limit."),
            ThrottlePolicy::TenSecondlyRolling,
        ),
        (&none_left[..], HTML.to_owned(), ThrottlePolicy::Daily),
        (&[], HTML.to_owned(), ThrottlePolicy::Unnamed),
    ] {
        match error_of(429, headers, &body) {
            CallError::Throttled(throttle) => assert_eq!(throttle.policy, expected, "{body}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_throttle_keeps_the_quotas_and_the_wait() {
    let headers = [
        ("x-hubspot-ratelimit-remaining", "0"),
        ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
        ("retry-after", "4"),
    ];
    match error_of(429, &headers, BURST) {
        CallError::Throttled(throttle) => {
            assert_eq!(throttle.limits.remaining, Some(0));
            assert_eq!(throttle.limits.interval, Some(Duration::from_secs(10)));
            assert_eq!(throttle.retry_after, Some(Duration::from_secs(4)));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lock_is_waited_for_two_seconds_at_least() {
    for (headers, expected) in [
        (&[][..], 2),
        (&[("retry-after", "1")][..], 2),
        (&[("retry-after", "30")][..], 30),
    ] {
        match error_of(423, headers, "") {
            CallError::Locked { retry_after, .. } => {
                assert_eq!(retry_after, Duration::from_secs(expected));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_migration_tells_its_end() {
    let error = error_of(477, &[("retry-after", "86400")], "");
    let now = "2026-11-28T22:00:00Z".parse().unwrap();
    let resumed = error.resumes_at(now, &jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(resumed.to_string(), "2026-11-29T22:00:00Z");
    let silent = error_of(477, &[], "");
    assert_eq!(silent.resumes_at(now, &jiff::tz::TimeZone::UTC), None);
}

#[test]
fn a_missing_scope_is_named_and_is_no_fault_of_the_token() {
    let error = error_of(401, &[], NO_SCOPE);
    assert_eq!(
        error.to_string(),
        "the HubSpot app lacks a scope: crm.objects.deals.read"
    );
    assert!(!error.is_retryable());
}

#[test]
fn the_id_of_the_exchange_is_the_bodys_else_the_headers() {
    let told = r#"{"category":"VALIDATION_ERROR","correlationId":"body-id"}"#;
    assert_eq!(error_of(400, &[], told).correlation_id(), Some("body-id"));
    let under_success =
        r#"{"status":"error","category":"VALIDATION_ERROR","correlationId":"body-id"}"#;
    let rejected = error_of(200, &[], under_success);
    assert_eq!(rejected.correlation_id(), Some("body-id"));
    for (status, body) in [(404, ""), (423, ""), (429, ""), (477, ""), (500, HTML)] {
        let error = error_of(status, &[], body);
        assert_eq!(error.correlation_id(), Some("header-id"), "{status}");
    }
    let answer = classify(&read(), Ok(response(200, &[], RECORD))).unwrap();
    assert_eq!(answer.correlation_id.as_deref(), Some("header-id"));
}

#[test]
fn an_answer_keeps_the_quotas() {
    let headers = [("x-hubspot-ratelimit-daily-remaining", "12")];
    let answer = classify(&read(), Ok(response(200, &headers, RECORD))).unwrap();
    assert_eq!(answer.limits.daily_remaining, Some(12));
}

#[test]
fn no_error_shows_what_was_answered() {
    let canary = r#"{"status":"error","message":"canary","context":{"email":["canary@example.com"]},"errors":[{"message":"canary"}]}"#;
    let page = "<html>canary</html>";
    for status in (200..=207).chain(301..=308).chain(400..=599) {
        for body in [canary, page, "canary"] {
            let outcome = classify(&write(), Ok(response(status, &[], body)));
            let shown = match &outcome {
                Ok(answer) => format!("{answer:?}"),
                Err(error) => format!("{error:?} {error}"),
            };
            assert!(!shown.contains("canary"), "{status} {body}: {shown}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_comes_back_has_an_outcome_that_can_be_read(
        status in 100_u16..=999, body in vec(any::<u8>(), 0..200), json in "\\PC{0,60}", header in "[ -~]{0,30}",
    ) {
        let json = format!(r#"{{"status":{json},"results":[{json}],"errors":[{json}],"message":{json}}}"#);
        let headers = [("retry-after", header.as_str()), ("x-hubspot-ratelimit-max", header.as_str())];
        for request in [read(), write()] {
            for body in [body.as_slice(), json.as_bytes(), json.to_uppercase().as_bytes()] {
                let mut response = response(status, &headers, "");
                *response.body_mut() = Bytes::copy_from_slice(body);
                match classify(&request, Ok(response)) {
                    Ok(answer) => {
                        prop_assert!((200..300).contains(&status));
                        let _ = (answer.record(), answer.record_batch(), answer.associations());
                        let _ = (answer.association_batch(), answer.records(), answer.tax_rates());
                    }
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
            }
        }
    }
}
