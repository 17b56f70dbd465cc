//! A number that people gave already, in a company whose people number its documents: every action meets the refusal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response};
use registry::RegisteredAction;
use rehearsal::{Rehearsal, Rule};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions};
use serde_json::json;

/// The first record of each action's samples.
fn sample(action: RegisteredAction) -> &'static str {
    match action {
        RegisteredAction::CreateInvoice
        | RegisteredAction::CreateEstimate
        | RegisteredAction::CreateSalesReceipt => "01-deal",
        RegisteredAction::CreatePaidInvoice => "01-payment-link",
        RegisteredAction::CreateExpense => "01-card-payment",
        RegisteredAction::CreateRefundReceipt => "01-full-refund",
    }
}

/// A record of this id whose document is to be number A-1.
fn numbered(action: RegisteredAction, id: &str, policy: &str) -> Rule {
    let folder = format!("{}/../../../functions/{action}", env!("CARGO_MANIFEST_DIR"));
    let company = SandboxOptions {
        company: CompanyTemplate::UnitedStatesManualTax,
        ..SandboxOptions::default()
    };
    let realm = json!({"realm_id": "9341453172000004", "time_zone": "America/Los_Angeles"});
    Rule::of("a number twice", &folder, sample(action))
        .set("/record/id", json!(id))
        .property("hs_object_id", json!(id))
        .set("/record/deals", json!([]))
        .set("/options/document_number", json!("A-1"))
        .with(&json!({"company": realm, "document_number_taken": policy}))
        .at(company)
}

async fn run(
    action: RegisteredAction,
    stage: &Rehearsal,
    rule: &Rule,
) -> Result<Response, ActionError> {
    let event = rule.event().to_string();
    let run = action.run(&stage.engine, event.as_bytes(), stage.deadline());
    run.await
}

#[tokio::test]
async fn every_action_is_refused_a_number_twice_or_gives_it_a_suffix_where_settings_say_so() {
    for action in RegisteredAction::ALL.iter().copied() {
        for policy in ["refuse", "suffix"] {
            let first = numbered(action, "770001", policy);
            let stage = first.stage().await;
            run(action, &stage, &first).await.unwrap();
            let second = run(action, &stage, &numbered(action, "770002", policy)).await;
            if policy == "refuse" {
                let error = second.unwrap_err();
                assert_eq!(
                    error.error_type(),
                    "QuickBooksRejected",
                    "{action}: {error}"
                );
                let message = error.to_string();
                assert!(message.contains("6140"), "{action}: {message}");
                assert!(
                    message.contains("document_number_taken"),
                    "{action}: {message}"
                );
            } else {
                let told = serde_json::to_value(second.unwrap()).unwrap().to_string();
                assert!(told.contains("\"number\":\"A-1-2\""), "{action}: {told}");
                assert!(told.contains("number_suffixed"), "{action}: {told}");
            }
        }
    }
}
