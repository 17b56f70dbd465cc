//! The cost of an invoice in requests to QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use actions::Status;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::json;

#[tokio::test]
async fn a_new_customer_with_five_new_products_takes_three_requests() {
    let stage = Rehearsal::start().await;
    let lines = (1..=5).map(|n| line(n, &format!("Novelty {n}"), "3", "10.00", "30.00"));
    let event = deal(
        "1",
        "150.00",
        lines.collect(),
        json!({"create_missing_products": true}),
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.status, Status::Created);
    let requests = stage.requests();
    assert_eq!(requests.len(), 3, "{requests:#?}");
    assert_eq!(requests[2], "create Invoice");
}

#[tokio::test]
async fn a_mapped_customer_with_mapped_products_takes_one_request_and_no_read() {
    let stage = Rehearsal::start().await;
    let lines = || {
        vec![
            line(1, "Hours", "16", "92.50", "1480.00"),
            line(2, "Novelty", "1", "5", "5.00"),
        ]
    };
    let options = json!({"create_missing_products": true, "payment_terms": "Net 30"});
    stage
        .run::<CreateInvoice>(&deal("1", "1485.00", lines(), options.clone()))
        .await
        .unwrap();
    stage.sandbox.clear_journal();

    let second = deal("2", "1485.00", lines(), options);
    let response = stage.run::<CreateInvoice>(&second).await.unwrap();

    assert_eq!(response.status, Status::Created);
    assert_eq!(stage.requests(), ["create Invoice"]);
}

#[tokio::test]
async fn a_repeat_takes_no_request() {
    let stage = Rehearsal::start().await;
    let event = deal(
        "1",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    );
    let first = stage.run::<CreateInvoice>(&event).await.unwrap();
    stage.sandbox.clear_journal();

    let again = stage.run::<CreateInvoice>(&event).await.unwrap();

    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(again.document, first.document);
    assert_eq!(stage.requests(), [""; 0]);
    assert_eq!(stage.made("Invoice").len(), 1);
}

#[tokio::test]
async fn two_lines_of_one_new_product_create_it_once() {
    let stage = Rehearsal::start().await;
    let lines = vec![
        line(1, "Novelty", "1", "5", "5.00"),
        line(2, "novelty", "2", "5", "10.00"),
    ];
    let event = deal(
        "1",
        "15.00",
        lines,
        json!({"create_missing_products": true}),
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let novelties = stage.sandbox.documents("Item").into_iter();
    assert_eq!(
        novelties.filter(|item| item["Name"] == "Novelty").count(),
        1
    );
    assert_eq!(response.products[0].id, response.products[1].id);
}

#[tokio::test]
async fn a_deal_with_two_hundred_lines_becomes_one_invoice() {
    let stage = Rehearsal::start().await;
    let lines: Vec<_> = (1..=200)
        .map(|n| line(n, &format!("Part {n}"), "1.5", "3.33", "5.00"))
        .collect();
    let event = deal(
        "1",
        "1000.00",
        lines,
        json!({"create_missing_products": true}),
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "1000.00");
    assert_eq!(response.products.len(), 200);
    let invoice = &stage.made("Invoice")[0];
    let sold = invoice["Line"].as_array().unwrap().iter();
    assert_eq!(
        sold.filter(|line| line["DetailType"] == "SalesItemLineDetail")
            .count(),
        200
    );
}
