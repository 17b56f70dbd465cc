//! One sale, one document: whichever action comes second, for the record or for what it is associated with.

use registry::RegisteredAction::{
    CreateEstimate, CreateInvoice, CreatePaidInvoice, CreateSalesReceipt,
};
use rehearsal::{CONNECTION, Rehearsal};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};
use storage::{Connection, Settings, SettingsDocument};

use crate::every_action::{refusal, run};

/// A record of contact 61 that sells an hour for 100.00.
pub(crate) fn record(object_type: &str, id: &str, further: &Value) -> Value {
    let mut event = json!({
        "connection": "us-books",
        "record": {
            "object_type": object_type, "id": id,
            "properties": {"amount": "100.00", "hs_quote_amount": "100.00", "hs_initial_amount": "100.00",
                "hs_latest_status": "succeeded", "hs_initiated_date": "2026-11-18T21:40:12.117Z"},
            "contacts": [{"id": "61", "properties": {
                "firstname": "Tilda", "lastname": "Ferncastle", "email": "tilda.ferncastle@example.com"}}],
            "line_items": [{"id": "1", "properties": {
                "name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"}}],
        },
        "options": {"create_missing_products": true},
    });
    for (name, value) in further.as_object().unwrap() {
        match value {
            Value::Array(_) => event["record"][name] = value.clone(),
            value => event["record"]["properties"][name] = value.clone(),
        }
    }
    event
}

fn deal() -> Value {
    record("deal", "5911", &json!({}))
}

fn quote(id: &str) -> Value {
    record(
        "quote",
        id,
        &json!({"hs_status": "ACCEPTED", "deals": [{"id": "5911", "properties": {}}]}),
    )
}

fn payment(id: &str) -> Value {
    record(
        "payment",
        id,
        &json!({"deals": [{"id": "5911"}], "quotes": [{"id": "5912"}]}),
    )
}

fn sales(stage: &Rehearsal) -> usize {
    stage.made("Invoice").len() + stage.made("SalesReceipt").len()
}

#[tokio::test]
async fn a_deal_its_quote_and_their_receipts_are_one_sale() {
    let stage = Rehearsal::start().await;
    let invoice = run(CreateInvoice, &stage, &deal()).await.unwrap();
    let made = invoice.document.unwrap().named();
    let seconds = [
        (CreateSalesReceipt, deal()),
        (CreateInvoice, quote("5912")),
        (CreateSalesReceipt, quote("5913")),
        (CreateSalesReceipt, payment("3601")),
    ];
    stage.sandbox.clear_journal();
    for (action, event) in seconds {
        let refused = refusal(action, &stage, &event).await;
        let record = &event["record"];
        let label = format!("{} {}", record["object_type"], record["id"]).replace('"', "");
        let expected = format!(
            "AlreadyBooked: {label}: its sale has {made}, by create-invoice of deal 5911 already"
        );
        assert!(refused.starts_with(&expected), "{refused}");
        assert!(refused.contains("options.book_anyway"), "{refused}");
    }
    assert_eq!(sales(&stage), 1);
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn the_second_may_come_first_whatever_of_them_names_the_other() {
    let of_deal = |id: &str| record("deal", "5911", &json!({"quotes": [{"id": id}]}));
    let with_payment = record("deal", "5911", &json!({"payments": [{"id": "3601"}]}));
    let alone = |object_type: &str, id: &str| record(object_type, id, &json!({}));
    let pairs = [
        ((CreateInvoice, quote("5912")), (CreateInvoice, deal())),
        (
            (CreateInvoice, alone("quote", "5912")),
            (CreateSalesReceipt, of_deal("5912")),
        ),
        (
            (CreateInvoice, of_deal("5912")),
            (CreateInvoice, alone("quote", "5912")),
        ),
        (
            (CreatePaidInvoice, alone("payment", "3601")),
            (CreateInvoice, with_payment.clone()),
        ),
        (
            (CreateSalesReceipt, payment("3601")),
            (CreateInvoice, quote("5912")),
        ),
        (
            (CreatePaidInvoice, payment("3601")),
            (CreateSalesReceipt, payment("3601")),
        ),
    ];
    for ((first, one), (second, other)) in pairs {
        let stage = Rehearsal::start().await;
        run(first, &stage, &one).await.unwrap();
        let refused = refusal(second, &stage, &other).await;
        assert!(
            refused.starts_with("AlreadyBooked"),
            "{first}, {second}: {refused}"
        );
        assert_eq!(sales(&stage), 1, "{first}, {second}");
    }
}

#[tokio::test]
async fn a_repeat_an_estimate_and_another_sale_are_no_second_one() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    let again = run(CreateInvoice, &stage, &deal()).await.unwrap();
    assert_eq!(again.status.to_string(), "already_created");
    run(CreateEstimate, &stage, &deal()).await.unwrap();
    let stranger = record("deal", "1", &json!({"quotes": [{"id": "2"}]}));
    run(CreateInvoice, &stage, &stranger).await.unwrap();
    let recurring = json!({"hs_payment_type": "recurring", "deals": [{"id": "5911"}]});
    for id in ["3701", "3702"] {
        run(
            CreateSalesReceipt,
            &stage,
            &record("payment", id, &recurring),
        )
        .await
        .unwrap();
    }
    assert_eq!(sales(&stage), 4);
}

