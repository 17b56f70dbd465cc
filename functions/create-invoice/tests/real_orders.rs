//! Orders as HubSpot's accounts really hold them: twice in a list, taxed before a discount, billed monthly.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]

use create_invoice::CreateInvoice;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

/// An order of one line of 100.00, with these properties, and this beside it in the record.
fn order(object_type: &str, properties: Value, line: Value, beside: Value) -> Value {
    let mut item = json!({"name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"});
    item.as_object_mut()
        .unwrap()
        .extend(line.as_object().unwrap().clone());
    let mut record = json!({
        "object_type": object_type, "id": "9601", "properties": properties,
        "contacts": [{"id": "61", "properties": {
            "firstname": "Tilda", "lastname": "Ferncastle", "email": "tilda.ferncastle@example.com"}}],
        "line_items": [{"id": "1", "properties": item}],
    });
    record
        .as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    json!({"connection": "us-books", "record": record, "options": {"create_missing_products": true}})
}

#[tokio::test]
async fn one_line_item_or_fee_given_twice_is_refused_by_its_id_and_never_booked_twice() {
    let stage = Rehearsal::start().await;
    let hours = json!({"id": "1", "properties": {
        "name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"}});
    let setup = json!({"id": "5", "properties": {"hs_label": "Setup", "hs_type": "FIXED", "hs_value": "10"}});
    let cases = [
        (
            "deal",
            json!({"line_items": [hours, hours]}),
            "`record.line_items` holds the id 1 twice",
        ),
        (
            "quote",
            json!({"fees": [setup, setup]}),
            "`record.fees` holds the id 5 twice",
        ),
    ];
    for (object_type, beside, expected) in cases {
        let event = order(object_type, json!({"dealname": "Loom"}), json!({}), beside);
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(stage.made("Invoice").is_empty());
}

#[tokio::test]
async fn an_order_discount_is_taken_before_the_tax_of_a_line() {
    let strict = json!({"amounts": {"on_mismatch": "refuse"}});
    let stage = Rehearsal::with_settings(strict).await;
    let properties = json!({"hs_title": "Loom", "hs_quote_amount": "97.20", "hs_currency": "USD",
        "hs_status": "APPROVED"});
    let taxed = json!({"hs_tax_rate": "8", "hs_tax_rate_group_id": "7", "hs_tax_label": "CA 8 %",
        "hs_tax_amount": "8.00"});
    let spring = json!({"discounts": [{"id": "5", "properties": {
        "hs_label": "Spring", "hs_type": "PERCENT", "hs_value": "10"}}]});
    let event = order("quote", properties, taxed, spring);
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert!(
        !codes(&response).contains(&"total_differs"),
        "{:?}",
        response.warnings
    );
    let invoice = &stage.made("Invoice")[0];
    assert_eq!(
        invoice["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"]["value"],
        "TAX"
    );
    let discounts = invoice["Line"].as_array().unwrap().iter();
    let mut discounts = discounts.filter(|line| line["DetailType"] == "DiscountLineDetail");
    assert_eq!(discounts.next().unwrap()["Amount"].to_string(), "10.00");
}

#[tokio::test]
async fn a_monthly_line_under_a_contract_value_is_booked_for_one_period_and_says_so() {
    let strict = json!({"amounts": {"on_mismatch": "refuse"}});
    let stage = Rehearsal::with_settings(strict).await;
    let monthly = json!({"recurringbillingfrequency": "monthly", "hs_recurring_billing_period": "P12M",
        "hs_term_in_months": "12", "hs_tcv": "1200.00", "hs_recurring_billing_start_date": "2027-02-01"});
    let deal = json!({"dealname": "Loom care", "amount": "1200.00"});
    let event = order("deal", deal, monthly, json!({}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(codes(&response), ["one_billing_period"]);
    let message = &response.warnings[0].message;
    assert!(message.contains("12 times, from 2027-02-01"), "{message}");
    assert_eq!(response.document.unwrap().total, "100.00");
}

#[tokio::test]
async fn a_line_that_is_billed_once_is_no_billing_period() {
    let stage = Rehearsal::start().await;
    let once =
        json!({"recurringbillingfrequency": "annually", "hs_recurring_billing_period": "P1Y"});
    let deal = json!({"dealname": "Loom care", "amount": "100.00"});
    let event = order("deal", deal, once, json!({}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    assert_eq!(codes(&response), [""; 0]);
}

#[tokio::test]
async fn a_line_that_is_billed_later_is_left_out_where_the_total_is_without_it() {
    let line = |id: &str, more: Value| {
        let mut item =
            json!({"name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"});
        item.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({"id": id, "properties": item})
    };
    let monthly = json!({"price": "40.00", "amount": "40.00", "recurringbillingfrequency": "monthly",
        "hs_recurring_billing_start_date": "2027-02-01"});
    let lines = json!({"line_items": [line("1", json!({})), line("2", monthly)]});
    let strict = json!({"amounts": {"on_mismatch": "refuse"}});
    let booked = [
        ("100.00", Ok(("100.00", vec!["billed_later"]))),
        ("140.00", Ok(("140.00", vec!["one_billing_period"]))),
        ("150.00", Err("InvalidRequest")),
    ];
    for (amount, expected) in booked {
        let stage = Rehearsal::with_settings(strict.clone()).await;
        let deal = json!({"dealname": "Loom", "amount": amount});
        let event = order("deal", deal, json!({}), lines.clone());
        let outcome = stage.run::<CreateInvoice>(&event).await;
        match (outcome, expected) {
            (Ok(response), Ok((total, warnings))) => {
                assert_eq!(codes(&response), warnings, "{amount}");
                assert_eq!(response.document.unwrap().total, total);
            }
            (Err(error), Err(kind)) => assert_eq!(error.error_type(), kind, "{amount}"),
            (outcome, _) => panic!("{amount}: {outcome:?}"),
        }
    }
}
