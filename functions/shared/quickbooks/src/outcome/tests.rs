use std::time::Duration;

use bytes::Bytes;
use http::Response;

use super::classify;
use crate::{
    answer::Answer, call_error::CallError, certainty::Certainty, entity::Invoice,
    transport::TransportError,
};

/// The outcome of a call, without the words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Done,
    Rejected,
    Unauthorized,
    Forbidden,
    Throttled,
    Unavailable,
    Unknown,
}
use Verdict::{Done, Forbidden, Rejected, Throttled, Unauthorized, Unavailable, Unknown};

fn verdict(outcome: Result<Answer, CallError>) -> Verdict {
    match outcome {
        Ok(_) => Done,
        Err(CallError::Rejected { .. }) => Rejected,
        Err(CallError::Unauthorized { .. }) => Unauthorized,
        Err(CallError::Forbidden { .. }) => Forbidden,
        Err(CallError::Throttled { .. }) => Throttled,
        Err(CallError::Unavailable { .. }) => Unavailable,
        Err(CallError::Unknown { .. }) => Unknown,
        Err(CallError::InvalidRequest { detail }) => panic!("{detail}"),
    }
}

fn response(status: u16, body: &str) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .header("intuit_tid", "1-5f732f5f-25dcb83b777d318c396aaf06")
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

const INVOICE: &str = r#"{"Invoice":{"Id":"145"},"time":"2026-05-05T02:08:54.543-07:00"}"#;
const HTML: &str = "<html><head><title>Bad Gateway</title></head></html>";
const VALIDATION: &str =
    r#"{"Fault":{"Error":[{"Message":"m","Detail":"d","code":"6140"}],"type":"ValidationFault"}}"#;
const VALIDATION_LOWER: &str =
    r#"{"fault":{"error":[{"message":"m","detail":"d","code":"6140"}],"type":"VALIDATION"}}"#;
const VALIDATION_XML: &str = r#"<IntuitResponse><Fault type="ValidationFault"><Error code="2020"/></Fault></IntuitResponse>"#;
const SYSTEM: &str =
    r#"{"Fault":{"Error":[{"Message":"m","Detail":"d","code":"10000"}],"type":"SystemFault"}}"#;
const DUPLICATE_REQUEST_ID: &str =
    r#"{"Fault":{"Error":[{"Message":"m","code":"600"}],"type":"ValidationFault"}}"#;
const EXPIRED: &str =
    r#"{"fault":{"error":[{"message":"m","code":"3200"}],"type":"AUTHENTICATION"}}"#;
const OTHER_REALM: &str = r#"{"fault":{"error":[{"message":"message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403","code":"3100"}],"type":"SERVICE"}}"#;
const THROTTLE: &str = r#"{"fault":{"error":[{"message":"message=ThrottleExceeded; errorCode=003001; statusCode=429","detail":"The request limit was reached.  Try again later","code":"3001"}],"type":"SERVICE"}}"#;
const THROTTLE_XML: &str = r#"<IntuitResponse><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=403</Message></Error></Fault></IntuitResponse>"#;
const THROTTLE_TEXT: &str = "message=throttleExceeded; errorCode=003001; statusCode=403";

