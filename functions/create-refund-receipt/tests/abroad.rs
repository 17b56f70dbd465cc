//! Refunds in companies abroad: each comes to the cent, where no amounts before tax do with the tax in them.

use crate::refunds::{partial, refund, total};
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use rust_decimal::Decimal;
use sandbox_quickbooks::TaxRounding::{LineByLine, OnTheWhole};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts};
use serde_json::{Value, json};

/// A refund of a payment of these lines: the amount, the rate and the tax of each.
fn taxed(currency: &str, paid: &str, so_far: &str, lines: &[[&str; 3]]) -> Value {
    let amounts: Vec<&str> = lines.iter().map(|[amount, ..]| *amount).collect();
    let mut event = refund("1", so_far, &amounts);
    event["options"] = json!({"refund_account": "Savings", "products": {"quickbooks_id": "1"}});
    let properties = &mut event["record"]["properties"];
    properties["hs_initial_amount"] = json!(paid);
    properties["hs_currency_code"] = json!(currency);
    let is_full = so_far == paid;
    properties["hs_latest_status"] = json!(if is_full {
        "refunded"
    } else {
        "partially_refunded"
    });
    let items = event["record"]["line_items"].as_array_mut().unwrap();
    for (item, [_, rate, tax]) in items.iter_mut().zip(lines) {
        item["properties"]["hs_tax_rate"] = json!(rate);
        item["properties"]["hs_tax_amount"] = json!(tax);
    }
    event
}

/// Books refunds one after the other, each of which is to come to its amount.
async fn assert_each_comes_to_the_cent(
    stage: &Rehearsal,
    events: impl Fn(&str) -> Value,
    so_far: &[&str],
) {
    let mut before = Decimal::ZERO;
    for so_far in so_far {
        let response = stage.run::<CreateRefundReceipt>(&events(so_far)).await;
        let response = response
            .map_err(|error| format!("{so_far}: {error}"))
            .unwrap();
        let now: Decimal = so_far.parse().unwrap();
        assert_eq!(total(&response), (now - before).to_string(), "{so_far}");
        assert_eq!(response.refunded_total.as_deref(), Some(*so_far));
        before = now;
    }
    assert_eq!(stage.made("RefundReceipt").len(), so_far.len());
}

#[tokio::test]
async fn a_refund_that_no_net_amount_comes_to_is_posted_with_the_tax_in_it() {
    // 27.77 and 20 % are 33.32, and 27.78 are 33.34.
    let lines = [["100.00", "20", "20.00"]];
    let stage = Rehearsal::british(OnTheWhole, partial()).await;
    let event = |so_far: &str| taxed("GBP", "120.00", so_far, &lines);
    assert_each_comes_to_the_cent(&stage, event, &["33.33", "66.66", "120.00"]).await;
    let made = stage.made("RefundReceipt");
    let mut modes = made.iter().map(|row| &row["GlobalTaxCalculation"]);
    assert!(modes.any(|mode| mode == "TaxInclusive"), "{made:?}");
}

#[tokio::test]
async fn parts_of_a_sales_receipt_are_given_back_with_their_tax_under_one_rate_and_under_several() {
    let several = [
        ["600.00", "20", "120.00"],
        ["400.00", "5", "20.00"],
        ["100.00", "0", "0.00"],
    ];
    let one = [["600.00", "20", "120.00"], ["400.00", "20", "80.00"]];
    let cases = [
        (
            several.as_slice(),
            "1100.00",
            ["496.00", "744.00"],
            ["440.00", "660.00"],
        ),
        (
            one.as_slice(),
            "1000.00",
            ["480.00", "720.00"],
            ["400.00", "600.00"],
        ),
    ];
    for (lines, sold, parts, nets) in cases {
        let stage = Rehearsal::british(OnTheWhole, partial()).await;
        let of_deal = |id: &str, paid: &str, so_far: &str| {
            let mut event = taxed("GBP", paid, so_far, lines);
            event["record"]["id"] = json!(id);
            event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
            event
        };
        let mut deal = of_deal("4", "0", "0");
        deal["record"]["object_type"] = json!("deal");
        deal["record"]["properties"] = json!({"amount": sold, "deal_currency_code": "GBP"});
        deal["record"]["deals"] = json!([]);
        deal["options"] = json!({"products": {"quickbooks_id": "1"}});
        stage.run::<CreateSalesReceipt>(&deal).await.unwrap();
        for (id, paid) in ["5", "6"].iter().zip(parts) {
            let event = of_deal(id, paid, paid);
            let response = stage.run::<CreateRefundReceipt>(&event).await.unwrap();
            assert_eq!((total(&response), codes(&response)), (paid, vec![]));
        }
        let made = stage.made("RefundReceipt");
        let given_back = made.iter().map(|made| {
            let before_tax = made["Line"].as_array().unwrap().iter();
            let before_tax = before_tax.filter(|line| line["DetailType"] == "SalesItemLineDetail");
            let amounts =
                before_tax.map(|line| line["Amount"].to_string().parse::<Decimal>().unwrap());
            amounts.sum::<Decimal>().to_string()
        });
        assert_eq!(given_back.collect::<Vec<_>>(), nets);
    }
}

