//! The tax of HubSpot's lines and orders as QuickBooks is to book it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts};
use serde_json::{Value, json};

/// One line of hours for this amount, with these tax properties.
pub(crate) fn hours(amount: &str, tax: &Value) -> Value {
    let mut hours = line(1, "Hours", "1", amount, amount);
    let properties = hours["properties"].as_object_mut().unwrap();
    properties.extend(tax.as_object().unwrap().clone());
    hours
}

pub(crate) fn in_pounds(amount: &str, lines: Vec<Value>) -> Value {
    let mut event = deal("1", amount, lines, json!({}));
    event["record"]["properties"]["deal_currency_code"] = json!("GBP");
    event
}

pub(crate) fn tax(id: &str, label: &str, percent: &str) -> Value {
    json!({"id": id, "properties": {"hs_label": label, "hs_type": "PERCENT", "hs_value": percent}})
}

pub(crate) async fn abroad(company: CompanyTemplate, settings: Value) -> Rehearsal {
    let options = SandboxOptions {
        company,
        tax_inclusive_amounts: TaxInclusiveAmounts::Gross,
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, settings).await
}

pub(crate) async fn british(tax: Value) -> Rehearsal {
    let settings = json!({
        "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
            "time_zone": "UTC"},
        "products": {"item_without_lines": "Hours"},
        "tax": tax,
    });
    abroad(CompanyTemplate::UnitedKingdom, settings).await
}

