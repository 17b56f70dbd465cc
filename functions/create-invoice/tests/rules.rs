//! Each rule of an invoice: from a sample event to the body posted and the invoice in QuickBooks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_estimate::CreateEstimate;
use create_invoice::CreateInvoice;
use rehearsal::{Rule, outcome};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts};
use serde_json::{Value, json};

fn rule(name: &'static str, sample: &str) -> Rule {
    Rule::of(name, env!("CARGO_MANIFEST_DIR"), sample)
}

/// A discount, a fee or a tax on the whole.
fn term(id: &str, label: &str, kind: &str, value: &str) -> Value {
    json!({"id": id, "properties": {"hs_label": label, "hs_type": kind, "hs_value": value}})
}

fn californian() -> SandboxOptions {
    SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    }
}

fn abroad(company: CompanyTemplate) -> SandboxOptions {
    SandboxOptions {
        company,
        tax_inclusive_amounts: TaxInclusiveAmounts::Gross,
        ..SandboxOptions::default()
    }
}

fn british(prices: &str) -> Value {
    json!({
        "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
            "time_zone": "America/Los_Angeles"},
        "tax": {"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT", "prices": prices},
    })
}

fn canadian() -> Value {
    json!({
        "company": {"realm_id": "9341453172000002", "country": "CA", "home_currency": "CAD",
            "time_zone": "America/Los_Angeles"},
        "tax": {"codes": {"GST + PST": "GST/PST BC"}, "default_code": "GST", "untaxed_code": "Exempt"},
    })
}

/// A deal of one line of hours, in another country's money and with a tax of it.
fn foreign(name: &'static str, currency: &str, tax: &str) -> Rule {
    rule(name, "01-deal")
        .property("deal_currency_code", json!(currency))
        .set(
            "/record/line_items/0/properties/hs_line_item_currency_code",
            json!(currency),
        )
        .set("/record/line_items/0/properties/hs_tax_rate", json!(tax))
        .set("/options/payment_terms", Value::Null)
}

fn of_lines_and_totals() -> Vec<Rule> {
    vec![
        rule("lines are matched to products", "01-deal"),
        rule(
            "no product and no creation makes nothing",
            "07-product-not-found",
        ),
        rule("a record without lines is refused", "01-deal").set("/record/line_items", json!([])),
        rule("a deal that has an invoice in hubspot too", "01-deal")
            .set("/record/invoices", json!([{"id": "77", "properties": {}}])),
        rule(
            "a quote that has an invoice in hubspot too",
            "02-signed-quote",
        )
        .set("/record/invoices", json!([{"id": "77", "properties": {}}])),
        rule(
            "an invoice in hubspot of a deal that is booked anyway",
            "01-deal",
        )
        .set("/record/invoices", json!([{"id": "77", "properties": {}}]))
        .set("/options/book_anyway", json!(true)),
        rule("a deal that was lost", "01-deal").property("hs_is_closed_lost", json!("true")),
        rule(
            "a deal without lines is one line on an item of the settings",
            "01-deal",
        )
        .set("/record/line_items", json!([]))
        .with(&json!({"products": {"item_without_lines": "Services"}})),
        rule(
            "discounts go into unit prices",
            "04-fractional-quantities-and-discounts",
        ),
        rule(
            "discounts stand on a line",
            "04-fractional-quantities-and-discounts",
        )
        .with(&json!({"amounts": {"discount_style": "discount_line"}})),
        rule(
            "totals that differ are refused where settings say so",
            "01-deal",
        )
        .property("amount", json!("1500.00"))
        .with(&json!({"amounts": {"on_mismatch": "refuse"}})),
    ]
}

fn of_orders() -> Vec<Rule> {
    let order = |name| rule(name, "11-order-discount-and-fee");
    vec![
        order("order discount is a line and order fee a product"),
        order("order discount goes into unit prices")
            .with(&json!({"amounts": {"order_discount_style": "net_unit_price"}})),
        order("order fee is booked on an item of the settings").with(&json!({"products": {
            "income_account": "Sales of Product Income", "item_of_fees": "Services",
        }})),
        order("order fee without a name needs an item")
            .set("/record/fees/0/properties/hs_label", Value::Null),
        order("order tax comes last and is computed by quickbooks alike")
            .set(
                "/record/taxes",
                json!([term("88301", "Sales tax", "PERCENT", "8")]),
            )
            .property("hs_quote_amount", json!("610.20"))
            .at(californian()),
        order("order taxes of canada are one code")
            .property("hs_currency", json!("CAD"))
            .set("/record/line_items/0/properties/name", json!("Design"))
            .set(
                "/record/line_items/0/properties/hs_line_item_currency_code",
                json!("CAD"),
            )
            .set(
                "/record/line_items/1/properties/hs_line_item_currency_code",
                json!("CAD"),
            )
            .set("/record/fees", json!([]))
            .set(
                "/record/taxes",
                json!([
                    term("88301", "GST", "PERCENT", "5"),
                    term("88302", "PST", "PERCENT", "7"),
                ]),
            )
            .property("hs_quote_amount", json!("604.80"))
            .set("/options/payment_terms", Value::Null)
            .with(&canadian())
            .at(abroad(CompanyTemplate::Canada)),
        order("order discount of more than there is makes nothing")
            .set("/record/discounts/0/properties/hs_type", json!("FIXED"))
            .set("/record/discounts/0/properties/hs_value", json!("600.01")),
    ]
}

