//! The content that is compared with the document that was made: each line's tax too, and the texts of options as they
//! stand on it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

/// A company that taxes at 8 %.
async fn stage() -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, json!({})).await
}

/// A deal with these properties of its one line beside the amounts, its own, and options.
fn deal(tax: Value, properties: Value, options: Value) -> Value {
    let laid_over = |mut all: Value, over: Value| {
        let over = over.as_object().unwrap().clone();
        all.as_object_mut().unwrap().extend(over);
        all
    };
    let line = json!({"name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"});
    let contact = json!({"firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com"});
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "deal", "id": "301",
            "properties": laid_over(json!({"dealname": "d"}), properties),
            "contacts": [{"id": "51", "properties": contact}],
            "line_items": [{"id": "5", "properties": laid_over(line, tax)}],
        },
        "options": laid_over(json!({"create_missing_products": true}), options),
    })
}

/// The outcome of the second event after the first one was booked.
async fn outcome(first: &Value, second: &Value) -> String {
    let stage = stage().await;
    stage.run::<CreateInvoice>(first).await.unwrap();
    let second = stage.run::<CreateInvoice>(second).await;
    assert_eq!(stage.made("Invoice").len(), 1);
    match second {
        Ok(response) => response.status.to_string(),
        Err(error) => error.error_type().to_owned(),
    }
}

#[tokio::test]
async fn a_line_whose_tax_changed_is_other_content_and_one_that_says_it_otherwise_is_not() {
    let taxed = json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"});
    let (conflict, repeat) = ("IdempotencyConflict", "already_created");
    let cases = [
        (taxed.clone(), json!({}), conflict),
        (json!({}), taxed.clone(), conflict),
        (
            taxed.clone(),
            json!({"hs_tax_rate": "8", "hs_tax_amount": "0.00"}),
            conflict,
        ),
        (
            taxed.clone(),
            json!({"hs_tax_rate": "7", "hs_tax_amount": "7.00"}),
            conflict,
        ),
        (
            taxed.clone(),
            json!({"hs_tax_rate": "8.0", "hs_tax_amount": "8"}),
            repeat,
        ),
        (
            taxed,
            json!({"hs_tax_rate": "8", "hs_auto_tax_amount": "8.00"}),
            repeat,
        ),
        (
            json!({}),
            json!({"hs_tax_rate": "0", "hs_tax_amount": "0"}),
            repeat,
        ),
        (
            json!({"hs_tax_amount": "0"}),
            json!({"hs_tax_amount": ""}),
            repeat,
        ),
        (
            json!({"hs_tax_rate": "8", "hs_tax_amount": "0"}),
            json!({}),
            repeat,
        ),
    ];
    for (first, second, expected) in cases {
        let events = [&first, &second].map(|tax| deal(tax.clone(), json!({}), json!({})));
        let came = outcome(&events[0], &events[1]).await;
        assert_eq!(came, expected, "{first} then {second}");
    }
}

#[tokio::test]
async fn an_unchanged_record_in_another_order_is_a_repeat_and_another_order_on_the_quote_is_not() {
    let (conflict, repeat) = ("IdempotencyConflict", "already_created");
    let line = |id: &str, position: Value| {
        json!({"id": id, "properties": {"name": format!("Hours {id}"), "quantity": "1",
            "price": "100.00", "amount": "100.00", "hs_position_on_quote": position}})
    };
    let term = |id: &str, kind: &str, value: &str| json!({"id": id, "properties": {"hs_label": id, "hs_type": kind, "hs_value": value}});
    let of = |lines: Vec<Value>, discounts: Vec<Value>| {
        let mut event = deal(json!({}), json!({}), json!({}));
        event["record"]["line_items"] = json!(lines);
        event["record"]["fees"] = json!(discounts.clone());
        event["record"]["discounts"] = json!(discounts);
        event
    };
    let terms = vec![term("81", "FIXED", "10"), term("9", "PERCENT", "10")];
    let terms_reversed: Vec<Value> = terms.iter().rev().cloned().collect();
    let unplaced = vec![
        line("9", json!(null)),
        line("71", json!("")),
        line("8", json!(null)),
    ];
    let alike = vec![line("9", json!("0")), line("71", json!("0"))];
    let placed = vec![line("9", json!("0")), line("71", json!("1"))];
    let moved = vec![line("9", json!("1")), line("71", json!("0"))];
    let reversed = |lines: &Vec<Value>| lines.iter().rev().cloned().collect::<Vec<_>>();
    let cases = [
        (unplaced.clone(), reversed(&unplaced), repeat),
        (alike.clone(), reversed(&alike), repeat),
        (placed.clone(), reversed(&placed), repeat),
        (placed, moved, conflict),
    ];
    for (lines, given, expected) in cases {
        let first = of(lines.clone(), terms.clone());
        let second = of(given, terms_reversed.clone());
        assert_eq!(outcome(&first, &second).await, expected, "{lines:?}");
    }
}