#[tokio::test]
async fn a_second_document_is_made_where_that_is_asked_for() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    for action in [CreateInvoice, CreateSalesReceipt] {
        let mut event = quote("5912");
        event["options"]["book_anyway"] = json!(true);
        run(action, &stage, &event).await.unwrap();
    }
    assert_eq!(sales(&stage), 3);
}

#[tokio::test]
async fn another_enrolment_of_the_same_record_is_the_users_choice() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    for enrolment in ["1", "2"] {
        let mut event = deal();
        event["run"] = json!({"enrollment_id": enrolment});
        run(CreateInvoice, &stage, &event).await.unwrap();
    }
    let mut receipt = deal();
    receipt["run"] = json!({"enrollment_id": "3"});
    let refused = refusal(CreateSalesReceipt, &stage, &receipt).await;
    assert!(refused.starts_with("AlreadyBooked"), "{refused}");
    assert!(refused.contains(" and Invoice "), "{refused}");
    assert_eq!(sales(&stage), 2);
}

#[tokio::test]
async fn each_quote_is_a_sale_of_its_own_by_a_setting_and_a_deal_and_its_quote_never_are_two() {
    let stage = Rehearsal::with_settings(json!({"one_sale_per": "record"})).await;
    run(CreateInvoice, &stage, &quote("5912")).await.unwrap();
    run(CreateInvoice, &stage, &quote("5913")).await.unwrap();
    for action in [CreateInvoice, CreateSalesReceipt] {
        let refused = refusal(action, &stage, &deal()).await;
        assert!(refused.starts_with("AlreadyBooked"), "{refused}");
    }
    assert_eq!(sales(&stage), 2);

    let usual = Rehearsal::start().await;
    run(CreateInvoice, &usual, &quote("5912")).await.unwrap();
    let refused = refusal(CreateInvoice, &usual, &quote("5913")).await;
    let both = "`one_sale_per` to `record`, which is for deals that have no document yet: of this deal, each further one \
                needs `options.book_anyway`";
    assert!(refused.contains(both), "{refused}");

    // No setting makes a quote and its own payment two.
    let refused = refusal(CreateSalesReceipt, &usual, &payment("6001")).await;
    assert!(refused.starts_with("AlreadyBooked"), "{refused}");
    assert!(!refused.contains("one_sale_per"), "{refused}");
}

#[tokio::test]
async fn what_was_booked_of_a_deal_before_the_setting_is_told_with_a_way_out_that_works() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &quote("5912")).await.unwrap();
    let connection = Connection::try_from(CONNECTION).unwrap();
    let stands = stage.store.get_settings(&connection).await;
    let stands = stands.unwrap().unwrap();
    let mut settings: Value = serde_json::from_str(&stands.value.0).unwrap();
    settings["one_sale_per"] = json!("record");
    let settings = SettingsDocument(settings.to_string());
    let put = stage
        .store
        .put_settings(&connection, Some(stands.version), &settings);
    put.await.unwrap().unwrap();
    let mut other = quote("5913");
    let refused = refusal(CreateInvoice, &stage, &other).await;
    assert!(
        refused.contains("before `one_sale_per` was `record`"),
        "{refused}"
    );
    other["options"]["book_anyway"] = json!(true);
    run(CreateInvoice, &stage, &other).await.unwrap();
    // A payment of exactly what is open of another quote's invoice is a sale of its own there.
    let mut paid = record("payment", "6001", &json!({"deals": [{"id": "5911"}]}));
    paid["options"]["book_anyway"] = json!(true);
    let response = run(CreatePaidInvoice, &stage, &paid).await.unwrap();
    assert_eq!(response.documents.map(|documents| documents.len()), Some(2));
}

