use serde_json::json;

use super::*;

fn said(status: Option<u16>, body: &str) -> String {
    let answer = ActionAnswer {
        time: Timestamp::UNIX_EPOCH,
        status,
        body: body.to_owned(),
        retry_after: None,
    };
    match answer.verdict() {
        Verdict::Succeeded(outputs) => format!("succeeded with {}", outputs.len()),
        Verdict::Failed(outputs) => format!("failed with {}", outputs.len()),
        Verdict::Blocked(_, duration) => format!("blocked for {} s", duration.as_secs()),
        Verdict::Senseless(_, reason) => reason,
        Verdict::Refused => "refused".to_owned(),
        Verdict::Unavailable => "unavailable".to_owned(),
    }
}

#[test]
fn a_2xx_is_a_success_unless_its_body_says_a_state() {
    let state =
        |state: &str| json!({ "outputFields": { "hs_execution_state": state } }).to_string();
    for (body, meaning) in [
        (String::new(), "succeeded with 0"),
        ("<html>Welcome</html>".to_owned(), "succeeded with 0"),
        (
            r#"{"outputFields":{"number":"1037"}}"#.to_owned(),
            "succeeded with 1",
        ),
        (state("SUCCESS"), "succeeded with 1"),
        (state("FAIL_CONTINUE"), "failed with 1"),
        (state("BLOCK"), "blocked for 604800 s"),
        (state("LATER"), "hs_execution_state LATER is unknown"),
    ] {
        assert_eq!(said(Some(200), &body), meaning);
    }
}

#[test]
fn a_block_lasts_as_long_as_it_says() {
    for (text, meaning) in [
        ("PT15M", "blocked for 900 s"),
        ("P1WT1H", "blocked for 608400 s"),
        ("P2D", "blocked for 172800 s"),
        (
            "PT0S",
            "hs_expiration_duration \"PT0S\" is no ISO 8601 duration",
        ),
        (
            "soon",
            "hs_expiration_duration \"soon\" is no ISO 8601 duration",
        ),
    ] {
        let body = json!({ "outputFields": { "hs_execution_state": "BLOCK", "hs_expiration_duration": text } });
        assert_eq!(said(Some(200), &body.to_string()), meaning);
    }
}

#[test]
fn a_status_other_than_2xx_counts_and_its_body_does_not() {
    let body = r#"{"outputFields":{"hs_execution_state":"SUCCESS"}}"#;
    for (status, meaning) in [
        (Some(204), "succeeded with 1"),
        (Some(302), "refused"),
        (Some(404), "refused"),
        (Some(429), "unavailable"),
        (Some(503), "unavailable"),
        (None, "unavailable"),
    ] {
        assert_eq!(said(status, body), meaning, "{status:?}");
    }
}