#[tokio::test]
async fn where_amounts_with_tax_are_taken_for_net_a_refund_is_right_or_nothing_of_it_is_left() {
    for (amounts, is_made) in [("net", true), ("gross", false)] {
        let options = SandboxOptions {
            company: CompanyTemplate::UnitedKingdom,
            tax_inclusive_amounts: TaxInclusiveAmounts::Net,
            ..SandboxOptions::default()
        };
        let settings = json!({
            "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP"},
            "tax": {"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT", "inclusive_amounts": amounts},
            "refunds": {"partial": true},
        });
        let stage = Rehearsal::with(options, settings).await;
        let event = taxed("GBP", "120.00", "33.33", &[["100.00", "20", "20.00"]]);
        let outcome = stage.run::<CreateRefundReceipt>(&event).await;
        if is_made {
            assert_eq!(total(&outcome.unwrap()), "33.33");
            continue;
        }
        let error = outcome.unwrap_err();
        assert_eq!(error.error_type(), "TaxableLineItem");
        assert!(error.to_string().contains("33.33 was refunded"), "{error}");
        assert!(stage.made("RefundReceipt").is_empty());
    }
}

#[tokio::test]
async fn however_quickbooks_rounds_its_tax_a_refund_comes_to_what_was_given_back() {
    // Five lines of 19.09 at 20 %: 3.82 each, and 19.09 on the whole.
    let lines = [["19.09", "20", "3.82"]; 5];
    for rounding in [OnTheWhole, LineByLine] {
        for paid in ["114.54", "114.55"] {
            for so_far in [vec![paid], vec!["10.01", "77.77", paid]] {
                let stage = Rehearsal::british(rounding, partial()).await;
                let event = |so_far: &str| taxed("GBP", paid, so_far, &lines);
                assert_each_comes_to_the_cent(&stage, event, &so_far).await;
            }
        }
    }
}

#[tokio::test]
async fn a_code_of_two_rates_beside_another_one_comes_to_what_was_given_back() {
    let options = SandboxOptions {
        company: CompanyTemplate::Canada,
        ..SandboxOptions::default()
    };
    let settings = json!({
        "company": {"realm_id": "9341453172000002", "country": "CA", "home_currency": "CAD"},
        "tax": {"codes": {"12": "GST/PST BC", "13": "HST ON"}, "untaxed_code": "Exempt"},
        "refunds": {"partial": true},
    });
    // 5 % of 10.10 are 0.51 and 7 % are 0.71: together a cent more than 12 %.
    let lines = [["10.10", "12", "1.22"], ["20.00", "13", "2.60"]];
    let stage = Rehearsal::with(options, settings).await;
    let event = |so_far: &str| taxed("CAD", "33.92", so_far, &lines);
    let so_far = ["3.33", "7.01", "11.12", "17.77", "25.04", "33.92"];
    assert_each_comes_to_the_cent(&stage, event, &so_far).await;
}

#[tokio::test]
async fn a_sale_taxed_before_its_discount_is_given_back_to_the_cent_or_not_at_all() {
    // 100.00 less a tenth, and 8 % of the 100.00.
    let lines = [["100.00", "8", "8.00"]];
    for (so_far, is_booked) in [("98.00", true), ("49.00", false)] {
        let amounts = json!({"order_discount_style": "discount_line"});
        let settings = json!({"refunds": {"partial": true}, "amounts": amounts});
        let stage = Rehearsal::with_settings(settings).await;
        let mut event = taxed("USD", "98.00", so_far, &lines);
        event["record"]["discounts"] = json!([{"id": "5", "properties": {
            "hs_label": "Spring", "hs_type": "PERCENT", "hs_value": "10"}}]);
        let outcome = stage.run::<CreateRefundReceipt>(&event).await;
        let made = stage.made("RefundReceipt");
        if is_booked {
            assert_eq!(total(&outcome.unwrap()), so_far);
            assert_eq!(made[0]["ApplyTaxAfterDiscount"], false);
        } else {
            let error = outcome.unwrap_err();
            assert_eq!(error.error_type(), "TaxableLineItem");
            assert!(error.to_string().contains("49.00 was refunded"), "{error}");
            assert!(made.is_empty());
        }
    }
}