#[tokio::test]
async fn a_payment_that_has_a_receipt_is_told_so_and_the_way_out_books_its_money_once() {
    let stage = Rehearsal::start().await;
    let mut deal = deal();
    deal["options"]["book_anyway"] = json!(true);
    run(CreateSalesReceipt, &stage, &payment("3601"))
        .await
        .unwrap();
    run(CreateInvoice, &stage, &deal).await.unwrap();
    let refused = refusal(CreatePaidInvoice, &stage, &payment("3601")).await;
    for part in [
        "AlreadyBooked: payment 3601: it is booked already by SalesReceipt ",
        ", by create-sales-receipt of payment 3601, and its sale has Invoice ",
        "void whichever is wrong in QuickBooks",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    assert!(!refused.contains("by hand"), "{refused}");
    let receipt = stage.made("SalesReceipt").remove(0);
    stage
        .sandbox
        .void("SalesReceipt", receipt["Id"].as_str().unwrap())
        .unwrap();
    let mut anyway = payment("3601");
    anyway["options"]["book_anyway"] = json!(true);
    run(CreatePaidInvoice, &stage, &anyway).await.unwrap();
    assert_eq!(stage.made("Invoice")[0]["Balance"], 0);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn a_payment_is_sent_to_its_invoice_only_where_its_sale_has_one() {
    for (first, has_invoice) in [(CreateInvoice, true), (CreateSalesReceipt, false)] {
        let stage = Rehearsal::start().await;
        run(first, &stage, &quote("5912")).await.unwrap();
        let refused = refusal(CreateSalesReceipt, &stage, &payment("6001")).await;
        assert!(refused.starts_with("AlreadyBooked"), "{refused}");
        let advised = refused.contains("let create-paid-invoice book it");
        assert_eq!(advised, has_invoice, "{refused}");
        let settled = run(CreatePaidInvoice, &stage, &payment("6001")).await;
        assert_eq!(settled.is_ok(), has_invoice, "{settled:?}");
    }
}

#[tokio::test]
async fn a_sale_that_quickbooks_refused_is_free_for_another_document() {
    let stage = Rehearsal::start().await;
    let nobody = json!({"quickbooks_id": "999999"});
    let mut event = deal();
    event["options"]["customer"] = nobody;
    let refused = refusal(CreateInvoice, &stage, &event).await;
    assert!(refused.starts_with("QuickBooksRejected"), "{refused}");
    run(CreateSalesReceipt, &stage, &deal()).await.unwrap();
    let refused = refusal(CreateInvoice, &stage, &deal()).await;
    assert!(refused.starts_with("AlreadyBooked"), "{refused}");
    assert_eq!(sales(&stage), 1);
}

#[tokio::test]
async fn while_it_is_not_known_what_was_made_the_others_are_told_to_come_back() {
    let stage = Rehearsal::start().await;
    let script = FaultScript::new(FaultEffect::CloseAfterEffect)
        .entity("Invoice")
        .operation(Operation::Create);
    stage.sandbox.script(script.always());
    let unknown = refusal(CreateInvoice, &stage, &deal()).await;
    assert!(unknown.starts_with("OutcomeUnknown"), "{unknown}");
    let told = refusal(CreateSalesReceipt, &stage, &deal()).await;
    let expected =
        "InProgress: deal 5911: create-invoice of deal 5911 began a document of the same sale";
    assert!(told.starts_with(expected), "{told}");
    assert_eq!(sales(&stage), 1);
}

#[tokio::test]
async fn a_preview_says_that_the_sale_has_a_document() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    let mut event = deal();
    event["options"]["dry_run"] = json!(true);
    let refused = refusal(CreateSalesReceipt, &stage, &event).await;
    assert!(refused.starts_with("AlreadyBooked"), "{refused}");
}

#[tokio::test]
async fn a_quote_that_is_no_sale_or_not_paid_is_refused_with_its_status() {
    let stage = Rehearsal::start().await;
    let with = |status: &str, payment: &str| {
        let further = json!({"hs_status": status, "hs_payment_status": payment});
        record("quote", "5913", &further)
    };
    for status in ["DRAFT", "PENDING_APPROVAL", "REJECTED", "LOST", "EXPIRED"] {
        for action in [CreateInvoice, CreateSalesReceipt] {
            let refused = refusal(action, &stage, &with(status, "PAID")).await;
            let expected = format!("InvalidRequest: quote 5913: its `hs_status` is {status}");
            assert!(refused.starts_with(&expected), "{refused}");
        }
    }
    let refused = refusal(CreateSalesReceipt, &stage, &with("ACCEPTED", "PENDING")).await;
    assert!(
        refused.contains("its `hs_payment_status` is PENDING"),
        "{refused}"
    );
    assert_eq!(sales(&stage), 0);
    run(CreateInvoice, &stage, &with("ACCEPTED", "PENDING"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_quote_whose_status_is_not_known_is_booked_with_a_warning_of_it() {
    let unknown = |payment: &str| json!({"hs_status": "PARKED", "hs_payment_status": payment});
    let quote = record("quote", "5913", &unknown("PAID"));
    let quotes = json!([{"id": "5913", "properties": unknown("PAID")}]);
    let deal = record("deal", "5911", &json!({"quotes": quotes}));
    for (action, event) in [
        (CreateInvoice, &quote),
        (CreateSalesReceipt, &quote),
        (CreateSalesReceipt, &deal),
    ] {
        let stage = Rehearsal::start().await;
        let response = run(action, &stage, event).await.unwrap();
        let codes = rehearsal::codes(&response);
        assert!(codes.contains(&"quote_status_unknown"), "{codes:?}");
    }
}
