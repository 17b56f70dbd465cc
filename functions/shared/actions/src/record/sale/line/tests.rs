use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::reader::MAX_AMOUNT;
use super::SaleLine;
use crate::ActionError;
use crate::record::sale::Sale;
use crate::request::EnrolledRecord;
use crate::settings::Settings;

fn read(record: &Value) -> Result<Vec<SaleLine>, ActionError> {
    let record: EnrolledRecord = serde_json::from_value(record.clone()).unwrap();
    let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
    let sale = Sale::read(&record, &settings.company, None)?;
    super::require_products(&record).map(|()| sale.lines)
}

fn deal(line: &Value) -> Value {
    json!({"object_type": "deal", "id": "9001", "line_items": [{"id": "7001", "properties": line}]})
}

#[test]
fn the_largest_amount_has_thirteen_digits_before_the_cents() {
    assert_eq!(MAX_AMOUNT, Decimal::from(10_000_000_000_000_u64));
}

#[test]
fn lines_keep_the_order_of_the_quote() {
    let line = |id: &str, position: Value| {
        json!({"id": id, "properties": {"name": "x", "quantity": "1", "amount": "1",
            "hs_position_on_quote": position}})
    };
    let lines = [
        line("a", json!(null)),
        line("b", json!("10")),
        line("c", json!("2")),
        line("d", json!(null)),
        line("e", json!("0")),
    ];
    let record = json!({"object_type": "deal", "id": "1", "line_items": lines});
    let order: Vec<String> = read(&record)
        .unwrap()
        .into_iter()
        .map(|line| line.id)
        .collect();
    assert_eq!(order, ["e", "c", "b", "a", "d"]);
}

#[test]
fn an_empty_amount_is_for_hubspot_to_compute_and_not_to_be_filled_in() {
    let line = json!({"name": "Hours", "quantity": "16", "amount": ""});
    let message = read(&deal(&line)).unwrap_err().to_string();
    assert!(!message.contains("fill it in"), "{message}");
    assert!(message.contains("HubSpot computes it"), "{message}");
    assert!(message.contains("`price` and `quantity`"), "{message}");
}

#[test]
fn a_bad_line_is_refused_with_its_record_and_property() {
    let good = json!({"name": "Hours", "quantity": "16", "price": "92.50", "amount": "1480.00"});
    assert_eq!(read(&deal(&good)).unwrap().len(), 1);
    let cases = [
        ("amount", json!("1,5"), "InvalidRequest"),
        ("amount", json!("NaN"), "InvalidRequest"),
        ("amount", json!("-1"), "InvalidRequest"),
        ("amount", json!("10000000000000"), "InvalidRequest"),
        ("price", json!("-92.50"), "InvalidRequest"),
        ("price", json!("Infinity"), "InvalidRequest"),
        ("quantity", json!("0"), "InvalidRequest"),
        ("quantity", json!("-2"), "InvalidRequest"),
        ("quantity", json!(""), "RecordIncomplete"),
        ("name", json!(" "), "RecordIncomplete"),
        ("hs_line_item_currency_code", json!("EUR"), "InvalidRequest"),
        ("hs_position_on_quote", json!("first"), "InvalidRequest"),
    ];
    for (property, value, error_type) in cases {
        let mut line = good.clone();
        line[property] = value.clone();
        let error = read(&deal(&line)).unwrap_err();
        let message = error.to_string();
        assert_eq!(
            error.error_type(),
            error_type,
            "{property} = {value}: {message}"
        );
        assert!(message.contains("deal 9001, line item 7001"), "{message}");
        assert!(message.contains(property), "{message}");
    }
}

