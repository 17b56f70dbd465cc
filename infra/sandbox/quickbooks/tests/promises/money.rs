//! Money, whatever the lines are.

use proptest::prelude::*;
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::client::number;

/// Cents of an amount as JSON writes it.
fn cents(amount: &Value) -> i64 {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{whole}{fraction}").parse().unwrap()
}

fn amount(cents: i64) -> Value {
    number(&format!("{}.{:02}", cents / 100, cents % 100))
}

#[tokio::test]
async fn what_an_invoice_comes_to_is_the_sum_of_its_lines_less_discount_plus_tax() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let lines = prop::collection::vec((0..100_000_000_i64, any::<bool>()), 1..30);
    let case = (
        lines,
        prop::option::of(0..=100_u8),
        prop::option::of(prop::sample::select(vec!["2", "3"])),
    );
    let mut runner = prop::test_runner::TestRunner::deterministic();
    let checked = runner.run(&case, |(lines, discount, code)| {
        let mut sent: Vec<Value> = lines
            .iter()
            .map(|(cents, taxable)| {
                let tax = if *taxable { "TAX" } else { "NON" };
                let detail = json!({ "ItemRef": { "value": "1" }, "TaxCodeRef": { "value": tax } });
                json!({ "DetailType": "SalesItemLineDetail", "Amount": amount(*cents), "SalesItemLineDetail": detail })
            })
            .collect();
        if let Some(percent) = discount {
            let detail = json!({ "PercentBased": true, "DiscountPercent": percent });
            sent.push(json!({ "DetailType": "DiscountLineDetail", "DiscountLineDetail": detail }));
        }
        let mut body = json!({ "CustomerRef": { "value": "1" }, "Line": sent });
        if let Some(code) = code {
            body["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": code } });
        }
        let made = sandbox.insert("Invoice", body).unwrap();
        let of_kind = |kind: &str| -> i64 {
            let lines = made["Line"].as_array().unwrap().iter().filter(|line| line["DetailType"] == kind);
            lines.map(|line| cents(&line["Amount"])).sum()
        };
        let subtotal: i64 = lines.iter().map(|(cents, _)| cents).sum();
        let tax_lines = made["TxnTaxDetail"]["TaxLine"].as_array().cloned().unwrap_or_default();
        let tax: i64 = tax_lines.iter().map(|line| cents(&line["Amount"])).sum();
        prop_assert_eq!(of_kind("SalesItemLineDetail"), subtotal);
        prop_assert_eq!(of_kind("SubTotalLineDetail"), subtotal);
        prop_assert_eq!(cents(&made["TxnTaxDetail"]["TotalTax"]), tax);
        prop_assert_eq!(cents(&made["TotalAmt"]), subtotal - of_kind("DiscountLineDetail") + tax);
        prop_assert_eq!(&made["Balance"], &made["TotalAmt"]);
        Ok(())
    });
    checked.unwrap();
}
