//! Money, whatever the lines are.

use proptest::prelude::*;
use sandbox_quickbooks::{CompanyTemplate, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{coded_line, number};

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

/// Codes of the Canadian company and the rates of each: id and percent.
const CANADIAN: [(&str, &[(&str, i64)]); 4] = [
    ("2", &[("9", 0)]),
    ("5", &[("1", 5)]),
    ("6", &[("3", 13)]),
    ("7", &[("1", 5), ("5", 7)]),
];

fn canadian_form(lines: &[(i64, usize)], mode: &str) -> Value {
    let line =
        |(cents, code): &(i64, usize)| coded_line(&amount(*cents).to_string(), CANADIAN[*code].0);
    let lines: Vec<Value> = lines.iter().map(line).collect();
    json!({ "CustomerRef": { "value": "1" }, "GlobalTaxCalculation": mode, "Line": lines })
}

async fn canadian() -> Sandbox {
    let options = SandboxOptions {
        company: CompanyTemplate::Canada,
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// Sums of a form in cents: item lines, tax lines.
fn sums(form: &Value) -> (i64, i64) {
    let items = form["Line"].as_array().unwrap().iter();
    let items = items.filter(|line| line["DetailType"] == "SalesItemLineDetail");
    let taxes = form["TxnTaxDetail"]["TaxLine"].as_array().unwrap().iter();
    (
        items.map(|line| cents(&line["Amount"])).sum(),
        taxes.map(|line| cents(&line["Amount"])).sum(),
    )
}

#[tokio::test]
async fn tax_on_top_is_each_rate_of_what_it_applies_to_rounded_half_up_by_itself() {
    let sandbox = canadian().await;
    let lines = prop::collection::vec((0..100_000_000_i64, 0..CANADIAN.len()), 1..20);
    let mut runner = prop::test_runner::TestRunner::deterministic();
    let checked = runner.run(&lines, |lines| {
        let made = sandbox
            .insert("Invoice", canadian_form(&lines, "TaxExcluded"))
            .unwrap();
        let (net, tax) = sums(&made);
        prop_assert_eq!(net, lines.iter().map(|(cents, _)| cents).sum::<i64>());
        prop_assert_eq!(cents(&made["TxnTaxDetail"]["TotalTax"]), tax);
        prop_assert_eq!(cents(&made["TotalAmt"]), net + tax);
        for line in made["TxnTaxDetail"]["TaxLine"].as_array().unwrap() {
            let rate = &line["TaxLineDetail"]["TaxRateRef"]["value"];
            let has_rate = |code: usize| CANADIAN[code].1.iter().find(|(id, _)| rate == id);
            let base: i64 = lines
                .iter()
                .filter(|(_, code)| has_rate(*code).is_some())
                .map(|(cents, _)| cents)
                .sum();
            let percent = (0..CANADIAN.len()).find_map(has_rate).unwrap().1;
            prop_assert_eq!(cents(&line["TaxLineDetail"]["NetAmountTaxable"]), base);
            prop_assert_eq!(cents(&line["Amount"]), (base * percent + 50) / 100);
        }
        Ok(())
    });
    checked.unwrap();
}

#[tokio::test]
async fn tax_within_leaves_the_total_what_the_lines_say_and_a_second_look_changes_nothing() {
    let sandbox = canadian().await;
    let lines = prop::collection::vec((0..100_000_000_i64, 0..CANADIAN.len()), 1..20);
    let mut runner = prop::test_runner::TestRunner::deterministic();
    let checked = runner.run(&lines, |lines| {
        let made = sandbox
            .insert("Invoice", canadian_form(&lines, "TaxInclusive"))
            .unwrap();
        let (net, tax) = sums(&made);
        let total: i64 = lines.iter().map(|(cents, _)| cents).sum();
        prop_assert_eq!(cents(&made["TotalAmt"]), total);
        prop_assert_eq!(net + tax, total);
        prop_assert_eq!(cents(&made["TxnTaxDetail"]["TotalTax"]), tax);
        let noted = json!({ "Id": made["Id"], "PrivateNote": "seen" });
        let seen = sandbox.edit("Invoice", noted).unwrap();
        for property in ["Line", "TxnTaxDetail", "TotalAmt", "Balance"] {
            prop_assert_eq!(&seen[property], &made[property]);
        }
        Ok(())
    });
    checked.unwrap();
}