/// Status and body; what comes of a write; what comes of a read.
const ANSWERED: &[(u16, &str, Verdict, Verdict)] = &[
    (200, INVOICE, Done, Done),
    (201, INVOICE, Done, Done),
    (200, "", Unknown, Unavailable),
    (204, "", Unknown, Unavailable),
    (200, r#"{"Invoice":{"Id":"14"#, Unknown, Unavailable),
    (200, HTML, Unknown, Unavailable),
    (200, "[]", Unknown, Unavailable),
    (200, "null", Unknown, Unavailable),
    (200, VALIDATION, Rejected, Rejected),
    (200, VALIDATION_XML, Rejected, Rejected),
    (200, SYSTEM, Unknown, Unavailable),
    (200, EXPIRED, Unauthorized, Unauthorized),
    (301, "", Unknown, Unavailable),
    (302, HTML, Unknown, Unavailable),
    (307, INVOICE, Unknown, Unavailable),
    (400, VALIDATION, Rejected, Rejected),
    (400, VALIDATION_LOWER, Rejected, Rejected),
    (400, VALIDATION_XML, Rejected, Rejected),
    (400, SYSTEM, Unknown, Unavailable),
    (400, DUPLICATE_REQUEST_ID, Unknown, Unavailable),
    (400, OTHER_REALM, Forbidden, Forbidden),
    (400, THROTTLE, Throttled, Throttled),
    (400, THROTTLE_TEXT, Throttled, Throttled),
    (400, HTML, Unknown, Unavailable),
    (400, "", Unknown, Unavailable),
    (401, EXPIRED, Unauthorized, Unauthorized),
    (401, "", Unauthorized, Unauthorized),
    (401, HTML, Unauthorized, Unauthorized),
    (403, OTHER_REALM, Forbidden, Forbidden),
    (403, HTML, Forbidden, Forbidden),
    (403, THROTTLE, Throttled, Throttled),
    (403, THROTTLE_XML, Throttled, Throttled),
    (403, THROTTLE_TEXT, Throttled, Throttled),
    (404, VALIDATION, Rejected, Rejected),
    (404, HTML, Unknown, Unavailable),
    (408, "", Unknown, Unavailable),
    (413, HTML, Unknown, Unavailable),
    (429, THROTTLE, Throttled, Throttled),
    (429, THROTTLE_XML, Throttled, Throttled),
    (429, HTML, Throttled, Throttled),
    (429, "", Throttled, Throttled),
    (500, SYSTEM, Unknown, Unavailable),
    (500, VALIDATION, Unknown, Unavailable),
    (500, "", Unknown, Unavailable),
    (502, HTML, Unknown, Unavailable),
    (503, HTML, Unknown, Unavailable),
    (503, THROTTLE, Throttled, Throttled),
    (504, HTML, Unknown, Unavailable),
    (504, "", Unknown, Unavailable),
    (599, INVOICE, Unknown, Unavailable),
];

#[test]
fn every_answer_has_one_meaning() {
    for &(status, body, of_write, of_read) in ANSWERED {
        let written = classify(true, Ok(response(status, body)));
        assert_eq!(verdict(written), of_write, "write: {status} {body}");
        let read = classify(false, Ok(response(status, body)));
        assert_eq!(verdict(read), of_read, "read: {status} {body}");
    }
}

#[test]
fn a_request_that_never_left_is_not_done_and_a_lost_answer_is_unknown() {
    let detail = || "connection refused".to_owned();
    let not_sent = || Err(TransportError::NotSent { detail: detail() });
    let lost = || Err(TransportError::Lost { detail: detail() });
    assert_eq!(verdict(classify(true, not_sent())), Unavailable);
    assert_eq!(verdict(classify(false, not_sent())), Unavailable);
    assert_eq!(verdict(classify(true, lost())), Unknown);
    assert_eq!(verdict(classify(false, lost())), Unavailable);
}

#[test]
fn a_read_is_never_unknown() {
    for &(status, body, ..) in ANSWERED {
        if let Err(error) = classify(false, Ok(response(status, body))) {
            assert_eq!(error.certainty(), Certainty::NotDone, "{status} {body}");
        }
    }
}

#[test]
fn only_an_unknown_outcome_is_uncertain_and_only_passing_trouble_is_retryable() {
    for &(status, body, ..) in ANSWERED {
        let Err(error) = classify(true, Ok(response(status, body))) else {
            continue;
        };
        let retryable = error.is_retryable();
        let certainty = error.certainty();
        match verdict(Err(error)) {
            Done => unreachable!("an error is not done"),
            Unknown => assert_eq!((certainty, retryable), (Certainty::Unknown, true)),
            Throttled | Unavailable => {
                assert_eq!((certainty, retryable), (Certainty::NotDone, true));
            }
            Rejected | Unauthorized | Forbidden => {
                assert_eq!((certainty, retryable), (Certainty::NotDone, false));
            }
        }
    }
}

#[test]
fn every_outcome_keeps_intuits_id_of_the_exchange() {
    let tid = "1-5f732f5f-25dcb83b777d318c396aaf06";
    for &(status, body, ..) in ANSWERED {
        match classify(true, Ok(response(status, body))) {
            Ok(answer) => assert_eq!(answer.intuit_tid.as_deref(), Some(tid)),
            Err(error) => assert_eq!(error.intuit_tid(), Some(tid), "{status} {body}"),
        }
    }
}

#[test]
fn a_throttled_call_says_how_long_to_wait() {
    let mut response = response(429, THROTTLE);
    response
        .headers_mut()
        .insert("retry-after", "60".parse().unwrap());
    let expected = CallError::Throttled {
        retry_after: Some(Duration::from_mins(1)),
        intuit_tid: Some("1-5f732f5f-25dcb83b777d318c396aaf06".to_owned()),
    };
    assert_eq!(classify(true, Ok(response)).unwrap_err(), expected);
}

#[test]
fn a_write_whose_answer_holds_something_else_is_unknown() {
    let anomaly = r#"{"BatchItemResponse":[],"time":"2026-05-05T02:08:54.543-07:00"}"#;
    for body in [anomaly, r#"{"Invoice":{"TotalAmt":{}}}"#] {
        let written = classify(true, Ok(response(200, body))).unwrap();
        let error = written.entity::<Invoice>().unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{body}");
        let read = classify(false, Ok(response(200, body))).unwrap();
        let error = read.entity::<Invoice>().unwrap_err();
        assert_eq!(error.certainty(), Certainty::NotDone, "{body}");
    }
}

#[test]
fn no_outcome_shows_what_was_answered() {
    let bodies = [
        r#"{"Invoice":{"CustomerRef":{"value":"1","name":"canary"}}}"#,
        r#"{"Invoice":{"TotalAmt":"canary"}}"#,
        r#"{"Fault":{"Error":[{"Message":"canary","Detail":"canary","code":"6140"}]}}"#,
        "<html>canary</html>",
        "canary",
    ];
    for status in [200, 302, 400, 401, 403, 404, 429, 500, 502, 503] {
        for body in bodies {
            let outcome = classify(true, Ok(response(status, body)));
            assert!(
                !format!("{outcome:?}").contains("canary"),
                "{status} {body}"
            );
            if let Ok(answer) = outcome {
                let entity = answer.entity::<Invoice>();
                assert!(!format!("{entity:?}").contains("canary"), "{status} {body}");
                assert!(
                    !entity
                        .err()
                        .is_some_and(|error| error.to_string().contains("canary"))
                );
            }
        }
    }
}
