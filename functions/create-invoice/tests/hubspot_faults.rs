//! Every fault of HubSpot at every kind of request by which a deal is read: nothing is booked, and the next run books
//! it once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::by_id::{by_id, large_order, run, stage_of};
use actions::Status;
use jiff::SignedDuration;
use sandbox_hubspot::{
    FaultEffect as Fault, FaultScript, SandboxOptions, ScriptedAnswer, ScriptedLimit,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{PortalSecret, Portals as _};

const TOKEN: &str = "/account-info/";
const RECORD: &str = "/deals/9001";

/// The requests that read a deal, by a part of their paths; the first two go out side by side.
const REQUESTS: [&str; 9] = [
    TOKEN,
    RECORD,
    "/associations/line_items",
    "/line_items/batch/read",
    "/contacts/batch/read",
    "/companies/batch/read",
    "/discounts/batch/read",
    "/fees/batch/read",
    "/taxes/batch/read",
];

fn answer(status: u16, body: &Value) -> Fault {
    Fault::Status(ScriptedAnswer {
        status,
        body: body.to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    })
}

fn faults() -> Vec<Fault> {
    let error = |category: &str| json!({"status": "error", "message": "no", "category": category});
    let in_part = json!({"status": "COMPLETE", "results": [], "numErrors": 1,
        "errors": [error("OBJECT_NOT_FOUND")]});
    vec![
        answer(207, &in_part),
        answer(400, &error("VALIDATION_ERROR")),
        answer(403, &json!({})),
        answer(404, &error("OBJECT_NOT_FOUND")),
        answer(500, &json!({})),
        Fault::Edge(403),
        Fault::Edge(502),
        Fault::CloseBeforeEffect,
        Fault::CloseAfterEffect,
        Fault::HalfAnswer,
        Fault::RateLimit(ScriptedLimit::TenSecondlyRolling),
        Fault::RateLimit(ScriptedLimit::Daily),
        Fault::RateLimit(ScriptedLimit::Secondly),
        Fault::Locked,
        Fault::Migrating(600),
        Fault::ExpiredToken,
        Fault::MissingScope("crm.objects.deals.read".to_owned()),
    ]
}

/// The error of a run in which a request has this fault; none where the fault cannot be.
fn expected(fault: &Fault, request: &str) -> Option<&'static str> {
    Some(match fault {
        Fault::Status(answer) => match (answer.status, request) {
            (207, request) if !request.ends_with("/batch/read") => return None,
            (400, _) => "InvalidRequest",
            (403, _) => "HubSpotAccessDenied",
            (404, TOKEN) => "SettingMissing",
            (404, RECORD) => "RecordNotFound",
            (_, _) => "HubSpotUnavailable",
        },
        Fault::Edge(_)
        | Fault::CloseBeforeEffect
        | Fault::CloseAfterEffect
        | Fault::HalfAnswer
        | Fault::RateLimit(_)
        | Fault::Locked
        | Fault::Migrating(_) => "HubSpotUnavailable",
        Fault::ExpiredToken | Fault::MissingScope(_) => "HubSpotAccessDenied",
        Fault::Delay(_) => return None,
    })
}

#[tokio::test]
async fn whatever_request_fails_nothing_is_booked_and_the_next_run_books_once() {
    let event = by_id(&json!({"create_missing_products": true}), &json!({}));
    for request in REQUESTS {
        let (stage, account) = stage_of(1, &large_order(2)).await;
        for fault in faults() {
            let Some(expected) = expected(&fault, request) else {
                continue;
            };
            let script = FaultScript::new(fault.clone()).path(request).always();
            account.sandbox.script(script);
            let error = run(&stage, &event).await.unwrap_err();
            let told = format!("{fault:?} {request}: {error}");
            assert_eq!(error.error_type(), expected, "{told}");
            assert!(error.to_string().contains("deal 9001"), "{told}");
            assert_eq!(stage.requests(), [""; 0], "{told}");
            account.sandbox.clear_scripts();
            stage.environment.advance(SignedDuration::from_secs(61));
        }
        for status in [Status::Created, Status::AlreadyCreated] {
            let booked = run(&stage, &event).await.unwrap();
            assert_eq!(booked.status, status, "{request}");
        }
        assert_eq!(stage.made("Invoice").len(), 1, "{request}");
    }
}

#[tokio::test]
async fn a_token_that_was_replaced_while_a_process_kept_the_old_one_serves_at_once() {
    let (stage, account) = stage_of(100, &large_order(1)).await;
    let options = json!({"create_missing_products": true, "dry_run": true});
    run(&stage, &by_id(&options, &json!({}))).await.unwrap();

    let old = account.sandbox.credentials().access_token;
    account.sandbox.revoke_private_app(&old).unwrap();
    let event = by_id(&json!({"create_missing_products": true}), &json!({}));
    let error = run(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotAccessDenied");
    run(&stage, &event).await.unwrap_err();

    let scopes = SandboxOptions::default().scopes;
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let secret = |token: String| PortalSecret {
        access_token: SecretString::from(token),
        client_secret: None,
    };
    let first = secret(account.sandbox.install_private_app(&scopes).unwrap());
    let portal = account.portal();
    stage.store.store_portal(&portal, &first).await.unwrap();
    assert_eq!(run(&stage, &event).await.unwrap().status, Status::Created);

    // The process keeps the first by now.
    let second = secret(account.sandbox.install_private_app(&scopes).unwrap());
    stage.store.store_portal(&portal, &second).await.unwrap();
    let revoked = secrecy::ExposeSecret::expose_secret(&first.access_token);
    account.sandbox.revoke_private_app(revoked).unwrap();
    let again = run(&stage, &event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.made("Invoice").len(), 1);
}