#[test]
fn an_absent_amount_is_computed_from_quantity_price_and_discount_or_asked_for() {
    let cases = [
        (json!({"price": "92.50"}), "1480.00"),
        (
            json!({"price": "92.50", "hs_discount_percentage": "10"}),
            "1332.00",
        ),
        (json!({"price": "92.50", "discount": "2.50"}), "1440.00"),
        (
            json!({"price": "92.50", "discount": "2.50", "hs_total_discount": "80"}),
            "1400.00",
        ),
        (
            json!({"price": "92.50", "discount": "9.25", "hs_discount_percentage": "10"}),
            "1332.00",
        ),
        (
            json!({"price": "92.50", "discount": "0", "hs_discount_percentage": "10"}),
            "1332.00",
        ),
        (
            json!({"price": "92.50", "discount": "2.50", "hs_discount_percentage": "10"}),
            "InvalidRequest: `discount` is 40 off in all, and `hs_discount_percentage` is 148 off, so that the \
             line's `amount`, which was not loaded, may be either: load it too, or correct it in HubSpot",
        ),
        (json!({"price": "92.50", "amount": null}), "1480.00"),
        (
            json!({"price": "92.50", "amount": " ", "discount": "2.50"}),
            "1440.00",
        ),
        (
            json!({"amount": null}),
            "RecordIncomplete: `amount` is empty, and HubSpot computes it: fill in the line's `price` and \
             `quantity` there",
        ),
        (
            json!({}),
            "RecordIncomplete: `amount` is not in the record: load it too",
        ),
        (
            json!({"price": "1", "discount": "2"}),
            "InvalidRequest: `discount` is more than its price: correct it in HubSpot",
        ),
    ];
    for (given, expected) in cases {
        let mut line = json!({"name": "Hours", "quantity": "16"});
        line.as_object_mut()
            .unwrap()
            .extend(given.as_object().unwrap().clone());
        let found = match read(&deal(&line)) {
            Ok(lines) => format!("{:.2}", lines[0].net),
            Err(error) => format!("{}: {error}", error.error_type())
                .replace("deal 9001, line item 7001: ", ""),
        };
        assert_eq!(found, expected, "{given}");
    }
}

#[test]
fn a_currency_that_was_not_loaded_is_asked_for_where_the_company_has_several() {
    let settings = r#"{"company": {"realm_id": "1", "multi_currency": true}}"#;
    let company = Settings::parse(settings).unwrap().company;
    let read = |properties: Value| {
        let mut record = deal(&json!({"name": "Hours", "quantity": "1", "amount": "1"}));
        record["properties"] = properties;
        let record: EnrolledRecord = serde_json::from_value(record).unwrap();
        Sale::read(&record, &company, None).map(|sale| sale.currency.code().to_owned())
    };
    let error = read(json!({"amount": "1"})).unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
    let expected = "deal 9001: `deal_currency_code` is not in the record: load it too";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!(read(json!({"deal_currency_code": "EUR"})).unwrap(), "EUR");
    assert_eq!(read(json!({"deal_currency_code": ""})).unwrap(), "USD");
}

#[test]
fn the_recurring_terms_of_a_line_are_read() {
    let line = json!({"name": "Care", "quantity": "1", "amount": "100", "recurringbillingfrequency": "monthly",
        "hs_recurring_billing_period": "P1Y", "hs_recurring_billing_start_date": "2027-02-01"});
    let lines = read(&deal(&line)).unwrap();
    let recurrence = lines[0].recurrence.clone().unwrap();
    assert_eq!(recurrence.billings, Some(Decimal::from(12)));
    assert_eq!(recurrence.start.unwrap().to_string(), "2027-02-01");
}

#[test]
fn a_record_without_lines_or_in_another_currency_is_refused() {
    let empty = json!({"object_type": "deal", "id": "9001"});
    assert_eq!(read(&empty).unwrap_err().error_type(), "RecordIncomplete");
    let mut foreign = deal(&json!({"name": "x", "quantity": "1", "amount": "1"}));
    foreign["properties"] = json!({"deal_currency_code": "EUR"});
    let error = read(&foreign).unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("deal_currency_code"), "{error}");
}