fn of_customers() -> Vec<Rule> {
    let filter = json!([{"filters": [
        {"propertyName": "lifecyclestage", "operator": "IN", "values": ["customer"]},
    ]}]);
    let filtered = json!({"customers": {"mode": "sync_filter", "filter_groups": filter}});
    let sub = json!({"customers": {"sub_customer_of_company": true}});
    vec![
        rule(
            "a contact that does not meet the filter makes nothing",
            "08-contact-not-eligible",
        )
        .set("/connection", json!("us-books"))
        .with(&filtered),
        rule("a contact that meets the filter is billed", "01-deal")
            .set(
                "/record/contacts/0/properties/lifecyclestage",
                json!("customer"),
            )
            .with(&filtered),
        rule(
            "the company is the customer and the contact its e-mail",
            "10-company-customer",
        ),
        rule("a quickbooks customer for all", "01-deal")
            .set("/options/customer", json!({"quickbooks_id": "1"})),
        rule("a contact is a sub-customer of its company", "01-deal").with(&sub),
        rule(
            "a contact without a company is no sub-customer",
            "04-fractional-quantities-and-discounts",
        )
        .with(&sub),
    ]
}

fn of_currencies_and_taxes() -> Vec<Rule> {
    let several = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    let currencies = json!({"company": {"realm_id": "9341453172000001", "multi_currency": true,
        "time_zone": "America/Los_Angeles"}});
    let euros =
        |name| foreign(name, "EUR", "0").set("/options/transaction_date", json!("2026-05-04"));
    vec![
        rule("us lines are taxable or not", "01-deal")
            .set(
                "/record/line_items/0/properties/hs_tax_amount",
                json!("118.40"),
            )
            .at(californian()),
        rule(
            "a tax that quickbooks computes otherwise is told",
            "01-deal",
        )
        .set(
            "/record/line_items/0/properties/hs_tax_amount",
            json!("118.41"),
        )
        .at(californian()),
        rule(
            "a tax that quickbooks computes otherwise is refused where settings say so",
            "01-deal",
        )
        .set(
            "/record/line_items/0/properties/hs_tax_amount",
            json!("118.41"),
        )
        .with(&json!({"amounts": {"on_quickbooks_mismatch": "refuse"}}))
        .at(californian()),
        foreign("british tax comes on top", "GBP", "20")
            .with(&british("exclusive"))
            .at(abroad(CompanyTemplate::UnitedKingdom)),
        foreign("british prices include tax", "GBP", "20")
            .with(&british("inclusive"))
            .at(abroad(CompanyTemplate::UnitedKingdom)),
        foreign("a tax rate without a code makes nothing", "GBP", "5")
            .with(&british("exclusive"))
            .at(abroad(CompanyTemplate::UnitedKingdom)),
        foreign(
            "a canadian rate without a code has the default one",
            "CAD",
            "5",
        )
        .with(&canadian())
        .at(abroad(CompanyTemplate::Canada)),
        euros("euros need several currencies"),
        euros("euros at quickbooks rate of the day")
            .with(&currencies)
            .at(several.clone()),
        euros("euros at a given rate")
            .set("/options/exchange_rate", json!("1.25"))
            .with(&currencies)
            .at(several.clone()),
        euros("euros without a rate make nothing")
            .property("deal_currency_code", json!("ISK"))
            .set(
                "/record/line_items/0/properties/hs_line_item_currency_code",
                json!("ISK"),
            )
            .with(&currencies)
            .at(several),
    ]
}

fn of_fields() -> Vec<Rule> {
    let words = |name| {
        rule(name, "01-deal")
            .property("po", json!("4500017733"))
            .property("visit", json!("2026-03-09"))
    };
    vec![
        words("class department and texts with properties of the record")
            .set("/options/class", json!("Landscaping"))
            .set("/options/department", json!("Bayshore"))
            .set("/options/memo", json!("For {{dealname}}"))
            .set("/options/private_note", json!("PO {{po}}"))
            .set("/options/document_number", json!("HS-{{po}}"))
            .set("/options/service_date", json!("{{visit}}"))
            .set(
                "/options/custom_fields",
                json!({"po_number": "{{po}}", "3": "Crew 7"}),
            )
            .with(&json!({"custom_fields": {"po_number": "2"}})),
        words("an unknown property makes nothing").set("/options/memo", json!("For {{dealnam}}")),
        rule(
            "e-mail later with copies and online payment with its link",
            "01-deal",
        )
        .set("/options/send_email", json!("later"))
        .set("/options/bill_email_cc", json!("books@example.com"))
        .set("/options/bill_email_bcc", json!("boss@example.com"))
        .set("/options/online_card_payment", json!(true))
        .set("/options/online_bank_payment", json!(false))
        .set("/options/payment_link", json!(true)),
        rule("e-mail now", "01-deal").set("/options/send_email", json!(true)),
    ]
}

#[tokio::test]
async fn each_rule_is_posted_and_booked_as_this() {
    let rules = [
        of_lines_and_totals(),
        of_orders(),
        of_customers(),
        of_currencies_and_taxes(),
        of_fields(),
    ];
    for rule in rules.iter().flatten() {
        let told = rule.play::<CreateInvoice>(&["Invoice"]).await;
        insta::assert_snapshot!(rule.slug(), told);
    }
}

#[tokio::test]
async fn an_estimate_of_the_same_deal_is_closed_by_its_invoice() {
    let rule = rule("an estimate is linked and closed", "01-deal");
    let stage = rule.stage().await;
    let mut event = rule.event().clone();
    event["options"] = json!({});
    stage.run::<CreateEstimate>(&event).await.unwrap();
    stage.sandbox.clear_journal();
    let result = stage.run::<CreateInvoice>(&event).await;
    let told = stage.told(&["Estimate", "Invoice"]);
    insta::assert_snapshot!(rule.slug(), format!("{}\n{told}", outcome(&result)));
}
