//! Refunds of a part: each once, and together the whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use crate::refunds::{partial, refund, total, totals};
use actions::Status;
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{CONNECTION, Rehearsal};
use rust_decimal::Decimal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::json;
use storage::{Connection, Settings, SettingsDocument, Version};

const LINES: [&str; 3] = ["10.00", "5.00", "5.01"];

#[tokio::test]
async fn each_refund_is_the_difference_to_what_is_booked() {
    let stage = Rehearsal::with_settings(partial()).await;
    for (so_far, amount) in [("3.33", "3.33"), ("10.00", "6.67"), ("20.01", "10.01")] {
        let event = refund("1", so_far, &LINES);
        let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        assert_eq!(response.status, Status::Created);
        assert_eq!(total(&response), amount);
        assert_eq!(response.refunded_total.as_deref(), Some(so_far));
        let again = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated);
        assert_eq!(again.document, response.document);
    }
    assert_eq!(totals(&stage), ["3.33", "6.67", "10.01"]);
    assert_eq!(given_back(&stage), by_item(&LINES));
}

#[tokio::test]
async fn lines_that_were_put_in_the_place_of_others_give_back_what_is_left() {
    let stage = Rehearsal::with_settings(partial()).await;
    let first = refund("1", "3.33", &LINES);
    stage.run::<CreateRefundReceipt>(&first).await.unwrap();
    for (so_far, amount, ids) in [("10.00", "6.67", 8001), ("20.01", "10.01", 9001)] {
        let mut event = refund("1", so_far, &LINES);
        for (place, line) in event["record"]["line_items"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .enumerate()
        {
            line["id"] = json!((ids + place).to_string());
        }
        let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        assert_eq!(total(&response), amount);
    }
    assert_eq!(totals(&stage), ["3.33", "6.67", "10.01"]);
}

#[tokio::test]
async fn an_event_that_was_overtaken_is_already_created() {
    let stage = Rehearsal::with_settings(partial()).await;
    let late = stage
        .run::<CreateRefundReceipt>(&refund("1", "15.00", &LINES))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    for so_far in ["5.00", "15", "15.00"] {
        let early = stage
            .run::<CreateRefundReceipt>(&refund("1", so_far, &LINES))
            .await;
        let early = early.unwrap();
        assert_eq!(early.status, Status::AlreadyCreated, "{so_far}");
        assert_eq!(early.document, late.document, "{so_far}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_full_refund_after_parts_is_the_rest_even_where_parts_are_not_allowed_any_more() {
    let stage = Rehearsal::with_settings(partial()).await;
    let part = refund("1", "5.00", &LINES);
    stage.run::<CreateRefundReceipt>(&part).await.unwrap();
    let connection = Connection::try_from(CONNECTION).unwrap();
    let settings = json!({"company": {"realm_id": stage.sandbox.realm_id()}});
    let settings = SettingsDocument(settings.to_string());
    let written = stage
        .store
        .put_settings(&connection, Some(Version(1)), &settings);
    written.await.unwrap().unwrap();

    let again = stage.run::<CreateRefundReceipt>(&part).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(total(&again), "5.00");
    let further = refund("1", "6.00", &LINES);
    let error = stage
        .run::<CreateRefundReceipt>(&further)
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "RefundNotSupported");
    let told =
        "6.00 of 20.01 is refunded, 5.00 of it is booked already, and only a full refund is booked";
    assert!(error.to_string().contains(told), "{error}");
    let full = refund("1", "20.01", &LINES);
    let rest = stage.run::<CreateRefundReceipt>(&full).await.unwrap();
    assert_eq!(total(&rest), "15.01");
    assert_eq!(given_back(&stage), by_item(&LINES));
}

#[tokio::test]
async fn a_refund_that_quickbooks_computes_otherwise_is_deleted_again() {
    let stage = Rehearsal::with_settings(partial()).await;
    stage
        .run::<CreateRefundReceipt>(&refund("1", "5.00", &LINES))
        .await
        .unwrap();
    let mut event = refund("1", "12.00", &LINES);
    for line in event["record"]["line_items"].as_array_mut().unwrap() {
        line["properties"]["hs_tax_amount"] = json!("0.50");
    }
    event["record"]["properties"]["hs_initial_amount"] = json!("21.51");
    // The sandbox company charges no tax, so 12.00 is more than it comes to.
    let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    assert!(error.to_string().contains("7.00 was refunded"), "{error}");
    assert_eq!(totals(&stage), ["5.00"]);
    let first = stage
        .run::<CreateRefundReceipt>(&refund("1", "5.00", &LINES))
        .await
        .unwrap();
    assert_eq!(first.status, Status::AlreadyCreated);
    let third = stage
        .run::<CreateRefundReceipt>(&refund("1", "12.00", &LINES))
        .await
        .unwrap();
    assert_eq!(total(&third), "7.00");
}

#[tokio::test]
async fn tax_is_given_back_as_quickbooks_computes_it() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    // 8 % on the first line: 100.00 and 50.00 were sold for 158.00.
    for refunds in [
        &["158.00"][..],
        &["79.00", "158.00"],
        &["10.00", "40.00", "158.00"],
    ] {
        let stage = Rehearsal::with(options.clone(), partial()).await;
        for so_far in refunds {
            let mut event = refund("1", so_far, &["100.00", "50.00"]);
            event["record"]["properties"]["hs_initial_amount"] = json!("158.00");
            let line = &mut event["record"]["line_items"][0]["properties"];
            line["hs_tax_amount"] = json!("8.00");
            let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
            assert_eq!(response.refunded_total.as_deref(), Some(*so_far));
        }
        let given_back = totals(&stage);
        let given_back = given_back
            .iter()
            .map(|total| total.parse::<Decimal>().unwrap());
        assert_eq!(
            given_back.sum::<Decimal>().to_string(),
            "158.00",
            "{refunds:?}"
        );
    }
}

#[tokio::test]
async fn an_enrolment_of_its_own_is_no_refund_of_its_own() {
    let mut settings = partial();
    settings["once_per"] = json!("enrollment");
    let stage = Rehearsal::with_settings(settings).await;
    let mut event = refund("1", "5.00", &LINES);
    for enrollment in ["a", "b"] {
        event["run"] = json!({"enrollment_id": enrollment});
        stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    }
    assert_eq!(totals(&stage), ["5.00"]);
}

#[tokio::test]
async fn more_than_was_paid_is_never_given_back() {
    let stage = Rehearsal::with_settings(partial()).await;
    stage
        .run::<CreateRefundReceipt>(&refund("1", "15.00", &LINES))
        .await
        .unwrap();
    let mut event = refund("1", "20.01", &LINES);
    event["record"]["properties"]["hs_refunds_amount"] = json!("25.00");
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(total(&response), "5.01");
    assert_eq!(response.warnings[0].code, "refund_capped");
    let again = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}

#[tokio::test]
async fn a_preview_of_a_further_refund_shows_the_difference() {
    let stage = Rehearsal::with_settings(partial()).await;
    stage
        .run::<CreateRefundReceipt>(&refund("1", "5.00", &LINES))
        .await
        .unwrap();
    let mut event = refund("1", "12.50", &LINES);
    event["options"]["dry_run"] = json!(true);
    let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
    assert_eq!(response.status, Status::Preview);
    assert_eq!(total(&response), "7.50");
    assert_eq!(totals(&stage), ["5.00"]);
}

#[tokio::test]
async fn random_refunds_sum_to_the_whole_line_by_line() {
    let stage = Rehearsal::with_settings(partial()).await;
    for payment in 0..12_u32 {
        let mut seed = payment.wrapping_mul(2_654_435_761).wrapping_add(12_345);
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let cents = |cents: u32| Decimal::new(cents.into(), 2).to_string();
        let amounts: Vec<u32> = (0..=random(4)).map(|_| 1 + random(5_000)).collect();
        let lines: Vec<String> = amounts.iter().map(|amount| cents(*amount)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let whole: u32 = amounts.iter().sum();
        let mut so_far = 0;
        let id = format!("3{payment}");
        while so_far < whole {
            so_far = (so_far + 1 + random(whole)).min(whole);
            let event = refund(&id, &cents(so_far), &lines);
            let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
            assert_eq!(response.refunded_total, Some(cents(so_far)));
            let booked: Decimal = response
                .refunded_lines
                .unwrap()
                .values()
                .map(|line| line.parse::<Decimal>().unwrap())
                .sum();
            assert_eq!(booked.to_string(), cents(so_far));
        }
        assert_eq!(given_back_of(&stage, &id), by_item(&lines), "{lines:?}");
    }
}

/// The amounts that all refund receipts give back of each item.
fn given_back(stage: &Rehearsal) -> BTreeMap<String, Decimal> {
    given_back_of(stage, "1")
}

fn given_back_of(stage: &Rehearsal, payment: &str) -> BTreeMap<String, Decimal> {
    let note = format!("HubSpot payment {payment} ");
    let made = stage.made("RefundReceipt").into_iter();
    let of_payment = made.filter(|row| row["PrivateNote"].as_str().unwrap().starts_with(&note));
    let mut items = BTreeMap::new();
    for row in of_payment {
        let mut sum = Decimal::ZERO;
        for line in row["Line"].as_array().unwrap() {
            if line["DetailType"] == "SalesItemLineDetail" {
                let item = line["SalesItemLineDetail"]["ItemRef"]["value"]
                    .as_str()
                    .unwrap();
                let amount: Decimal = line["Amount"].to_string().parse().unwrap();
                *items.entry(item.to_owned()).or_default() += amount;
                sum += amount;
            }
        }
        assert_eq!(sum, row["TotalAmt"].to_string().parse().unwrap());
    }
    items
}

/// The items of Hours, Gardening and Design, and what their lines were sold for.
fn by_item(lines: &[&str]) -> BTreeMap<String, Decimal> {
    let mut items = BTreeMap::new();
    for (place, amount) in lines.iter().enumerate() {
        let amount: Decimal = amount.parse().unwrap();
        *items
            .entry(["2", "6", "4"][place % 3].to_owned())
            .or_default() += amount;
    }
    items
}
