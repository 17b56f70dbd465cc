//! Each rule of a refund receipt: from a sample event to the body posted and the receipt in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rule, outcome};
use serde_json::{Value, json};

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
        .with(&json!({"payments": {"methods": {"card": "Visa", "ach": null}}}))
}

/// A discount, a fee or a tax on the whole.
fn term(id: &str, label: &str, kind: &str, value: &str) -> Value {
    json!({"id": id, "properties": {"hs_label": label, "hs_type": kind, "hs_value": value}})
}

fn rules() -> Vec<Rule> {
    let partial = json!({"refunds": {"partial": true}});
    let part = |name| rule(name, "04-partial-refund");
    vec![
        rule(
            "a full refund as it was sold with account and method",
            "01-full-refund",
        ),
        rule(
            "a full refund of a payment with an order discount",
            "03-order-discount",
        ),
        part("a part is refused"),
        part("a part is shared out where settings say so").with(&partial),
        part("a part of a payment with an order discount and a fee")
            .set(
                "/record/discounts",
                json!([term("1", "Spring", "PERCENT", "10")]),
            )
            .set(
                "/record/fees",
                json!([term("2", "Services", "FIXED", "30.00")]),
            )
            .with(&partial),
        part("more than was paid is capped")
            .property("hs_latest_status", json!("refunded"))
            .property("hs_refunds_amount", json!("300.01")),
        rule("a payment that is not refunded", "05-not-refunded"),
        rule(
            "a refund whose amount hubspot does not show",
            "01-full-refund",
        )
        .property("hs_refunds_amount", Value::Null),
        rule("an account that nobody names", "06-no-refund-account"),
        rule("a refund of a payment from quickbooks", "01-full-refund")
            .property("hs_processor_type", json!("quickbooks")),
        rule(
            "a refund of a payment of a hubspot invoice",
            "01-full-refund",
        )
        .property("hs_payment_source_app", json!("INVOICE")),
        rule(
            "a refund of a payment of a hubspot invoice where options say so",
            "01-full-refund",
        )
        .property("hs_payment_source_app", json!("INVOICE"))
        .set("/options/book_anyway", json!(true)),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    for rule in rules() {
        let told = rule.play::<CreateRefundReceipt>(&["RefundReceipt"]).await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}

#[tokio::test]
async fn refunds_one_after_the_other_are_the_whole_and_each_is_booked_once() {
    let rule = rule("refunds one after the other", "04-partial-refund")
        .with(&json!({"refunds": {"partial": true}}));
    let stage = rule.stage().await;
    let mut answers = Vec::new();
    for (status, so_far) in [
        ("partially_refunded", "100.00"),
        ("partially_refunded", "100.00"),
        ("partially_refunded", "233.33"),
        ("refunded", "300.00"),
        ("partially_refunded", "100.00"),
    ] {
        let mut event = rule.event().clone();
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        event["record"]["properties"]["hs_refunds_amount"] = json!(so_far);
        let result = stage.run::<CreateRefundReceipt>(&event).await;
        let answer = outcome(&result);
        answers.push(format!("{so_far}: {}", answer.lines().next().unwrap()));
    }
    let told = stage.told(&["RefundReceipt"]);
    insta::assert_snapshot!(rule.slug(), format!("{}\n{told}", answers.join("\n")));
}
