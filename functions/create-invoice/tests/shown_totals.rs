//! Totals that HubSpot shows without the tax, or with more decimals than their currency has.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

fn record(object_type: &str, shown: &str, lines: Vec<Value>) -> Value {
    let mut event = deal("1", shown, lines, json!({}));
    if object_type == "quote" {
        event["record"]["object_type"] = json!("quote");
        event["record"]["properties"] =
            json!({"hs_title": "Offer", "hs_quote_amount": shown, "hs_status": "APPROVED"});
    }
    event
}

fn term(id: &str, kind: &str, value: &str) -> Value {
    json!([{"id": id, "properties": {"hs_label": "x", "hs_type": kind, "hs_value": value,
        "hs_sort_order": "1"}}])
}

async fn codes(stage: &Rehearsal, event: &Value) -> Vec<(String, String)> {
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let warnings = response.warnings.into_iter();
    let told = warnings.filter(|warning| !warning.code.starts_with("quickbooks_"));
    told.map(|warning| (warning.code, warning.message))
        .collect()
}

#[tokio::test]
async fn a_quote_s_total_that_is_taken_for_one_without_tax_is_told() {
    let hundred = || vec![line(1, "Hours", "1", "100", "100.00")];
    let taxed_line = || {
        let mut taxed = line(1, "Hours", "1", "100", "100.00");
        taxed["properties"]["hs_tax_amount"] = json!("8.00");
        taxed["properties"]["hs_tax_rate_group_id"] = json!("7");
        vec![taxed]
    };
    let eight = term("7", "PERCENT", "8");
    let fee = term("6", "FIXED", "3");
    let cases = [
        (
            "quote",
            "100.00",
            hundred(),
            json!({"taxes": eight}),
            Some("108.00"),
        ),
        ("quote", "100.00", taxed_line(), json!({}), Some("108.00")),
        (
            "quote",
            "103.00",
            hundred(),
            json!({"taxes": eight, "fees": fee}),
            Some("111.24"),
        ),
        ("quote", "108.00", hundred(), json!({"taxes": eight}), None),
        ("quote", "100.00", hundred(), json!({}), None),
        ("deal", "100.00", hundred(), json!({"taxes": eight}), None),
        ("deal", "100.00", taxed_line(), json!({}), None),
    ];
    for (object_type, shown, lines, order, with_tax) in cases {
        let settings = json!({"products": {"item_of_fees": "Hours"}});
        let stage = Rehearsal::with_settings(settings).await;
        let mut event = record(object_type, shown, lines);
        for (list, terms) in order.as_object().unwrap() {
            event["record"][list] = terms.clone();
        }
        let told = codes(&stage, &event).await;
        match with_tax {
            None => assert_eq!(told, [], "{object_type} {shown} {order}"),
            Some(with_tax) => {
                assert_eq!(told.len(), 1, "{told:?}");
                let (code, message) = &told[0];
                assert_eq!(code, "tax_not_in_total");
                let expected = format!(
                    "{object_type} 1 shows {shown}, which its lines come to without the tax"
                );
                assert!(message.starts_with(&expected), "{message}");
                assert!(message.ends_with(&format!("over {with_tax}")), "{message}");
            }
        }
    }
}