/// The tax codes of the lines of the one invoice that was made.
pub(crate) fn codes(stage: &Rehearsal) -> Vec<String> {
    let made = stage.made("Invoice");
    assert_eq!(made.len(), 1);
    let lines = made[0]["Line"].as_array().unwrap().iter();
    let codes =
        lines.filter_map(|line| line["SalesItemLineDetail"]["TaxCodeRef"]["value"].as_str());
    codes.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_rate_of_nothing_has_the_code_that_the_settings_give_it_and_not_that_of_the_untaxed() {
    let zero = "3";
    let cases = [
        json!({"hs_tax_rate": "0", "hs_tax_rate_group_id": "70", "hs_tax_amount": "0.00"}),
        json!({"hs_tax_rate": "0", "hs_tax_label": "Zero rated"}),
        json!({"hs_tax_rate": "0"}),
    ];
    let rules = || json!({"codes": {"20": "20.0% S", "0": "0.0% Z", "70": "0.0% Z"}, "untaxed_code": "No VAT"});
    for rate in cases {
        let stage = british(rules()).await;
        let lines = vec![
            hours("100.00", &rate),
            line(2, "Design", "1", "10", "10.00"),
        ];
        let response = stage
            .run::<CreateInvoice>(&in_pounds("110.00", lines))
            .await;
        let response = response.unwrap();
        assert_eq!(response.warnings, [], "{rate}");
        assert_eq!(response.document.unwrap().total, "110.00");
        assert_eq!(codes(&stage), [zero, "4"], "{rate}");
    }
    let stage = british(rules()).await;
    let mut event = in_pounds("100.00", vec![hours("100.00", &json!({}))]);
    event["record"]["taxes"] = json!([tax("7", "Zero rated", "0")]);
    stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(codes(&stage), [zero]);
}

#[tokio::test]
async fn a_rate_of_nothing_that_the_settings_do_not_know_makes_nothing() {
    let stage = british(json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT"})).await;
    let zero = json!({"hs_tax_rate": "0", "hs_tax_label": "Zero rated", "hs_tax_amount": "0.00"});
    let event = in_pounds("100.00", vec![hours("100.00", &zero)]);
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    assert!(error.to_string().contains("`tax.codes`"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_buyer_who_is_exempt_is_billed_no_tax() {
    let exempt = |rate: &str| json!({"hs_tax_rate": rate, "hs_tax_rate_group_id": "7", "hs_tax_amount": "0.00"});
    let stage = Rehearsal::start().await;
    let event = deal(
        "1",
        "100.00",
        vec![hours("100.00", &exempt("8"))],
        json!({}),
    );
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.warnings, []);
    assert_eq!(response.document.unwrap().total, "100.00");
    assert_eq!(codes(&stage), ["NON"]);

    let stage = british(json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT"})).await;
    let event = in_pounds("100.00", vec![hours("100.00", &exempt("20"))]);
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "100.00");
    assert_eq!(codes(&stage), ["4"]);
}

#[tokio::test]
async fn a_line_too_small_for_a_cent_of_tax_is_taxable_all_the_same() {
    let stage = Rehearsal::start().await;
    let small = json!({"hs_tax_rate": "8", "hs_tax_amount": "0.00"});
    let event = deal("1", "0.03", vec![hours("0.03", &small)], json!({}));
    stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(codes(&stage), ["TAX"]);
}

fn without_lines(shown: &str, taxes: Value) -> Value {
    let mut event = deal("1", shown, Vec::new(), json!({}));
    event["record"]["taxes"] = taxes;
    event
}

#[tokio::test]
async fn a_tax_on_the_whole_of_a_record_without_lines_is_in_its_amount_and_is_booked() {
    let item = json!({"products": {"item_without_lines": "Hours"}});
    let stage = Rehearsal::with_settings(item).await;
    let event = without_lines("108.00", json!([tax("7", "CA", "8")]));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.warnings, []);
    assert_eq!(response.document.unwrap().total, "108.00");
    let made = &stage.made("Invoice")[0];
    let booked = made["TxnTaxDetail"]["TotalTax"].to_string();
    assert!(booked.starts_with('8'), "{booked}");
    assert_eq!(codes(&stage), ["TAX"]);

    for prices in ["exclusive", "inclusive"] {
        let rules =
            json!({"codes": {"VAT": "20.0% S"}, "untaxed_code": "No VAT", "prices": prices});
        let stage = british(rules).await;
        let mut event = without_lines("120.00", json!([tax("7", "VAT", "20")]));
        event["record"]["properties"]["deal_currency_code"] = json!("GBP");
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.warnings, [], "{prices}");
        assert_eq!(response.document.unwrap().total, "120.00", "{prices}");
        let made = &stage.made("Invoice")[0];
        let booked = made["TxnTaxDetail"]["TotalTax"].to_string();
        assert!(booked.starts_with("20"), "{booked}");
        assert_eq!(codes(&stage), ["6"]);
    }
}

#[tokio::test]
async fn a_tax_on_the_whole_that_no_amount_comes_to_is_refused_with_a_way_out() {
    let item = json!({"products": {"item_without_lines": "Hours"}});
    let stage = Rehearsal::with_settings(item).await;
    let event = without_lines("0.03", json!([tax("7", "VAT", "20")]));
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let message = error.to_string();
    assert!(
        message.starts_with("deal 1: it has no line items"),
        "{message}"
    );
    assert!(message.contains("give it line items"), "{message}");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_rate_without_its_tax_in_money_is_no_mismatch() {
    let refuse = json!({"amounts": {"on_mismatch": "refuse"}});
    let rate = json!({"hs_tax_rate": "8"});
    for (shown, total) in [("108.00", "108.00"), ("100.00", "108.00")] {
        let stage = Rehearsal::with_settings(refuse.clone()).await;
        let event = deal("1", shown, vec![hours("100.00", &rate)], json!({}));
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.warnings, [], "{shown}");
        assert_eq!(response.document.unwrap().total, total, "{shown}");
    }
    // The tax of 0.016 may be rounded either way.
    for shown in ["0.22", "0.21"] {
        let stage = Rehearsal::with_settings(refuse.clone()).await;
        let mut second = hours("0.10", &rate);
        second["id"] = json!("7002");
        let event = deal("1", shown, vec![hours("0.10", &rate), second], json!({}));
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        let told: Vec<_> = response
            .warnings
            .iter()
            .map(|warning| &warning.code)
            .collect();
        assert!(
            told.iter().all(|code| *code != "total_differs"),
            "{shown}: {told:?}"
        );
    }
    let stage = Rehearsal::with_settings(refuse).await;
    let event = deal("1", "109.00", vec![hours("100.00", &rate)], json!({}));
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert!(error.to_string().contains("difference"), "{error}");
}

#[tokio::test]
async fn taxes_on_the_whole_find_the_code_of_the_pair_in_any_order() {
    let (gst, pst) = (tax("8", "GST", "5"), tax("7", "PST", "7"));
    for taxes in [json!([gst, pst]), json!([pst, gst])] {
        let settings = json!({
            "company": {"realm_id": "9341453172000002", "country": "CA", "home_currency": "CAD",
                "time_zone": "UTC"},
            "tax": {"codes": {"GST + PST": "GST/PST BC"}, "untaxed_code": "Exempt"},
        });
        let stage = abroad(CompanyTemplate::Canada, settings).await;
        let design = line(2, "Design", "1", "100", "100.00");
        let mut event = deal("1", "112.00", vec![design], json!({}));
        event["record"]["properties"]["deal_currency_code"] = json!("CAD");
        event["record"]["taxes"] = taxes;
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.warnings, []);
        assert_eq!(response.document.unwrap().total, "112.00");
    }
}

#[tokio::test]
async fn a_discount_line_over_lines_of_different_tax_gives_way_to_unit_prices() {
    let style = json!({"amounts": {"discount_style": "discount_line"}});
    let discounted = |tax: &str, untaxed: Value| {
        let mut line = hours(
            "90.00",
            &json!({"price": "100", "hs_discount_percentage": "10",
            "hs_tax_rate": "8", "hs_tax_amount": tax}),
        );
        line["id"] = json!("7001");
        vec![line, untaxed]
    };
    let stage = Rehearsal::with_settings(style.clone()).await;
    let design = line(2, "Design", "1", "50", "50.00");
    let event = deal("1", "147.20", discounted("7.20", design), json!({}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "147.20");
    let told: Vec<_> = response
        .warnings
        .iter()
        .map(|warning| &warning.code)
        .collect();
    assert_eq!(told, ["discount_not_shown"]);

    // One tax on all lines: the discount line stays.
    let stage = Rehearsal::with_settings(style).await;
    let mut design = line(2, "Design", "1", "50", "50.00");
    design["properties"]["hs_tax_rate"] = json!("8");
    design["properties"]["hs_tax_amount"] = json!("4.00");
    let event = deal("1", "151.20", discounted("7.20", design), json!({}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.warnings, []);
    assert_eq!(response.document.unwrap().total, "151.20");
    let lines = stage.made("Invoice")[0]["Line"].to_string();
    assert!(lines.contains("DiscountLineDetail"), "{lines}");
}

#[tokio::test]
async fn a_tax_on_top_of_prices_that_are_said_to_include_it_is_refused_with_a_way_out() {
    let rules =
        json!({"codes": {"VAT": "20.0% S"}, "untaxed_code": "No VAT", "prices": "inclusive"});
    let stage = british(rules).await;
    let mut event = in_pounds("100.00", vec![hours("100.00", &json!({}))]);
    event["record"]["taxes"] = json!([tax("7", "VAT", "20")]);
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(
        error
            .to_string()
            .contains("set `tax.prices` to `exclusive`"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 0);
}

async fn with_manual_tax(tax: Value) -> Rehearsal {
    let settings = json!({
        "company": {"realm_id": "9341453172000004", "time_zone": "UTC"},
        "tax": tax,
    });
    abroad(CompanyTemplate::UnitedStatesManualTax, settings).await
}

fn at_eight_percent() -> Value {
    let taxed = json!({"hs_tax_rate": "8", "hs_tax_label": "CA", "hs_tax_amount": "8.00"});
    let options = json!({"document_number": "A-1"});
    deal("1", "108.00", vec![hours("100.00", &taxed)], options)
}

#[tokio::test]
async fn without_automated_sales_tax_the_settings_name_the_code_of_a_document() {
    for rules in [
        json!({"codes": {"8": "California"}}),
        json!({"codes": {"CA": "2"}}),
        json!({"default_code": "California"}),
    ] {
        let stage = with_manual_tax(rules).await;
        let response = stage
            .run::<CreateInvoice>(&at_eight_percent())
            .await
            .unwrap();
        assert_eq!(response.warnings, []);
        assert_eq!(response.document.unwrap().total, "108.00");
        let made = &stage.made("Invoice")[0];
        assert_eq!(made["TxnTaxDetail"]["TxnTaxCodeRef"]["value"], "2");
        assert_eq!(codes(&stage), ["TAX"]);
    }
}

#[tokio::test]
async fn without_automated_sales_tax_a_tax_that_is_not_booked_is_told_with_the_setting() {
    let stage = with_manual_tax(json!({})).await;
    let response = stage.run::<CreateInvoice>(&at_eight_percent()).await;
    let [told] = &response.unwrap().warnings[..] else {
        panic!("one warning");
    };
    assert_eq!(told.code, "quickbooks_tax_differs");
    assert!(told.message.contains("`tax.codes`"), "{}", told.message);
}

#[tokio::test]
async fn a_us_rate_without_a_code_makes_nothing_where_the_settings_name_others() {
    let stage = with_manual_tax(json!({"codes": {"9.1": "Tucson"}})).await;
    let error = stage
        .run::<CreateInvoice>(&at_eight_percent())
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    assert!(error.to_string().contains("`CA`, 8 %"), "{error}");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_us_document_whose_lines_need_several_codes_is_refused_before_it_is_posted() {
    let stage = with_manual_tax(json!({"codes": {"8": "California", "9.1": "Tucson"}})).await;
    let lines = vec![
        hours(
            "100.00",
            &json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"}),
        ),
        line(2, "Design", "1", "100", "100.00"),
    ];
    let mut event = deal("1", "217.10", lines, json!({}));
    let design = &mut event["record"]["line_items"][1]["properties"];
    design["hs_tax_rate"] = json!("9.1");
    design["hs_tax_amount"] = json!("9.10");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let message = error.to_string();
    assert!(message.starts_with("deal 1, line item 7002:"), "{message}");
    assert!(message.contains("two records"), "{message}");
    assert_eq!(stage.made("Invoice").len(), 0);
}
