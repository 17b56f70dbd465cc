use serde_json::{Value, json};

use super::SaleKeys;

fn keys(record: Value) -> Vec<String> {
    let keys = SaleKeys::of(&serde_json::from_value(record).unwrap());
    keys.all().map(|key| key.0.clone()).collect()
}

#[test]
fn a_sale_is_that_of_the_record_and_of_what_it_is_associated_with() {
    let deal = json!({"object_type": "deal", "id": "1", "deals": [{"id": "1"}],
        "quotes": [{"id": "3"}, {"id": "2"}],
        "payments": [{"id": "4"}, {"id": "5", "properties": {"hs_payment_type": "recurring"}}]});
    assert_eq!(keys(deal), ["deal/1", "payment/4", "quote/2", "quote/3"]);
    let payment = json!({"object_type": "payment", "id": "4", "deals": [{"id": "1"}],
        "invoices": [{"id": "6"}],
        "properties": {"hs_payment_type": "one_time_or_initial"}});
    assert_eq!(keys(payment), ["payment/4", "deal/1", "invoice/6"]);
}

#[test]
fn the_sale_of_a_record_that_was_merged_into_another_is_the_other_s() {
    let deal = json!({"object_type": "deal", "id": "1", "properties": {"hs_merged_object_ids": "8"},
        "quotes": [{"id": "2", "properties": {"hs_merged_object_ids": "7;6"}}]});
    assert_eq!(
        keys(deal),
        ["deal/1", "deal/8", "quote/2", "quote/6", "quote/7"]
    );
}

#[test]
fn a_recurring_payment_is_a_sale_of_its_own() {
    let payment = json!({"object_type": "payment", "id": "5", "deals": [{"id": "1"}],
        "properties": {"hs_payment_type": "RECURRING"}});
    assert_eq!(keys(payment), ["payment/5"]);
}

#[test]
fn more_than_one_transaction_reserves_is_refused() {
    let quotes = |count: u32| {
        (1..=count)
            .map(|id| json!({"id": id.to_string()}))
            .collect()
    };
    let of = |quotes: Value| {
        let record = json!({"object_type": "deal", "id": "1", "quotes": quotes});
        SaleKeys::of(&serde_json::from_value(record).unwrap()).check("deal 1")
    };
    assert!(of(quotes(98)).is_ok());
    let error = of(quotes(99)).unwrap_err().to_string();
    assert!(
        error.contains("deal 1: it is associated with 99"),
        "{error}"
    );
}
