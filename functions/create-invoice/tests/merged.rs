//! Records that HubSpot merged: what was booked or mapped under an old id counts for the one that is left.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::Status;
use actions::response::MatchedBy;
use create_estimate::CreateEstimate;
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

fn hours(id: &str, merged: &str) -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    let mut event = deal(id, "92.50", lines, json!({}));
    event["record"]["properties"]["hs_merged_object_ids"] = json!(merged);
    event
}

fn by_id(id: &str) -> Value {
    json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": id}})
}

/// The same event for a contact into which others were merged.
fn of_contact(mut event: Value, id: &str, merged: &str, email: &str) -> Value {
    event["record"]["contacts"] = json!([{"id": id, "properties": {
        "firstname": "Ada", "lastname": "O'Keefe", "email": email, "hs_merged_object_ids": merged}}]);
    event
}

#[tokio::test]
async fn a_deal_that_was_invoiced_before_it_was_merged_gets_no_second_invoice() {
    let stage = Rehearsal::start().await;
    let first = stage
        .run::<CreateInvoice>(&hours("9000", ""))
        .await
        .unwrap();
    let again = stage
        .run::<CreateInvoice>(&hours("9001", "8999;9000"))
        .await
        .unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(again.document.unwrap().id, first.document.unwrap().id);

    let lines = vec![line(1, "Hours", "2", "92.50", "185.00")];
    let mut other = deal("9001", "185.00", lines, json!({}));
    other["record"]["properties"]["hs_merged_object_ids"] = json!("9000");
    let error = stage.run::<CreateInvoice>(&other).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
    assert!(
        error
            .to_string()
            .contains("as deal 9000, which was merged into it"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_deal_by_id_that_was_invoiced_before_it_was_merged_gets_no_second_invoice() {
    let account = HubSpotAccount::start().await;
    let mut survivor = hours("9001", "")["record"].take();
    survivor["line_items"] = json!([]);
    account.put_all([&hours("9000", "")["record"], &survivor]);
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    let stage = account.opened_to(stage).await;
    let first = stage.run::<CreateInvoice>(&by_id("9000")).await.unwrap();
    account.sandbox.merge("deals", "9001", "9000").unwrap();
    for id in ["9001", "9000"] {
        let again = stage.run::<CreateInvoice>(&by_id(id)).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated, "{id}");
        assert_eq!(again.document, first.document, "{id}");
    }
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_deal_without_line_items_that_was_merged_has_the_same_content() {
    let stage =
        Rehearsal::with_settings(json!({"products": {"item_without_lines": "Hours"}})).await;
    let whole = |id: &str, merged: &str, amount: &str| {
        let mut event = deal(id, amount, vec![], json!({}));
        event["record"]["properties"]["dealname"] = json!("Garden");
        event["record"]["properties"]["hs_merged_object_ids"] = json!(merged);
        event
    };
    let first = whole("9580", "", "100.00");
    let first = stage.run::<CreateInvoice>(&first).await.unwrap();
    let merged = whole("9581", "9580", "100.00");
    let again = stage.run::<CreateInvoice>(&merged).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(again.document.unwrap().id, first.document.unwrap().id);
    let other = whole("9581", "9580", "101.00");
    let error = stage.run::<CreateInvoice>(&other).await.unwrap_err();
    assert_eq!(error.error_type(), "IdempotencyConflict");
}

#[tokio::test]
async fn an_invoice_whose_answer_was_lost_before_the_deal_was_merged_is_finished_and_not_made_again()
 {
    let stage = Rehearsal::start().await;
    let lost = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Invoice")
        .operation(Operation::Create)
        .next(2);
    stage.sandbox.script(lost);
    let error = stage
        .run::<CreateInvoice>(&hours("9000", ""))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");
    stage.environment.advance(SignedDuration::from_secs(60));
    let response = stage
        .run::<CreateInvoice>(&hours("9001", "9000"))
        .await
        .unwrap();
    assert_eq!(response.status, Status::Created);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_contact_that_was_mapped_before_it_was_merged_is_the_same_customer() {
    let stage = Rehearsal::start().await;
    let old = of_contact(hours("1", ""), "51", "", "ada@example.com");
    let first = stage.run::<CreateInvoice>(&old).await.unwrap();
    let customer = first.customer.unwrap().id;
    let merged = |deal: &str| of_contact(hours(deal, ""), "52", "51;50", "new@example.com");
    let again = stage.run::<CreateInvoice>(&merged("1")).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    stage.sandbox.clear_journal();
    let second = stage.run::<CreateInvoice>(&merged("2")).await.unwrap();
    let second = second.customer.unwrap();
    assert_eq!(
        (second.id, second.matched_by),
        (customer, MatchedBy::Mapping)
    );
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn a_contact_is_mapped_itself_once_it_was_billed_as_one_that_was_merged_into_it() {
    let stage = Rehearsal::start().await;
    let old = of_contact(hours("1", ""), "51", "", "ada@example.com");
    let first = stage.run::<CreateInvoice>(&old).await.unwrap();
    let customer = first.customer.unwrap().id;
    let preview = |mut event: Value| {
        event["options"]["dry_run"] = json!(true);
        event
    };
    let merged = of_contact(hours("2", ""), "52", "51", "new@example.com");
    let own = |deal: &str| of_contact(hours(deal, ""), "52", "", "new@example.com");
    stage
        .run::<CreateInvoice>(&preview(merged.clone()))
        .await
        .unwrap();
    let unmapped = stage
        .run::<CreateInvoice>(&preview(own("3")))
        .await
        .unwrap();
    assert_ne!(unmapped.customer.unwrap().matched_by, MatchedBy::Mapping);
    let billed = stage.run::<CreateInvoice>(&merged).await.unwrap();
    assert_eq!(billed.warnings, []);
    stage.sandbox.clear_journal();
    let third = stage.run::<CreateInvoice>(&own("3")).await.unwrap();
    let third = third.customer.unwrap();
    assert_eq!((third.id, third.matched_by), (customer, MatchedBy::Mapping));
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn contacts_of_two_customers_that_were_merged_are_an_error_that_lists_both() {
    let stage = Rehearsal::start().await;
    let mut ids = Vec::new();
    for (contact, email) in [("50", "a@example.com"), ("51", "b@example.com")] {
        let event = of_contact(hours(contact, ""), contact, "", email);
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        ids.push(response.customer.unwrap().id);
    }
    let merged = of_contact(hours("9", ""), "52", "50;51", "a@example.com");
    let error = stage.run::<CreateInvoice>(&merged).await.unwrap_err();
    assert_eq!(error.error_type(), "CustomerAmbiguous");
    assert!(
        ids.iter().all(|id| error.to_string().contains(id)),
        "{error}"
    );
}

#[tokio::test]
async fn a_contact_with_a_customer_of_its_own_is_billed_and_that_of_what_was_merged_into_it_is_told()
 {
    let stage = Rehearsal::start().await;
    let mut ids = Vec::new();
    for (contact, email) in [("50", "a@example.com"), ("51", "b@example.com")] {
        let event = of_contact(hours(contact, ""), contact, "", email);
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        ids.push(response.customer.unwrap().id);
    }
    let merged = of_contact(hours("9", ""), "51", "50", "b@example.com");
    let response = stage.run::<CreateInvoice>(&merged).await.unwrap();
    assert_eq!(response.customer.unwrap().id, ids[1]);
    let told = &response.warnings[0];
    assert_eq!(told.code, "merged_customers");
    let expected = format!("`contact:50` to {}", ids[0]);
    assert!(told.message.contains(&expected), "{}", told.message);
}

#[tokio::test]
async fn another_address_of_a_contact_finds_its_customer() {
    let stage = Rehearsal::start().await;
    let row = json!({"DisplayName": "Work", "PrimaryEmailAddr": {"Address": "ada@work.example"}});
    let row = stage.sandbox.insert("Customer", row).unwrap();
    let mut event = of_contact(hours("1", ""), "51", "", "ada@example.com");
    event["record"]["contacts"][0]["properties"]["hs_additional_emails"] =
        json!("old@example.com;ada@work.example");
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.customer.unwrap().id, row["Id"].as_str().unwrap());
    assert_eq!(
        stage.made("Invoice")[0]["BillEmail"]["Address"],
        "ada@example.com"
    );
}

#[tokio::test]
async fn the_estimate_of_a_deal_that_was_merged_is_linked() {
    let stage = Rehearsal::start().await;
    stage
        .run::<CreateEstimate>(&hours("9000", ""))
        .await
        .unwrap();
    let mut event = hours("9001", "9000");
    event["options"] = json!({"from_estimate": true});
    stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(
        stage.made("Invoice")[0]["LinkedTxn"][0]["TxnType"],
        "Estimate"
    );
}
