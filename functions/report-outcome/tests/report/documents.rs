//! The state of HubSpot after a run.

use sandbox_hubspot::{CompletionPolicy, SandboxOptions};
use serde_json::json;

use crate::stage::{Stage, booked, event, waiting};

#[tokio::test]
async fn a_document_ends_the_workflow_s_step_and_stands_on_the_record() {
    let stage = Stage::set_up(json!({})).await;
    stage.portal.clear_journal();
    let answer = stage
        .report(&event("deal", "9001", &booked()))
        .await
        .unwrap();
    insta::assert_json_snapshot!(answer, @r#"
    {
      "completion": "done",
      "properties": "done",
      "note": "not_wanted",
      "invoice": "not_wanted",
      "warnings": []
    }
    "#);
    let (callback, outputs) = stage.portal.completions().remove(0);
    assert_eq!(callback, "ap-1-9001-3-0");
    assert_eq!(outputs["hs_execution_state"], "SUCCESS");
    assert_eq!(outputs["document_number"], "1037");
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_status"], "booked");
    assert_eq!(deal["quickbooks_sale_number"], "1037");
    assert_eq!(deal["quickbooks_sale_total"], "1480.00");
    assert_eq!(
        deal["quickbooks_sale_link"],
        "https://app.qbo.intuit.com/app/invoice?txnId=145"
    );
    // Whose the token is, once; the completion; the properties, read and written.
    assert_eq!(stage.requests().len(), 1 + 3, "{:?}", stage.requests());
}

#[tokio::test]
async fn what_a_person_should_check_stands_on_the_record_and_in_the_step_until_nothing_is_left_to_check()
 {
    let stage = Stage::set_up(json!({})).await;
    let differs = "deal 9001: the total is 1480.00, and HubSpot shows 1480.01";
    let mut warned = booked();
    warned["response"]["warnings"] = json!([
        { "code": "total_differs", "message": differs },
        { "code": "product_created", "message": "a product was made" },
    ]);
    stage.report(&event("deal", "9001", &warned)).await.unwrap();
    let told = format!("{differs} · a product was made");
    let (_, outputs) = stage.portal.completions().remove(0);
    assert_eq!(outputs["check"], "please_check");
    assert_eq!(outputs["warnings"], told);
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_warnings"], told);
    assert_eq!(deal["quickbooks_sale_status"], "booked");

    let mut later = event("deal", "9001", &booked());
    later["at"] = json!("2026-11-28T08:00:00Z");
    stage.report(&later).await.unwrap();
    let deal = stage.properties("deals", "9001");
    assert!(deal["quickbooks_sale_warnings"].is_null(), "{deal}");
}

#[tokio::test]
async fn a_run_that_waits_for_a_person_says_so_and_after_the_run_again_the_record_shows_the_document()
 {
    let refuses = SandboxOptions {
        completions: CompletionPolicy::RefuseRepeated,
        ..SandboxOptions::default()
    };
    let stage = Stage::bare(refuses, json!({})).await;
    stage.make_properties().await;
    stage
        .report(&event("deal", "9001", &waiting()))
        .await
        .unwrap();
    let (_, outputs) = stage.portal.completions().remove(0);
    assert_eq!(outputs["hs_execution_state"], "FAIL_CONTINUE");
    assert_eq!(outputs["error_code"], "ProductNotFound");
    assert_eq!(outputs["error_message"], "deal 9001: line 7 has no product");
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_status"], "waiting");
    assert_eq!(
        deal["quickbooks_sale_error"],
        "ProductNotFound: deal 9001: line 7 has no product"
    );

    let mut again = event("deal", "9001", &booked());
    again["at"] = json!("2026-11-28T08:00:00Z");
    let answer = stage.report(&again).await.unwrap();
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(
        answer["completion"], "late",
        "the workflow has gone on: {answer}"
    );
    assert_eq!(answer["warnings"][0]["code"], "completion_late");
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_status"], "booked");
    assert_eq!(deal["quickbooks_sale_number"], "1037");
    assert!(deal["quickbooks_sale_error"].is_null() || deal["quickbooks_sale_error"] == "");
}

#[tokio::test]
async fn a_late_report_of_an_earlier_run_does_not_take_back_what_a_later_one_said() {
    let stage = Stage::set_up(json!({})).await;
    let mut later = event("deal", "9001", &booked());
    later["at"] = json!("2026-11-28T08:00:00Z");
    stage.report(&later).await.unwrap();
    let answer = stage
        .report(&event("deal", "9001", &waiting()))
        .await
        .unwrap();
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(answer["properties"], "newer", "{answer}");
    assert_eq!(answer["warnings"][0]["code"], "newer_outcome");
    let deal = stage.properties("deals", "9001");
    assert_eq!(deal["quickbooks_sale_status"], "booked");
}

#[tokio::test]
async fn a_note_is_put_where_the_settings_want_one_and_once_however_often_it_is_told() {
    let stage = Stage::set_up(json!({"notes": "always", "properties": false})).await;
    for _ in 0..3 {
        let answer = stage
            .report(&event("deal", "9001", &booked()))
            .await
            .unwrap();
        let answer = serde_json::to_value(answer).unwrap();
        assert_eq!(
            (&answer["note"], &answer["properties"]),
            (&json!("done"), &json!("not_wanted"))
        );
    }
    let mut elsewhere = event("deal", "9001", &booked());
    elsewhere["run"]["callback_id"] = json!("ap-1-9001-4-0");
    elsewhere["outcomes"][0]["response"]["status"] = json!("already_created");
    stage.report(&elsewhere).await.unwrap();
    let notes = stage.notes();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].contains(">Invoice 1037</a>, 1480.00 USD"),
        "{notes:?}"
    );
}

