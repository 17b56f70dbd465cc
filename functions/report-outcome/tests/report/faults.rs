//! A fault at every request, and the tries after it.

use sandbox_hubspot::{FaultEffect, FaultScript, ScriptedAnswer, ScriptedLimit};
use serde_json::json;

use crate::stage::{Stage, booked, event};

fn effects() -> Vec<FaultEffect> {
    let lost = ScriptedAnswer {
        status: 500,
        body: "{}".to_owned(),
        after_effect: true,
        content_type: "application/json".to_owned(),
    };
    vec![
        FaultEffect::CloseBeforeEffect,
        FaultEffect::CloseAfterEffect,
        FaultEffect::Status(lost),
        FaultEffect::Edge(502),
        FaultEffect::Locked,
        FaultEffect::RateLimit(ScriptedLimit::TenSecondlyRolling),
        FaultEffect::ExpiredToken,
    ]
}

#[tokio::test]
async fn whichever_request_fails_the_next_try_does_what_is_left_and_nothing_is_there_twice() {
    let settings = json!({"notes": "always", "hubspot_invoice": true});
    let told = event("deal", "9001", &booked());
    let requests = {
        let stage = Stage::set_up(settings.clone()).await;
        stage.portal.clear_journal();
        stage.report(&told).await.unwrap();
        stage.requests().len()
    };
    assert!(requests >= 9, "{requests}");
    for effect in effects() {
        for place in 1..=requests {
            let stage = Stage::set_up(settings.clone()).await;
            stage.portal.clear_journal();
            let place = u32::try_from(place).unwrap();
            stage
                .portal
                .script(FaultScript::new(effect.clone()).nth(place));
            let case = format!("{effect:?} at request {place}");
            let error = stage.report(&told).await.expect_err(&case);
            let message = error.to_string();
            assert!(
                message.contains("deal 9001") && message.contains("done: "),
                "{case}: {message}"
            );
            // Until a lost request has settled, nobody makes another.
            for _ in 0..3 {
                stage.clock.advance(61);
                if stage.report(&told).await.is_ok() {
                    break;
                }
            }
            let answer = stage.report(&told).await;
            assert!(answer.is_ok(), "{case}: {answer:?}");
            assert_eq!(stage.notes().len(), 1, "{case}");
            assert_eq!(stage.portal.records("invoices").len(), 1, "{case}");
            assert_eq!(stage.portal.records("line_items").len(), 1, "{case}");
            let deal = stage.properties("deals", "9001");
            assert_eq!(deal["quickbooks_sale_number"], "1037", "{case}");
        }
    }
}

#[tokio::test]
async fn what_is_done_is_not_touched_by_the_next_try() {
    let stage = Stage::set_up(json!({"notes": "always"})).await;
    let told = event("deal", "9001", &booked());
    let down = FaultScript::new(FaultEffect::Edge(503)).object_type("notes");
    stage.portal.script(down.always());
    for _ in 0..3 {
        let error = stage.report(&told).await.unwrap_err();
        assert_eq!(error.error_type(), "HubSpotUnavailable");
        let message = error.to_string();
        assert!(
            message.contains("done: completion, properties; left: note"),
            "{message}"
        );
    }
    stage.portal.clear_scripts();
    stage.portal.clear_journal();
    stage.clock.advance(61);
    stage.report(&told).await.unwrap();
    assert_eq!(stage.portal.completions().len(), 1, "it is completed once");
    assert!(
        !stage
            .requests()
            .iter()
            .any(|it| it.contains("complete") || it.starts_with("PATCH"))
    );
    assert_eq!(stage.notes().len(), 1);
}
