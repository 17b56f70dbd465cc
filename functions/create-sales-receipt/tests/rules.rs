//! Each rule of a sales receipt: from a sample event to the body posted and the receipt in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rule;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
        .with(&json!({"payments": {"methods": {"card": "Visa", "ach": null}}}))
}

/// A company that computes no tax by itself, as those do that were founded before 2017.
fn untaxed() -> SandboxOptions {
    SandboxOptions {
        default_us_tax_code: None,
        ..SandboxOptions::default()
    }
}

fn californian() -> SandboxOptions {
    SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    }
}

/// A discount, a fee or a tax on the whole.
fn term(id: &str, label: &str, kind: &str, value: &str) -> Value {
    json!({"id": id, "properties": {"hs_label": label, "hs_type": kind, "hs_value": value}})
}

fn of_deals_and_quotes() -> Vec<Rule> {
    vec![
        rule("a deal with the account and the method named", "01-deal"),
        rule("a quote", "02-paid-quote"),
        rule("order discount and fee of a quote", "02-paid-quote")
            .set(
                "/record/discounts",
                json!([term("1", "Spring", "FIXED", "40")]),
            )
            .set("/record/fees", json!([term("2", "Design", "PERCENT", "5")]))
            .property("hs_quote_amount", json!("210.00")),
    ]
}

fn of_payments() -> Vec<Rule> {
    let card = |name| rule(name, "03-card-payment");
    let taxed = |name| {
        let line = "/record/line_items/0/properties";
        card(name)
            .set(&format!("{line}/hs_tax_rate"), json!("8"))
            .set(&format!("{line}/hs_tax_amount"), json!("6.00"))
            .property("hs_initial_amount", json!("106.00"))
    };
    vec![
        taxed("a payment with its method reference date and account and its tax").at(californian()),
        rule("a deal that has an invoice in hubspot too", "01-deal")
            .set("/record/invoices", json!([{"id": "77", "properties": {}}])),
        card("a payment that has an invoice in hubspot too")
            .property("hs_has_associated_invoice", json!("true")),
        taxed("what was paid and what quickbooks computes differ")
            .with(&json!({"payments":
            {"on_difference": "warn", "methods": {"card": "Visa"}}}))
            .at(untaxed()),
        taxed("what was paid and what quickbooks computes differ and that is refused")
            .at(untaxed()),
        rule(
            "a payment without lines is one line on an item of the settings",
            "04-payment-without-lines",
        )
        .with(&json!({"products": {"item_without_lines": "Services"}})),
        rule("a long reference stands in the note", "05-long-reference"),
        rule(
            "an order discount that the payment tells",
            "05-long-reference",
        )
        .property("hs_order_discount_amount", json!("10.00"))
        .property("hs_initial_amount", json!("90.00")),
        rule(
            "an order discount that is in the line items already",
            "05-long-reference",
        )
        .property("hs_order_discount_amount", json!("10.00")),
        card("order taxes are in what was paid")
            .set(
                "/record/taxes",
                json!([term("3", "Sales tax", "PERCENT", "8")]),
            )
            .property("hs_initial_amount", json!("108.00"))
            .at(californian()),
    ]
}

fn of_refusals() -> Vec<Rule> {
    vec![
        rule("a payment that failed", "07-failed-payment"),
        rule("a payment that was refunded", "07-failed-payment")
            .property("hs_latest_status", json!("refunded")),
        rule("a payment of a hubspot invoice", "06-payment-of-an-invoice"),
        rule(
            "a payment of a hubspot invoice booked anyway",
            "06-payment-of-an-invoice",
        )
        .set("/options/book_anyway", json!(true)),
        rule("a payment from quickbooks", "08-payment-from-quickbooks"),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    let rules = [of_deals_and_quotes(), of_payments(), of_refusals()];
    for rule in rules.iter().flatten() {
        let told = rule.play::<CreateSalesReceipt>(&["SalesReceipt"]).await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}
