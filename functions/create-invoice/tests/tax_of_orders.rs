//! The tax of lines beside discounts and fees of their order, to the cent.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use crate::tax::{abroad, british, hours, in_pounds, tax};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::CompanyTemplate;
use serde_json::{Value, json};

fn term(id: &str, kind: &str, value: &str) -> Value {
    json!([{"id": id, "properties": {"hs_label": "Spring", "hs_type": kind, "hs_value": value}}])
}

/// The codes of the warnings, the total, and whether it has a discount line.
async fn booked(stage: &Rehearsal, event: &Value) -> (Vec<String>, String, bool) {
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let codes = response.warnings.into_iter().map(|warning| warning.code);
    let made = stage.made("Invoice");
    let lines = made.last().unwrap()["Line"].to_string();
    let has_discount = lines.contains("DiscountLineDetail");
    (
        codes.collect(),
        response.document.unwrap().total,
        has_discount,
    )
}

/// A British company whose settings refuse any mismatch.
async fn british_and_strict() -> Rehearsal {
    let settings = json!({
        "company": {"realm_id": "9341453172000003", "country": "GB", "home_currency": "GBP",
            "time_zone": "UTC"},
        "amounts": {"on_mismatch": "refuse", "on_quickbooks_mismatch": "refuse"},
        "products": {"item_of_fees": "Hours"},
        "tax": {"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT"},
    });
    abroad(CompanyTemplate::UnitedKingdom, settings).await
}

fn at(rate: &str, amount: &str) -> Value {
    json!({"hs_tax_rate": rate, "hs_tax_amount": amount})
}

#[tokio::test]
async fn a_discount_on_the_whole_is_not_taken_from_a_fee_that_is_taxed_otherwise() {
    let refuse = json!({"amounts": {"on_mismatch": "refuse", "on_quickbooks_mismatch": "refuse"},
        "products": {"item_of_fees": "Hours"}});
    // 100.00 less 10 % and 5.00 (or 3 % of 90.00) more, with 8 % of 90.00.
    let cases = [
        (term("6", "FIXED", "5"), "102.20"),
        (term("6", "PERCENT", "3"), "99.90"),
    ];
    for (fee, total) in cases {
        let stage = Rehearsal::with_settings(refuse.clone()).await;
        let mut event = deal(
            "1",
            total,
            vec![hours("100.00", &at("8", "8.00"))],
            json!({}),
        );
        event["record"]["discounts"] = term("5", "PERCENT", "10");
        event["record"]["fees"] = fee;
        let expected = (
            vec!["discount_not_shown".to_owned()],
            total.to_owned(),
            false,
        );
        assert_eq!(booked(&stage, &event).await, expected);
    }
    // A fee without a tax beside lines without one, and one under the tax of the whole: the discount line stays.
    for (taxes, total) in [
        (json!([]), "95.00"),
        (json!([tax("7", "CA", "8")]), "102.60"),
    ] {
        let stage = Rehearsal::with_settings(refuse.clone()).await;
        let mut event = deal("1", total, vec![hours("100.00", &json!({}))], json!({}));
        event["record"]["discounts"] = term("5", "PERCENT", "10");
        event["record"]["fees"] = term("6", "FIXED", "5");
        event["record"]["taxes"] = taxes;
        assert_eq!(
            booked(&stage, &event).await,
            (Vec::new(), total.to_owned(), true)
        );
    }
    let stage = british_and_strict().await;
    let mut event = in_pounds("113.00", vec![hours("100.00", &at("20", "20.00"))]);
    event["record"]["discounts"] = term("5", "PERCENT", "10");
    event["record"]["fees"] = term("6", "FIXED", "5");
    let expected = (
        vec!["discount_not_shown".to_owned()],
        "113.00".to_owned(),
        false,
    );
    assert_eq!(booked(&stage, &event).await, expected);
}