#[tokio::test]
async fn a_text_of_the_options_is_compared_with_the_record_s_properties_in_it() {
    let (conflict, repeat) = ("IdempotencyConflict", "already_created");
    let (november, october) = ("2026-11-01T18:00:00Z", "2026-10-01T18:00:00Z");
    let field = json!({"1": "Stage {{dealstage}}"});
    let cases = [
        (
            json!({"transaction_date": "{{closedate}}"}),
            json!({"closedate": october}),
            conflict,
        ),
        (
            json!({"transaction_date": "{{closedate}}"}),
            json!({"closedate": "2026-11-01T20:00:00Z"}),
            repeat,
        ),
        (
            json!({"memo": "In {{dealstage}}"}),
            json!({"dealstage": "won"}),
            conflict,
        ),
        (
            json!({"private_note": "In {{ dealstage }}"}),
            json!({"dealstage": "won"}),
            conflict,
        ),
        (
            json!({"document_number": "N{{dealstage}}"}),
            json!({"dealstage": "won"}),
            conflict,
        ),
        (
            json!({"custom_fields": field}),
            json!({"dealstage": "won"}),
            conflict,
        ),
        (
            json!({"memo": "In {{dealstage}}"}),
            json!({"closedate": october}),
            repeat,
        ),
        (
            json!({"memo": "Thank you"}),
            json!({"dealstage": "won"}),
            repeat,
        ),
    ];
    for (options, change, expected) in cases {
        let properties = json!({"closedate": november, "dealstage": "7"});
        let first = deal(json!({}), properties, options.clone());
        let mut second = first.clone();
        let changed = second["record"]["properties"].as_object_mut().unwrap();
        changed.extend(change.as_object().unwrap().clone());
        let came = outcome(&first, &second).await;
        assert_eq!(came, expected, "{options} after {change}");
    }
}

#[tokio::test]
async fn a_conflict_names_the_action_and_what_has_changed_and_no_value() {
    let stage = stage().await;
    let first = deal(json!({}), json!({}), json!({"memo": "Thanks"}));
    let made = stage.run::<CreateInvoice>(&first).await.unwrap();
    let again = stage.run::<CreateInvoice>(&first).await.unwrap();
    for answer in [made, again] {
        let answer = serde_json::to_value(answer).unwrap();
        assert_eq!(answer["content"], Value::Null, "the ledger's own");
    }
    let changed = json!({"name": "Days", "quantity": "2", "amount": "200.00"});
    let mut second = deal(changed, json!({}), json!({"memo": "Thank you"}));
    let contact = json!({"firstname": "Bea", "lastname": "Finch", "email": "bea@example.com"});
    second["record"]["contacts"] = json!([{"id": "52", "properties": contact}]);
    let fee = json!({"hs_label": "Rush", "hs_type": "FIXED", "hs_value": "5"});
    second["record"]["fees"] = json!([{"id": "88201", "properties": fee}]);
    let error = stage.run::<CreateInvoice>(&second).await.unwrap_err();
    let message = error.to_string();
    let expected = "was made of it before by create-invoice, with other content (`customer`, `options.memo`, \
        `line_items[5].name`, `line_items[5].quantity`, `line_items[5].amount`, `fees[88201]` (new)): \
        nothing was written";
    assert!(message.starts_with("deal 301: Invoice "), "{message}");
    assert!(message.contains(expected), "{message}");
}

#[tokio::test]
async fn a_conflict_of_options_or_of_what_is_not_loaded_says_how_to_give_them() {
    let taxed = json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"});
    let first = deal(taxed.clone(), json!({}), json!({"memo": "Thanks"}));
    let stage = stage().await;
    stage.run::<CreateInvoice>(&first).await.unwrap();
    let cases = [
        (
            deal(taxed, json!({}), json!({})),
            "or give the options that it was made with",
        ),
        (
            deal(json!({}), json!({}), json!({"memo": "Thanks"})),
            "load that too, or export its column)",
        ),
    ];
    for (second, expected) in cases {
        let error = stage.run::<CreateInvoice>(&second).await.unwrap_err();
        let message = error.to_string();
        assert!(message.ends_with(expected), "{message}");
    }
}
