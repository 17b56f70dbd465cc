//! Failures on demand.

use std::time::{Duration, Instant};

use sandbox_quickbooks::{
    FaultEffect, FaultScript, Operation, Pause, ScriptedAnswer, ThrottleAnswer, ThrottleFormat,
};

use crate::client::{Company, invoice};

fn script(effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity("Invoice")
        .operation(Operation::Create)
}

fn count(company: &Company) -> usize {
    company.sandbox.documents("Invoice").len()
}

async fn post(company: &Company) -> reqwest::Result<reqwest::Response> {
    company
        .request(
            company
                .http
                .post(company.url("invoice"))
                .json(&invoice("1", "100")),
        )
        .send()
        .await
}

#[tokio::test]
async fn a_connection_closed_before_the_effect_wrote_nothing() {
    let company = Company::start().await;
    let before = count(&company);
    company
        .sandbox
        .script(script(FaultEffect::CloseBeforeEffect));
    assert!(post(&company).await.is_err());
    assert_eq!(count(&company), before);
    let journal = company.sandbox.journal();
    assert_eq!(
        (journal.len(), journal[0].answered, journal[0].status),
        (1, false, 0)
    );
}

#[tokio::test]
async fn a_connection_closed_after_the_effect_wrote_the_document() {
    let company = Company::start().await;
    let before = count(&company);
    company
        .sandbox
        .script(script(FaultEffect::CloseAfterEffect));
    assert!(post(&company).await.is_err());
    assert_eq!(count(&company), before + 1);
    let journal = company.sandbox.journal();
    assert_eq!((journal[0].answered, journal[0].status), (false, 200));
}

#[tokio::test]
async fn half_an_answer_has_its_status_and_breaks_off_in_the_body() {
    let company = Company::start().await;
    let before = count(&company);
    company.sandbox.script(script(FaultEffect::HalfAnswer));
    let response = post(&company).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    assert_eq!(count(&company), before + 1);
    assert!(!company.sandbox.journal()[0].answered);
}

#[tokio::test]
async fn a_scripted_status_comes_instead_of_the_effect_or_after_it() {
    for (after_effect, written) in [(false, 0), (true, 1)] {
        let company = Company::start().await;
        let before = count(&company);
        company
            .sandbox
            .script(script(FaultEffect::Status(ScriptedAnswer {
                status: 503,
                body: "<html>unavailable</html>".to_owned(),
                content_type: "text/html".to_owned(),
                after_effect,
            })));
        let response = post(&company).await.unwrap();
        assert_eq!(
            (
                response.status().as_u16(),
                response.headers()["content-type"].to_str().unwrap()
            ),
            (503, "text/html")
        );
        assert_eq!(count(&company), before + written);
    }
}

#[tokio::test]
async fn a_throttled_request_is_429_in_the_form_asked_for_and_wrote_nothing() {
    let cases = [
        (
            ThrottleFormat::Json,
            "application/json",
            "\"code\":\"3001\"",
        ),
        (ThrottleFormat::Xml, "application/xml", "code=\"3001\""),
        (
            ThrottleFormat::Plain,
            "text/plain",
            "The request limit was reached.  Try again later",
        ),
    ];
    for (format, content_type, part) in cases {
        let company = Company::start().await;
        let before = count(&company);
        company
            .sandbox
            .script(script(FaultEffect::Throttle(ThrottleAnswer {
                format,
                retry_after: Some(7),
            })));
        let response = post(&company).await.unwrap();
        assert_eq!(
            (
                response.status().as_u16(),
                response.headers()["retry-after"].to_str().unwrap()
            ),
            (429, "7")
        );
        assert_eq!(response.headers()["content-type"], content_type);
        assert!(response.text().await.unwrap().contains(part));
        assert_eq!(count(&company), before);
    }
}

#[tokio::test]
async fn a_token_can_be_made_to_expire_for_one_request() {
    let company = Company::start().await;
    company.sandbox.script(script(FaultEffect::ExpiredToken));
    assert_eq!(post(&company).await.unwrap().status(), 401);
    assert_eq!(post(&company).await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_effect_happens_before_or_after_a_pause_even_when_the_client_has_gone() {
    for (after_effect, at_once) in [(true, 1), (false, 0)] {
        let company = Company::start().await;
        let before = count(&company);
        company.sandbox.script(script(FaultEffect::Delay(Pause {
            milliseconds: 400,
            after_effect,
        })));
        let request = company.request(
            company
                .http
                .post(company.url("invoice"))
                .json(&invoice("1", "100")),
        );
        assert!(
            request
                .timeout(Duration::from_millis(150))
                .send()
                .await
                .unwrap_err()
                .is_timeout()
        );
        assert_eq!(count(&company), before + at_once);
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(count(&company), before + 1);
        assert!(!company.sandbox.journal()[0].answered);
    }
}

#[tokio::test]
async fn a_pause_does_not_hold_up_other_requests() {
    let company = Company::start().await;
    let pause = FaultEffect::Delay(Pause {
        milliseconds: 2000,
        after_effect: false,
    });
    company.sandbox.script(script(pause));
    let slow = company.request(
        company
            .http
            .post(company.url("invoice"))
            .json(&invoice("1", "100")),
    );
    let slow = tokio::spawn(slow.send());
    let started = Instant::now();
    assert_eq!(company.get("item/1").await.status, 200);
    assert!(started.elapsed() < Duration::from_secs(1));
    slow.abort();
}

#[tokio::test]
async fn scripts_count_only_the_requests_they_match() {
    let company = Company::start().await;
    company
        .sandbox
        .script(script(FaultEffect::CloseBeforeEffect).nth(2));
    company.sandbox.script(
        FaultScript::new(FaultEffect::ExpiredToken)
            .path("/item/")
            .next(2),
    );
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(post(&company).await.is_ok());
    }
    assert_eq!(seen, [true, false, true]);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(company.get("item/1").await.status);
    }
    assert_eq!(statuses, [401, 401, 200]);
}

#[tokio::test]
async fn cleared_scripts_fail_nothing() {
    let company = Company::start().await;
    company
        .sandbox
        .script(FaultScript::new(FaultEffect::CloseBeforeEffect).always());
    assert!(post(&company).await.is_err());
    company.sandbox.clear_scripts();
    assert!(post(&company).await.is_ok());
}