#[tokio::test]
async fn a_discount_of_a_line_and_one_on_the_whole_both_leave_a_fee_that_is_taxed_otherwise() {
    let style = json!({"amounts": {"discount_style": "discount_line", "on_quickbooks_mismatch": "refuse"},
        "products": {"item_of_fees": "Hours"}});
    let stage = Rehearsal::with_settings(style).await;
    let taxed = json!({"price": "125", "hs_discount_percentage": "20", "hs_tax_rate": "8",
        "hs_tax_amount": "8.00"});
    let mut event = deal("1", "102.20", vec![hours("100.00", &taxed)], json!({}));
    event["record"]["discounts"] = term("5", "PERCENT", "10");
    event["record"]["fees"] = term("6", "FIXED", "5");
    let expected = (
        vec!["discount_not_shown".to_owned()],
        "102.20".to_owned(),
        false,
    );
    assert_eq!(booked(&stage, &event).await, expected);
}

#[tokio::test]
async fn a_total_whose_tax_is_rounded_once_on_the_whole_is_no_mismatch() {
    let rules = json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT"});
    for total in ["119.99", "99.99"] {
        let stage = british(rules.clone()).await;
        let lines = [1, 2, 3].map(|id| {
            let mut hours = hours("33.33", &at("20", "6.67"));
            hours["id"] = json!(format!("700{id}"));
            hours
        });
        let event = in_pounds(total, lines.to_vec());
        let (told, booked, _) = booked(&stage, &event).await;
        assert_eq!(booked, "119.99");
        let told: Vec<_> = told
            .iter()
            .filter(|code| *code == "total_differs")
            .collect();
        assert!(told.is_empty(), "{total}: {told:?}");
    }
}

#[tokio::test]
async fn a_total_whose_tax_is_rounded_once_on_the_whole_is_booked_where_settings_refuse_any_mismatch()
 {
    let stage = british_and_strict().await;
    let lines = [1, 2, 3].map(|id| line(id, "Hours", "1", "33.33", "33.33"));
    let mut event = in_pounds("119.99", lines.to_vec());
    for line in event["record"]["line_items"].as_array_mut().unwrap() {
        let properties = line["properties"].as_object_mut().unwrap();
        properties.extend(at("20", "6.67").as_object().unwrap().clone());
    }
    assert_eq!(
        booked(&stage, &event).await,
        (Vec::new(), "119.99".to_owned(), false)
    );
    // The sum of the lines' taxes is a cent more than QuickBooks computes.
    event["record"]["id"] = json!("2");
    event["record"]["properties"]["amount"] = json!("120.00");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("20.00") && message.contains("20.01"),
        "{message}"
    );
}

#[tokio::test]
async fn an_id_of_a_tax_is_not_taken_for_a_percentage() {
    let settings = json!({
        "company": {"realm_id": "9341453172000002", "country": "CA", "home_currency": "CAD",
            "time_zone": "UTC"},
        "tax": {"codes": {"5": "GST", "13": "HST ON"}, "untaxed_code": "Exempt"},
    });
    let stage = abroad(CompanyTemplate::Canada, settings).await;
    let mut on_the_whole = deal("1", "113.00", vec![hours("100.00", &json!({}))], json!({}));
    on_the_whole["record"]["taxes"] = json!([tax("5", "HST", "13")]);
    let rate = json!({"hs_tax_rate_group_id": "5", "hs_tax_rate": "13", "hs_tax_amount": "13.00"});
    let mut on_the_line = vec![line(1, "Design", "1", "100.00", "100.00")];
    let properties = on_the_line[0]["properties"].as_object_mut().unwrap();
    properties.extend(rate.as_object().unwrap().clone());
    let on_the_line = deal("2", "113.00", on_the_line, json!({}));
    for mut event in [on_the_whole, on_the_line] {
        event["record"]["properties"]["deal_currency_code"] = json!("CAD");
        let expected = (Vec::new(), "113.00".to_owned(), false);
        assert_eq!(booked(&stage, &event).await, expected);
    }
}