#[tokio::test]
async fn five_at_once_put_one_note() {
    let stage = Stage::set_up(json!({"notes": "always"})).await;
    let told = event("deal", "9001", &booked());
    let tries = (0..5).map(|_| stage.report(&told));
    let answers = futures_util::future::join_all(tries).await;
    let fine = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(fine >= 1, "the others are to be tried again");
    assert_eq!(stage.notes().len(), 1);
}

#[tokio::test]
async fn an_invoice_is_mirrored_in_hubspot_where_the_settings_want_it_and_bills_nobody() {
    let stage = Stage::set_up(json!({"hubspot_invoice": true})).await;
    for _ in 0..2 {
        let answer = stage
            .report(&event("deal", "9001", &booked()))
            .await
            .unwrap();
        assert!(answer.warnings.is_empty(), "{answer:?}");
    }
    let invoices = stage.portal.records("invoices");
    assert_eq!(invoices.len(), 1, "{invoices:?}");
    let invoice = &invoices[0]["properties"];
    assert_eq!(invoice["hs_invoice_billable"], "false");
    assert_eq!(invoice["hs_invoice_status"], "open");
    let lines = stage.portal.records("line_items");
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["properties"]["price"], "1480.00");
}

#[tokio::test]
async fn a_second_action_that_is_refused_leaves_the_document_booked_and_its_error_is_told() {
    for error in ["AlreadyBooked", "IdempotencyConflict"] {
        let stage = Stage::set_up(json!({})).await;
        let cause = json!({"errorType": error, "errorMessage": "deal 9001: it has Invoice 145"});
        let mut refused = waiting();
        refused["failure"] = json!({"Error": error, "Cause": cause.to_string()});
        // Of a record that holds no document nothing else is known.
        let first = event("deal", "9001", &refused);
        stage.report(&first).await.unwrap();
        let deal = stage.properties("deals", "9001");
        assert_eq!(deal["quickbooks_sale_status"], "waiting");

        for (outcome, at) in [(booked(), "06"), (refused, "07")] {
            let mut later = event("deal", "9001", &outcome);
            later["at"] = json!(format!("2026-11-28T{at}:00:00Z"));
            stage.report(&later).await.unwrap();
        }
        let deal = stage.properties("deals", "9001");
        assert_eq!(deal["quickbooks_sale_status"], "booked");
        assert_eq!(deal["quickbooks_sale_number"], "1037");
        let told = format!("{error}: deal 9001: it has Invoice 145");
        assert_eq!(deal["quickbooks_sale_error"], told);
    }
}
