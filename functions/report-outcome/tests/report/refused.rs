//! Records whose properties HubSpot does not let be written.

use hubspot::ObjectType;
use sandbox_hubspot::{
    FaultEffect, FaultScript, LockedQuotes, Operation, SandboxOptions, ScriptedAnswer,
};
use serde_json::{Value, json};

use crate::stage::{Stage, booked, event};

fn refusal() -> FaultEffect {
    FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: json!({"status": "error", "category": "VALIDATION_ERROR", "message": "locked"})
            .to_string(),
        after_effect: false,
        content_type: "application/json".to_owned(),
    })
}

async fn told(stage: &Stage, object_type: &str, id: &str) -> Value {
    let answer = stage
        .report(&event(object_type, id, &booked()))
        .await
        .unwrap();
    serde_json::to_value(answer).unwrap()
}

#[tokio::test]
async fn a_payment_that_hubspot_processed_says_it_in_a_note_with_a_warning() {
    let stage = Stage::set_up(json!({})).await;
    let answer = told(&stage, "payment", "3001").await;
    assert_eq!(answer["completion"], "done");
    assert_eq!(answer["properties"], "refused");
    assert_eq!(answer["note"], "done");
    assert_eq!(answer["warnings"][0]["code"], "properties_refused");
    let notes = stage.notes();
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].contains("Invoice 1037") && notes[0].contains("payment 3001"),
        "{notes:?}"
    );
    assert_eq!(stage.noted_on(&ObjectType::Payment).await, ["3001"]);
    assert!(stage.noted_on(&ObjectType::Deal).await.is_empty());
}

#[tokio::test]
async fn a_locked_quote_says_it_in_a_note() {
    let options = SandboxOptions {
        locked_quotes: LockedQuotes::ReadOnly,
        ..SandboxOptions::default()
    };
    let stage = Stage::bare(options, json!({})).await;
    stage.make_properties().await;
    let locked = json!({ "hs_locked": "true" });
    stage.portal.edit("quotes", "5511", locked).unwrap();
    let answer = told(&stage, "quote", "5511").await;
    assert_eq!(
        (&answer["properties"], &answer["note"]),
        (&json!("refused"), &json!("done"))
    );
    assert_eq!(stage.noted_on(&ObjectType::Quote).await, ["5511"]);
    let again = told(&stage, "quote", "5511").await;
    assert_eq!(again["note"], "done");
    assert_eq!(stage.notes().len(), 1, "in each try the same note");
}

#[tokio::test]
async fn where_hubspot_takes_no_note_on_the_record_its_deal_has_it() {
    let stage = Stage::set_up(json!({})).await;
    let unknown = FaultScript::new(refusal()).operation(Operation::AssociationTypes);
    stage.portal.script(unknown.always());
    let answer = told(&stage, "payment", "3001").await;
    assert_eq!(answer["note"], "done", "{answer}");
    assert_eq!(stage.noted_on(&ObjectType::Deal).await, ["9001"]);
    assert!(stage.noted_on(&ObjectType::Payment).await.is_empty());
    let note = &stage.portal.records("notes")[0];
    let deals = "/crm/objects/2026-03/deals/9001/associations/notes";
    assert!(
        stage.requests().iter().all(|it| !it.contains(deals)),
        "nothing has to be looked for"
    );
    assert!(
        note["properties"]["hs_note_body"]
            .as_str()
            .unwrap()
            .contains("payment 3001")
    );
}

#[tokio::test]
async fn an_account_without_the_properties_is_told_how_to_make_them_and_has_a_note_meanwhile() {
    let stage = Stage::bare(SandboxOptions::default(), json!({})).await;
    let answer = told(&stage, "deal", "9001").await;
    assert_eq!(
        answer["warnings"][0]["code"], "properties_not_set_up",
        "{answer}"
    );
    let message = answer["warnings"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("deal 9001") && message.contains("set_up_hubspot"),
        "{message}"
    );
    assert_eq!(stage.notes().len(), 1);
}

#[tokio::test]
async fn a_record_that_is_gone_does_not_keep_the_workflow_waiting() {
    let stage = Stage::set_up(json!({"notes": "always"})).await;
    stage.portal.archive("deals", "9001").unwrap();
    let answer = told(&stage, "deal", "9001").await;
    assert_eq!(answer["completion"], "done");
    assert_eq!(answer["warnings"][0]["code"], "record_gone", "{answer}");
}