#[tokio::test]
async fn a_cent_of_tax_in_a_price_that_includes_it_is_told_and_the_invoice_stands() {
    // 29.97 / 6 is 4.995: HubSpot rounds the tax, and QuickBooks what is left.
    let line = |tax: &str| {
        let properties =
            json!({"quantity": "3", "price": "9.99", "hs_tax_rate": "20", "hs_tax_amount": tax});
        vec![hours("29.97", &properties)]
    };
    let rules =
        json!({"codes": {"20": "20.0% S"}, "untaxed_code": "No VAT", "prices": "inclusive"});
    let stage = british(rules.clone()).await;
    let event = in_pounds("29.97", line("5.00"));
    let expected = (
        vec!["quickbooks_tax_differs".to_owned()],
        "29.97".to_owned(),
        false,
    );
    assert_eq!(booked(&stage, &event).await, expected);
    // Two cents are more than rounding: the rate, its code or the prices are not HubSpot's.
    let stage = british(rules).await;
    let event = in_pounds("29.97", line("5.01"));
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert!(error.to_string().contains("deleted again"), "{error}");
    assert_eq!(stage.made("Invoice").len(), 0);
}

#[tokio::test]
async fn a_total_with_the_tax_of_the_lines_before_the_discount_on_the_whole_is_booked_as_it_stands()
{
    for lines in ["net_unit_price", "discount_line"] {
        let settings = json!({"amounts": {"discount_style": lines, "on_quickbooks_mismatch": "refuse"},
            "products": {"item_of_fees": "Hours"}});
        // 100.00 less 10 %, and 5.00 more, with 8 % of 100.00.
        let taxed = json!({"price": "125", "hs_discount_percentage": "20", "hs_tax_rate": "8",
            "hs_tax_amount": "8.00"});
        let stage = Rehearsal::with_settings(settings).await;
        let mut event = deal("1", "103.00", vec![hours("100.00", &taxed)], json!({}));
        event["record"]["discounts"] = term("5", "PERCENT", "10");
        event["record"]["fees"] = term("6", "FIXED", "5");
        let (told, total, has_discount) = booked(&stage, &event).await;
        assert_eq!((total.as_str(), has_discount), ("103.00", true), "{lines}");
        let is_moved = lines == "discount_line";
        assert_eq!(
            told,
            vec!["discount_not_shown"; usize::from(is_moved)],
            "{lines}"
        );
    }
}

#[tokio::test]
async fn a_tax_before_a_discount_that_stands_in_the_prices_is_refused_with_the_style_that_books_it()
{
    let settings = |style: &str| json!({"amounts": {"order_discount_style": style, "on_quickbooks_mismatch": "refuse"}});
    let quote = {
        let taxed = at("8", "8.00");
        let mut event = deal("1", "98.00", vec![hours("100.00", &taxed)], json!({}));
        event["record"]["object_type"] = json!("quote");
        event["record"]["properties"] = json!({"hs_title": "Order", "hs_quote_amount": "98.00",
            "hs_status": "APPROVED"});
        event["record"]["discounts"] = term("5", "PERCENT", "10");
        event
    };
    let stage = Rehearsal::with_settings(settings("net_unit_price")).await;
    let error = stage.run::<CreateInvoice>(&quote).await.unwrap_err();
    let way_out = "set `amounts.order_discount_style` to `discount_line`";
    assert!(error.to_string().contains(way_out), "{error}");
    let stage = Rehearsal::with_settings(settings("discount_line")).await;
    let (told, total, _) = booked(&stage, &quote).await;
    assert_eq!((told, total.as_str()), (Vec::new(), "98.00"));
    // With the tax after the discount nothing is said of it.
    let mut other = quote;
    other["record"]["properties"]["hs_quote_amount"] = json!("97.70");
    let stage = Rehearsal::with_settings(settings("net_unit_price")).await;
    let told = match stage.run::<CreateInvoice>(&other).await {
        Ok(response) => format!("{:?}", response.warnings),
        Err(error) => error.to_string(),
    };
    assert!(!told.contains("order_discount_style"), "{told}");
}
