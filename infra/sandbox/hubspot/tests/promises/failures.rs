//! Failures on demand.

use std::time::{Duration, Instant};

use sandbox_hubspot::{FaultEffect, FaultScript, Operation, Pause, ScriptedAnswer, ScriptedLimit};
use serde_json::json;

use crate::client::{Answer, Portal};

#[tokio::test]
async fn each_scripted_refusal_has_hubspots_status_and_is_over_with_the_next_request() {
    let portal = Portal::start().await;
    let path = "/crm/v3/objects/deals";
    for (effect, status, category) in [
        (FaultEffect::Locked, 423, "LOCKED"),
        (FaultEffect::Migrating(3600), 477, "MIGRATION_IN_PROGRESS"),
        (FaultEffect::ExpiredToken, 401, "EXPIRED_AUTHENTICATION"),
        (
            FaultEffect::MissingScope("automation".to_owned()),
            403,
            "MISSING_SCOPES",
        ),
    ] {
        portal.sandbox.script(FaultScript::new(effect));
        let refused = portal.get(path).await;
        assert_eq!(
            (refused.status, refused.body["category"].as_str()),
            (status, Some(category))
        );
        if status == 477 {
            assert_eq!(refused.header("retry-after"), "3600");
        }
        assert_eq!(portal.get(path).await.status, 200);
    }
    for (limit, policy) in [
        (ScriptedLimit::TenSecondlyRolling, "TEN_SECONDLY_ROLLING"),
        (ScriptedLimit::Daily, "DAILY"),
        (ScriptedLimit::Secondly, "SECONDLY"),
    ] {
        portal
            .sandbox
            .script(FaultScript::new(FaultEffect::RateLimit(limit)));
        let refused = portal.get(path).await;
        assert_eq!(
            (refused.status, refused.body["policyName"].as_str()),
            (429, Some(policy))
        );
    }
}

#[tokio::test]
async fn the_edge_answers_with_a_page_of_html_and_nothing_is_done() {
    let portal = Portal::start_empty().await;
    portal
        .sandbox
        .script(FaultScript::new(FaultEffect::Edge(502)).next(2));
    for _ in 0..2 {
        let answer = portal
            .post("/crm/v3/objects/deals", &json!({ "properties": {} }))
            .await;
        assert_eq!(answer.status, 502);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.body.as_str().unwrap().starts_with("<!doctype html>"));
    }
    assert!(portal.sandbox.records("deals").is_empty());
}

#[tokio::test]
async fn an_answer_is_lost_before_or_after_its_effect_or_by_half() {
    for (effect, made) in [
        (FaultEffect::CloseBeforeEffect, 0),
        (FaultEffect::CloseAfterEffect, 1),
        (FaultEffect::HalfAnswer, 1),
    ] {
        let portal = Portal::start_empty().await;
        portal.sandbox.script(
            FaultScript::new(effect)
                .object_type("notes")
                .operation(Operation::Create),
        );
        assert_eq!(portal.get("/crm/v3/objects/notes").await.status, 200);
        let body =
            json!({ "properties": { "hs_note_body": "Paid", "hs_timestamp": "2026-07-05" } });
        let request = portal
            .request(reqwest::Method::POST, "/crm/v3/objects/notes")
            .json(&body);
        let lost = match request.send().await {
            Ok(response) => response.bytes().await.is_err(),
            Err(_) => true,
        };
        assert!(lost);
        assert_eq!(portal.sandbox.records("notes").len(), made);
        let entry = portal.sandbox.journal().pop().unwrap();
        assert!(!entry.answered && entry.is_write);
    }
}

#[tokio::test]
async fn scripts_choose_their_request_and_other_answers_replace_the_right_one() {
    let portal = Portal::start().await;
    let answer = ScriptedAnswer {
        status: 503,
        body: String::new(),
        content_type: "text/plain".to_owned(),
        after_effect: true,
    };
    portal.sandbox.script(
        FaultScript::new(FaultEffect::Status(answer))
            .path("/line_items/")
            .nth(2),
    );
    let read = json!({ "inputs": [{ "id": "1" }] });
    let path = "/crm/v3/objects/line_items/batch/read";
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(portal.post(path, &read).await.status);
    }
    assert_eq!(statuses, [207, 503, 207]);
    portal
        .sandbox
        .script(FaultScript::new(FaultEffect::Locked).always());
    portal.sandbox.clear_scripts();
    assert_eq!(portal.post(path, &read).await.status, 207);
}

#[tokio::test]
async fn an_answer_can_be_late() {
    let portal = Portal::start().await;
    let pause = Pause {
        milliseconds: 60,
        after_effect: true,
    };
    portal
        .sandbox
        .script(FaultScript::new(FaultEffect::Delay(pause)));
    let start = Instant::now();
    let answer = Answer::of(
        portal
            .request(reqwest::Method::GET, "/crm/v3/owners")
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(answer.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(60));
}
