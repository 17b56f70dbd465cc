//! References that QuickBooks goes on refusing after they were matched again are named, with whom or what they stand for.

use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::json;

use crate::every_action::{deal, hour, invoice, run};
use registry::RegisteredAction::CreateRefundReceipt;

/// An invoice that QuickBooks refuses in these words, however often.
async fn refused(detail: &str) -> String {
    let stage = Rehearsal::start().await;
    let event = |id| deal(id, &json!({"class": "North"}));
    stage
        .sandbox
        .insert("Class", json!({"Name": "North"}))
        .unwrap();
    invoice(&stage, &event("1")).await.unwrap();
    let customer = stage.made("Invoice")[0]["CustomerRef"]["value"].clone();
    let detail = detail.replace("CUSTOMER", customer.as_str().unwrap());
    let fault = json!({"Fault": {"Error": [{"Message": "Invalid Reference Id", "Detail": detail,
        "code": "2500", "element": ""}], "type": "ValidationFault"}});
    let refusal = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: fault.to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    }));
    let refusal = refusal.entity("Invoice").operation(Operation::Create);
    stage.sandbox.script(refusal.always());
    invoice(&stage, &event("2")).await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_stays_refused_after_it_was_matched_again_is_named_with_whom_or_what_it_stands_for() {
    let table = [
        (
            "Invalid Reference Id : Names element id CUSTOMER not found",
            &["(of contact 51): see in QuickBooks"][..],
        ),
        (
            "Invalid Reference Id : Items element id 2 not found",
            &["product 2 (of line item 7001): see in QuickBooks"][..],
        ),
        (
            "Invalid Reference Id : Klasses element id 1 not found",
            &["(of `options.class`): see in QuickBooks"][..],
        ),
        (
            "Invalid Reference Id : Something you're trying to use has been made inactive. Check the \
             fields with accounts, customers, items, vendors or employees.",
            &[
                "does not say which",
                "(of contact 51)",
                "product 2 (of line item 7001)",
                "`options.class`",
            ][..],
        ),
    ];
    for (detail, expected) in table {
        let message = refused(detail).await;
        assert!(message.contains("deal 2: "), "{message}");
        for part in expected {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

#[tokio::test]
async fn an_account_of_the_wrong_type_is_named_by_the_option_that_names_it() {
    let stage = Rehearsal::start().await;
    let wrong = json!({"refund_account": "Accounts Receivable (A/R)"});
    let event = hour(CreateRefundReceipt, "1", &wrong);
    let refused = run(CreateRefundReceipt, &stage, &event).await.unwrap_err();
    let message = refused.to_string();
    for part in [
        "payment 1: ",
        "`options.refund_account`",
        "name an account of the type",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
}
