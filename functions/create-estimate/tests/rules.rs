//! Each rule of an estimate: from a sample event to the body posted and the estimate in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_estimate::CreateEstimate;
use rehearsal::Rule;
use serde_json::{Value, json};

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
}

/// A discount, a fee or a tax on the whole.
fn term(id: &str, label: &str, kind: &str, value: &str) -> Value {
    json!({"id": id, "properties": {"hs_label": label, "hs_type": kind, "hs_value": value}})
}

fn rules() -> Vec<Rule> {
    let company = json!([{"id": "77", "properties": {"name": "O'Keefe & Sons"}}]);
    vec![
        rule("a deal with its last day", "01-deal"),
        rule("a quote with its own last day", "02-quote"),
        rule(
            "a deal that was lost and has an invoice in hubspot",
            "01-deal",
        )
        .property("dealstage", json!("closedlost"))
        .set("/record/invoices", json!([{"id": "77", "properties": {}}])),
        rule("an estimate has no payment terms", "01-deal")
            .set("/options/payment_terms", json!("Net 30")),
        rule(
            "no product and no creation makes nothing",
            "07-product-not-found",
        ),
        rule(
            "a deal without lines is one line on an item of the settings",
            "01-deal",
        )
        .set("/record/line_items", json!([]))
        .with(&json!({"products": {"item_without_lines": "Services"}})),
        rule("order discount fee and tax", "02-quote")
            .set(
                "/record/discounts",
                json!([term("1", "Spring", "PERCENT", "10")]),
            )
            .set(
                "/record/fees",
                json!([term("2", "Services", "FIXED", "25")]),
            )
            .set(
                "/record/taxes",
                json!([term("3", "Sales tax", "PERCENT", "8")]),
            )
            .property("hs_quote_amount", json!("610.20")),
        rule("a contact is a sub-customer of its company", "01-deal")
            .set("/record/companies", company.clone())
            .with(&json!({"customers": {"sub_customer_of_company": true}})),
        rule(
            "the company is the customer and the contact its e-mail",
            "01-deal",
        )
        .set("/record/companies", company)
        .set("/options/customer", json!("associated_company")),
        rule(
            "class department and texts with properties of the record",
            "01-deal",
        )
        .set("/options/class", json!("Landscaping"))
        .set("/options/department", json!("Bayshore"))
        .set("/options/private_note", json!("Deal {{dealname}}"))
        .set("/options/document_number", json!("E-9101"))
        .set("/options/custom_fields", json!({"1": "Crew 7"})),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    for rule in rules() {
        let told = rule.play::<CreateEstimate>(&["Estimate"]).await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}