#[tokio::test]
async fn a_total_without_the_tax_that_is_due_is_refused_where_a_mismatch_is() {
    let settings = json!({"amounts": {"on_mismatch": "refuse"}});
    let stage = Rehearsal::with_settings(settings).await;
    let mut event = record(
        "quote",
        "100.00",
        vec![line(1, "Hours", "1", "100", "100.00")],
    );
    event["record"]["taxes"] = term("7", "PERCENT", "8");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let message = error.to_string();
    for part in [
        "quote 1 shows 100.00",
        "over 108.00",
        "nothing was created",
        "`amounts.on_mismatch`",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_cent_that_either_reading_of_a_deal_s_total_explains_is_told() {
    let stage = Rehearsal::start().await;
    let cents = line(1, "Hours", "12", "0.01", "0.105");
    let mut event = record("deal", "0.11", vec![cents]);
    event["record"]["taxes"] = term("7", "PERCENT", "8");
    let told = codes(&stage, &event).await;
    let is_told = told.iter().any(|(code, _)| code == "tax_not_in_total");
    assert!(is_told, "{told:?}");
}

#[tokio::test]
async fn a_total_of_more_decimals_than_its_currency_has_is_told() {
    let settings = json!({"company": {"realm_id": "9341453172000001", "country": "US",
        "home_currency": "USD", "multi_currency": true, "time_zone": "UTC"}});
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    for (currency, shown, amount, booked) in [
        ("JPY", "100.5", "100.5", Some("101")),
        ("EUR", "10.125", "10.125", Some("10.13")),
        ("EUR", "10.130", "10.125", None),
        ("EUR", "10.13", "10.13", None),
    ] {
        let stage = Rehearsal::with(options.clone(), settings.clone()).await;
        let lines = vec![line(1, "Hours", "1", amount, amount)];
        let mut event = deal("1", shown, lines, json!({"exchange_rate": "1.1"}));
        event["record"]["properties"]["deal_currency_code"] = json!(currency);
        let told = codes(&stage, &event).await;
        let told: Vec<_> = told
            .iter()
            .filter(|(code, _)| code == "total_rounded")
            .collect();
        match booked {
            None => assert!(told.is_empty(), "{told:?}"),
            Some(booked) => {
                let expected =
                    format!("deal 1 shows {shown}, and amounts in {currency} have at most");
                assert!(told[0].1.starts_with(&expected), "{told:?}");
                assert!(told[0].1.ends_with(&format!("sum to {booked}")), "{told:?}");
            }
        }
    }
}

async fn of_several_currencies(amounts: Value) -> Rehearsal {
    let settings = json!({"company": {"realm_id": "9341453172000001", "country": "US",
        "home_currency": "USD", "multi_currency": true, "time_zone": "UTC"}, "amounts": amounts});
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, settings).await
}

#[tokio::test]
async fn a_discount_in_the_prices_of_dinars_is_shared_out_in_amounts_that_stand_on_lines() {
    let in_prices = json!({"order_discount_style": "net_unit_price", "on_mismatch": "refuse"});
    for (lines, off, expected) in [
        (["10.000", "20.000"], "1.000", Some("29.000")),
        (["10.005", "10.005"], "0.010", Some("20.000")),
        (["0.005", "10.005"], "1.010", Some("9.000")),
        (["10.000", "20.000"], "0.125", None),
        (["10.001", "20.000"], "1.000", None),
    ] {
        let stage = of_several_currencies(in_prices.clone()).await;
        let [first, second] = lines;
        let lines = vec![
            line(1, "Hours", "1", first, first),
            line(2, "Hours", "3", second, second),
        ];
        let mut event = deal(
            "1",
            expected.unwrap_or_default(),
            lines,
            json!({"exchange_rate": "3.25"}),
        );
        event["record"]["properties"]["deal_currency_code"] = json!("KWD");
        event["record"]["discounts"] = term("5", "FIXED", off);
        let outcome = stage.run::<CreateInvoice>(&event).await;
        match (outcome, expected) {
            (Ok(response), Some(total)) => assert_eq!(response.document.unwrap().total, total),
            (Err(error), None) => assert!(
                error.to_string().contains("`quickbooks.line_check`"),
                "{error}"
            ),
            (outcome, _) => panic!("{first} {second} {off}: {outcome:?}"),
        }
    }
}

#[tokio::test]
async fn a_line_or_a_discount_in_thousandths_is_refused_before_anything_is_posted() {
    let stage = of_several_currencies(json!({})).await;
    for (amount, off, named) in [
        ("10.000", "0.125", "discounts"),
        ("10.005", "0.100", "line item 7001"),
    ] {
        let lines = vec![line(1, "Hours", "1", amount, amount)];
        let mut event = deal("1", "", lines, json!({"exchange_rate": "3.25"}));
        event["record"]["properties"]["deal_currency_code"] = json!("KWD");
        event["record"]["discounts"] = term("5", "FIXED", off);
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest", "{error}");
        for told in ["deal 1", named, "`quickbooks.line_check`", "by hand"] {
            assert!(error.to_string().contains(told), "{error}");
        }
        // It is right there.
        assert!(!error.to_string().contains("in HubSpot"), "{error}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_quote_that_shows_no_total_comes_to_its_exact_amounts_with_fee_and_tax() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(options, json!({})).await;
    let mut event = record("quote", "", vec![line(1, "Hours", "1", "100.40", "100.40")]);
    event["options"]["create_missing_products"] = json!(true);
    event["record"]["fees"] = term("5", "PERCENT", "2.9");
    event["record"]["taxes"] = term("6", "PERCENT", "8");
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "111.58");
    let codes: Vec<_> = response.warnings.iter().map(|told| &told.code).collect();
    assert_eq!(codes, ["cents_allocated"]);
    let told = &response.warnings[0].message;
    assert!(
        told.contains("come to 111.58, as their exact amounts do, with a tax of"),
        "{told}"
    );
}

#[tokio::test]
async fn lines_of_a_deal_that_shows_no_total_sum_to_what_they_come_to_and_a_carried_cent_is_told() {
    let half = |id| line(id, "Hours", "1", "0.005", "0.005");
    for (lines, total, is_told) in [
        (vec![half(1), half(2)], "0.01", true),
        (vec![half(1)], "0.01", false),
        (
            vec![half(1), line(2, "Hours", "1", "0.99", "0.99")],
            "1.00",
            false,
        ),
    ] {
        let stage = Rehearsal::start().await;
        let mut event = deal("1", "0", lines, json!({}));
        event["record"]["properties"]["amount"] = json!("");
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.document.unwrap().total, total);
        let told: Vec<_> = response.warnings.iter().map(|told| &told.code).collect();
        assert_eq!(
            told.contains(&&"cents_allocated".to_owned()),
            is_told,
            "{told:?}"
        );
    }
}
