//! Parts of a taxed payment: each receipt comes to its refund, with QuickBooks' tax, to the cent.

use crate::refunds::{partial, refund, total, totals};
use actions::Status;
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::Rehearsal;
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use sandbox_quickbooks::{SandboxOptions, TaxRounding};
use serde_json::{Value, json};

/// A company in which QuickBooks taxes by this code: `2` is 8 %, `3` is 7.1 % and 2 %.
async fn taxing(code: &str) -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: Some(code.into()),
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, partial()).await
}

/// A refund of a payment whose first line is taxed.
fn taxed(id: &str, so_far: &str, lines: &[&str], tax: &str) -> Value {
    let mut event = refund(id, so_far, lines);
    let sold: Decimal = lines
        .iter()
        .map(|line| line.parse::<Decimal>().unwrap())
        .sum();
    let paid = sold + tax.parse::<Decimal>().unwrap();
    event["record"]["properties"]["hs_initial_amount"] = json!(paid.to_string());
    event["record"]["line_items"][0]["properties"]["hs_tax_amount"] = json!(tax);
    event
}

#[tokio::test]
async fn a_refund_that_its_lines_in_proportion_miss_by_a_cent_is_booked_with_the_cent_moved() {
    let stage = taxing("2").await;
    let lines = ["10.00", "0.10"];
    // 0.56 of the first line and 8 % are 0.60, and 0.57 are 0.62: the other line gives the cent between.
    let response = stage
        .run::<CreateRefundReceipt>(&taxed("1", "0.61", &lines, "0.80"))
        .await
        .unwrap();
    assert_eq!(total(&response), "0.61");
    let deletions = stage.requests();
    assert!(
        !deletions.iter().any(|request| request.contains("delete")),
        "{deletions:?}"
    );
    let rest = stage
        .run::<CreateRefundReceipt>(&taxed("1", "10.90", &lines, "0.80"))
        .await
        .unwrap();
    assert_eq!(total(&rest), "10.29");
    assert_eq!(totals(&stage), ["0.61", "10.29"]);
}

#[tokio::test]
async fn a_cent_between_two_lines_of_one_tax_makes_a_refund_fit_where_each_is_taxed_by_itself() {
    let stage = taxing("2").await;
    let event = |so_far: &str| {
        let mut event = taxed("1", so_far, &["10.00", "10.00"], "0.80");
        event["record"]["line_items"][1]["properties"]["hs_tax_amount"] = json!("0.80");
        event["record"]["properties"]["hs_initial_amount"] = json!("21.60");
        event
    };
    // 1.55 and 1.57 come to 1.67 and 1.70; 1.56 twice to 3.36.
    for (so_far, due) in [("3.37", "3.37"), ("21.60", "18.23")] {
        let response = stage.run::<CreateRefundReceipt>(&event(so_far)).await;
        assert_eq!(total(&response.unwrap()), due);
    }
}

#[tokio::test]
async fn rates_that_only_quickbooks_knows_are_taken_from_what_it_computed_and_the_refund_made_once()
{
    let stage = taxing("3").await;
    let lines = ["100.00", "50.00"];
    let mut again = 0;
    let mut before = Decimal::ZERO;
    for so_far in ["3.33", "9.99", "20.01", "33.34", "47.77", "60.03", "159.10"] {
        stage.sandbox.clear_journal();
        let event = taxed("1", so_far, &lines, "9.10");
        let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        let so_far: Decimal = so_far.parse().unwrap();
        assert_eq!(total(&response), (so_far - before).to_string());
        before = so_far;
        let requests = stage.requests();
        let deleted = requests
            .iter()
            .filter(|request| request.contains("delete"))
            .count();
        assert!(deleted <= 1, "{requests:?}");
        again += deleted;
        let repeated = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        assert_eq!(repeated.status, Status::AlreadyCreated);
        assert_eq!(repeated.document, response.document);
    }
    assert!(again > 0, "none of them was a cent off");
    let given_back = totals(&stage);
    assert_eq!(given_back.len(), 7);
    let sum: Decimal = given_back
        .iter()
        .map(|total| total.parse::<Decimal>().unwrap())
        .sum();
    assert_eq!(sum.to_string(), "159.10");
}

