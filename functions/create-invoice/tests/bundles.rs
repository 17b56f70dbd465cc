//! Bundles of HubSpot, whose own amount and whose parts' amounts may both stand on the deal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::deal;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

fn line(id: &str, amount: &str, bundle: &str) -> Value {
    let name = ["Hours", "Gardening", "Design"][id.parse::<usize>().unwrap() % 3];
    json!({"id": id, "properties": {"name": name, "quantity": "1", "price": amount, "amount": amount,
        "hs_bundle_id": bundle, "hs_total_discount": "0"}})
}

/// The amounts of the invoice's lines, and the codes of its warnings.
async fn booked(stage: &Rehearsal, event: &Value) -> (Vec<String>, Vec<String>) {
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let invoice = stage.made("Invoice").pop().unwrap();
    let lines = invoice["Line"].as_array().unwrap().iter();
    let lines = lines.filter(|line| line["DetailType"] == "SalesItemLineDetail");
    (
        lines.map(|line| line["Amount"].to_string()).collect(),
        response
            .warnings
            .into_iter()
            .map(|warning| warning.code)
            .collect(),
    )
}

#[tokio::test]
async fn a_bundle_and_its_parts_are_billed_once_as_the_deal_s_amount_tells() {
    let kit = || {
        vec![
            line("371", "30.00", ""),
            line("372", "10.00", "371"),
            line("373", "20.00", "371"),
        ]
    };
    let dearer = || {
        vec![
            line("371", "25.00", ""),
            line("372", "10.00", "371"),
            line("373", "20.00", "371"),
        ]
    };
    let nested = || {
        vec![
            line("371", "30.00", ""),
            line("372", "0", "371"),
            line("373", "30.00", "372"),
        ]
    };
    let free = || {
        vec![
            line("371", "0", ""),
            line("372", "10.00", "371"),
            line("373", "20.00", "371"),
        ]
    };
    let other = || {
        vec![
            line("371", "30.00", "9"),
            line("372", "10.00", "9"),
            line("373", "20.00", "373"),
        ]
    };
    let counted = &["bundle_counted_once"][..];
    let cases = [
        ("30.00", kit(), ["0", "10.00", "20.00"], counted),
        ("60.00", kit(), ["30.00", "10.00", "20.00"], &[]),
        ("25.00", dearer(), ["25.00", "0", "0"], counted),
        ("30.00", dearer(), ["0", "10.00", "20.00"], counted),
        ("30.00", nested(), ["0", "0", "30.00"], counted),
        ("30.00", free(), ["0", "10.00", "20.00"], &[]),
        ("60.00", other(), ["30.00", "10.00", "20.00"], &[]),
    ];
    for style in ["net_unit_price", "discount_line"] {
        for (shown, lines, amounts, codes) in cases.clone() {
            let settings = json!({"amounts": {"discount_style": style}});
            let stage = Rehearsal::with_settings(settings).await;
            let event = deal("37", shown, lines, json!({}));
            let (billed, warned) = booked(&stage, &event).await;
            let cents = |amount: &str| amount.parse::<f64>().unwrap() * 100.0;
            let billed: Vec<f64> = billed.iter().map(|amount| cents(amount)).collect();
            assert_eq!(billed, amounts.map(cents), "{shown} {style}");
            let warned: Vec<&str> = warned.iter().map(String::as_str).collect();
            let warned: Vec<&str> = warned
                .into_iter()
                .filter(|code| *code != "discount_not_shown")
                .collect();
            assert_eq!(warned, codes, "{shown} {style}");
        }
    }
}

#[tokio::test]
async fn a_bundle_of_which_the_deal_does_not_tell_what_counts_is_named_and_nothing_is_made() {
    let kit = || {
        vec![
            line("371", "25.00", ""),
            line("372", "10.00", "371"),
            line("373", "20.00", "371"),
        ]
    };
    for (shown, told, way_out) in [
        ("40.00", "shows 40.00", "or correct the total"),
        (
            "",
            "shows no total",
            "or fill in the total (a deal's `amount`)",
        ),
    ] {
        let stage = Rehearsal::start().await;
        let event = deal("37", shown, kit(), json!({}));
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        for part in [
            "deal 37, line item 371: it is a bundle",
            "line items 372, 373 (`hs_bundle_id`)",
            "to 55.00, without the parts to 25.00, without the bundle to 30.00",
            told,
            "to 0 in HubSpot",
            way_out,
        ] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(stage.requests(), [""; 0]);
    }
}
