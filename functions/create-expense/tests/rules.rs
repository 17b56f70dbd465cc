//! Each rule of an expense: from a sample event to the body posted and the expense in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_expense::CreateExpense;
use rehearsal::Rule;
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts};
use serde_json::{Value, json};

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
}

fn british(name: &'static str, settings: &Value) -> Rule {
    let company = json!({"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
        "time_zone": "America/Los_Angeles"});
    let options = SandboxOptions {
        company: CompanyTemplate::UnitedKingdom,
        tax_inclusive_amounts: TaxInclusiveAmounts::Gross,
        ..SandboxOptions::default()
    };
    rule(name, "01-card-payment")
        .property("hs_currency_code", json!("GBP"))
        .set("/options/payment_account", json!("35"))
        .set("/options/expense_account", json!("8"))
        .set("/options/vendor", json!("30"))
        .with(settings)
        .with(&json!({"company": company}))
        .at(options)
}

fn rules() -> Vec<Rule> {
    let card = |name| rule(name, "01-card-payment");
    let both = json!({"fees": {"source": "fees_and_platform_fee"}});
    vec![
        card("the fee of a payment"),
        card("the fee and the platform fee")
            .property("hs_platform_fee", json!("0.75"))
            .property("hs_net_amount", json!("144.60"))
            .with(&both),
        card("a platform fee that is not known")
            .property("hs_net_amount", json!(null))
            .with(&both),
        card("a platform fee that the net amount says is none").with(&both),
        card("a fee that does not fit the net amount is told")
            .property("hs_net_amount", json!("145.00")),
        card("a fee that does not fit the net amount is refused where settings say so")
            .property("hs_net_amount", json!("145.00"))
            .with(&json!({"amounts": {"on_mismatch": "refuse"}})),
        rule(
            "a fee of less than a cent is rounded on a credit card account",
            "03-credit-card-account",
        ),
        rule(
            "a refund does not give the fee back",
            "02-partially-refunded",
        ),
        rule("no fee is nothing to do", "04-no-fee"),
        card("money that nobody processed has no fee")
            .property("hs_processor_type", json!("none"))
            .property("hs_payment_method_type", json!("cash"))
            .property("hs_fees_amount", json!(null))
            .property("hs_net_amount", json!("150.00")),
        rule("a payment that is still processing", "05-still-processing"),
        rule("an account that nobody names", "06-no-expense-account"),
        card("a vendor that quickbooks does not have").set("/options/vendor", json!("HubSpot")),
        card("a vendor that is created where settings say so")
            .set("/options/vendor", json!("HubSpot"))
            .with(&json!({"vendors": {"create_missing": true}})),
        card("a payment from quickbooks").property("hs_processor_type", json!("quickbooks")),
        card("a payment of a hubspot invoice").property("hs_payment_source_app", json!("INVOICE")),
        card("a payment of a hubspot invoice where options say so")
            .property("hs_payment_source_app", json!("INVOICE"))
            .set("/options/book_anyway", json!(true)),
        card("a fee that hubspot does not show").property("hs_fees_amount", Value::Null),
        british(
            "british fee with its tax within it",
            &json!({"fees": {"tax_code": "20.0% S"}}),
        ),
        british(
            "british fee under the code of what is not taxed",
            &json!({"tax": {"untaxed_code": "No VAT"}}),
        ),
        british("british fee without a tax code", &json!({})),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    for rule in rules() {
        let told = rule.play::<CreateExpense>(&["Purchase"]).await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}