#[tokio::test]
async fn a_refund_that_no_cent_makes_fit_is_refused_and_nothing_of_it_is_left() {
    let stage = taxing("2").await;
    let event = taxed("1", "0.61", &["10.00"], "0.80");
    let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    let message = error.to_string();
    for part in [
        "payment 1",
        "0.61 was refunded",
        "by hand, leave the payment out of the workflow",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(totals(&stage), [""; 0]);
}

#[tokio::test]
async fn the_last_refund_that_no_cent_makes_fit_promises_no_other_receipt() {
    let stage = taxing("2").await;
    // 0.56 and 8 % are 0.60, and 0.57 are 0.62.
    let event = taxed("1", "0.61", &["0.56"], "0.05");
    let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    let message = error.to_string();
    assert!(
        message.contains("book it in QuickBooks by hand")
            && !message.contains("next refund receipt"),
        "{message}"
    );
    assert_eq!(totals(&stage), [""; 0]);
}

#[tokio::test]
async fn random_parts_of_random_taxed_payments_come_to_what_was_given_back() {
    let stage = taxing("2").await;
    for payment in 0..40_u32 {
        let mut seed = payment.wrapping_mul(2_654_435_761).wrapping_add(54_321);
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let cents = |cents: u32| Decimal::new(cents.into(), 2);
        let (taxed_line, untaxed_line) = (cents(100 + random(9_000)), cents(1_000 + random(9_000)));
        let tax = (taxed_line * Decimal::new(8, 2)).round_dp_with_strategy(2, MidpointAwayFromZero);
        let whole = taxed_line + untaxed_line + tax;
        let (lines, tax) = (
            [taxed_line.to_string(), untaxed_line.to_string()],
            tax.to_string(),
        );
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut before = Decimal::ZERO;
        while before < whole {
            let so_far = (before + cents(1 + random(4_000))).min(whole);
            let event = taxed(&format!("3{payment}"), &so_far.to_string(), &lines, &tax);
            let response = stage.run::<CreateRefundReceipt>(&event).await;
            let response = response.unwrap_or_else(|error| panic!("{error}: {lines:?} {so_far}"));
            assert_eq!(total(&response), (so_far - before).to_string(), "{lines:?}");
            before = so_far;
        }
    }
}

#[tokio::test]
async fn parts_of_several_lines_that_quickbooks_taxes_one_by_one_come_to_what_was_given_back() {
    let stage = taxing("2").await;
    // The whole is taxed 8.03 and 0.23: rounded once it would be 8.27.
    let lines = ["100.40", "2.92", "20.00"];
    let mut before = Decimal::ZERO;
    for so_far in ["17.31", "48.02", "90.55", "131.58"] {
        let mut event = taxed("1", so_far, &lines, "8.03");
        let record = &mut event["record"];
        record["line_items"][1]["properties"]["hs_tax_amount"] = json!("0.23");
        record["properties"]["hs_initial_amount"] = json!("131.58");
        let is_full = so_far == "131.58";
        record["properties"]["hs_latest_status"] = json!(if is_full {
            "refunded"
        } else {
            "partially_refunded"
        });
        let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
        let so_far: Decimal = so_far.parse().unwrap();
        assert_eq!(total(&response), (so_far - before).to_string());
        before = so_far;
    }
    let deletions = stage.requests();
    assert!(
        !deletions.iter().any(|request| request.contains("delete")),
        "{deletions:?}"
    );
}

#[tokio::test]
async fn parts_of_lines_under_several_rates_come_to_what_was_given_back() {
    let settings = json!({"refunds": {"partial": true}});
    let stage = Rehearsal::british(TaxRounding::OnTheWhole, settings).await;
    for payment in 0..15_u32 {
        let mut seed = payment.wrapping_mul(2_654_435_761).wrapping_add(777);
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let nets = [(); 3].map(|()| Decimal::new((1_000 + random(9_000)).into(), 2));
        let rates = ["20", "5", "0"];
        let tax_of = |place: usize| {
            let rate: Decimal = rates[place].parse().unwrap();
            let exact = nets[place] * rate / Decimal::ONE_HUNDRED;
            exact.round_dp_with_strategy(2, MidpointAwayFromZero)
        };
        let whole: Decimal = (0..3).map(|place| nets[place] + tax_of(place)).sum();
        let lines = nets.map(|net| net.to_string());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut before = Decimal::ZERO;
        while before < whole {
            let so_far = (before + Decimal::new((1 + random(5_000)).into(), 2)).min(whole);
            let mut event = refund(&format!("3{payment}"), &so_far.to_string(), &lines);
            event["options"] =
                json!({"refund_account": "Savings", "products": {"quickbooks_id": "1"}});
            let properties = &mut event["record"]["properties"];
            properties["hs_initial_amount"] = json!(whole.to_string());
            properties["hs_currency_code"] = json!("GBP");
            for (place, rate) in rates.iter().enumerate().filter(|(_, rate)| **rate != "0") {
                let line = &mut event["record"]["line_items"][place]["properties"];
                line["hs_tax_rate"] = json!(rate);
                line["hs_tax_amount"] = json!(tax_of(place).to_string());
            }
            let response = stage.run::<CreateRefundReceipt>(&event).await;
            let response = response.unwrap_or_else(|error| panic!("{error}: {lines:?} {so_far}"));
            assert_eq!(total(&response), (so_far - before).to_string(), "{lines:?}");
            before = so_far;
        }
    }
    let requests = stage.requests();
    assert!(
        !requests.iter().any(|request| request.contains("delete")),
        "{requests:?}"
    );
}
