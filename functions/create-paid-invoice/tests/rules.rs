//! Each rule of a paid invoice: from a sample event to both bodies posted and what is settled in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_paid_invoice::CreatePaidInvoice;
use rehearsal::Rule;
use sandbox_quickbooks::SandboxOptions;
use serde_json::json;

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
        .with(&json!({"payments": {"methods": {"card": "Visa", "ach": null}}}))
}

fn rules() -> Vec<Rule> {
    let californian = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let taxable = json!({"paid_invoices": {"taxable_lines": true}});
    vec![
        rule("the payment settles the invoice", "01-payment-link"),
        rule("taxable lines are refused", "04-taxable-line"),
        rule(
            "taxable lines are taken where settings say so",
            "04-taxable-line",
        )
        .with(&taxable)
        .at(californian.clone()),
        rule(
            "taxable lines that come to another total leave nothing behind",
            "04-taxable-line",
        )
        .property("hs_initial_amount", json!("351.71"))
        .with(&taxable)
        .at(californian),
        rule(
            "lines that do not come to what was paid",
            "07-lines-do-not-sum-up",
        ),
        rule(
            "an order discount that the payment tells",
            "08-order-discount",
        ),
        rule("a payment that failed", "06-failed-payment"),
        rule(
            "a payment of a hubspot invoice",
            "05-from-a-hubspot-invoice",
        ),
        rule(
            "a payment of a hubspot invoice booked anyway",
            "05-from-a-hubspot-invoice",
        )
        .set("/options/book_anyway", json!(true)),
        rule("a payment from quickbooks", "01-payment-link")
            .property("hs_processor_type", json!("quickbooks")),
        rule("a record that is no payment", "01-payment-link")
            .set("/record/object_type", json!("deal")),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    for rule in rules() {
        let told = rule
            .play::<CreatePaidInvoice>(&["Invoice", "Payment"])
            .await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}
