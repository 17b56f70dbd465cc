use serde_json::json;

use crate::{
    call_error::CallError,
    certainty::Certainty,
    entity::{Customer, Invoice, Item, Vendor},
    kind::EntityKind,
    outcome::classify,
    scripted::response,
};

fn answer(body: &str) -> super::Answer {
    classify(true, Ok(response(200, body))).unwrap()
}

#[test]
fn the_object_of_an_answer_is_read() {
    let invoice: Invoice = answer(
        r#"{"Invoice":{"Id":"145","TotalAmt":1480.00},"time":"2026-05-05T02:08:54.543-07:00"}"#,
    )
    .entity()
    .unwrap();
    assert_eq!(invoice.id.as_deref(), Some("145"));
    assert_eq!(invoice.total_amt.unwrap().to_string(), "1480.00");
}

#[test]
fn another_object_than_the_one_asked_for_is_an_error() {
    let error = answer(r#"{"Customer":{"Id":"145"}}"#)
        .entity::<Invoice>()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "it is not known whether QuickBooks did it: the answer holds no Invoice"
    );
}

#[test]
fn an_object_out_of_shape_is_named_by_its_place_not_its_value() {
    let body = r#"{"Invoice":{"Line":[{},{"Amount":"canary"}]}}"#;
    let CallError::Unknown { detail, .. } = answer(body).entity::<Invoice>().unwrap_err() else {
        panic!("the write is done, but what was written is not known");
    };
    assert_eq!(detail, "Invoice is not as documented at Line[1].Amount");
}

#[test]
fn the_rows_of_a_query_are_read_and_nothing_found_is_no_rows() {
    let body = r#"{"QueryResponse":{"Customer":[{"Id":"1"},{"Id":"2"}],"startPosition":1,"maxResults":2}}"#;
    let rows: Vec<Customer> = answer(body).rows().unwrap();
    let ids: Vec<_> = rows.iter().filter_map(|row| row.id.as_deref()).collect();
    assert_eq!(ids, ["1", "2"]);
    let none: Vec<Customer> = answer(r#"{"QueryResponse":{},"time":"x"}"#).rows().unwrap();
    assert!(none.is_empty());
}

#[test]
fn what_came_is_given_with_every_field() {
    let made = r#"{"Invoice":{"Id":"145","Unheard":[1]},"time":"x"}"#;
    let unheard = json!({"Id": "145", "Unheard": [1]});
    let invoice = answer(made).into_object(EntityKind::Invoice);
    assert_eq!(invoice.as_ref(), Some(&unheard));
    assert!(answer(made).into_object(EntityKind::Estimate).is_none());
    let found = |body| answer(body).into_objects(EntityKind::Invoice);
    let rows = r#"{"QueryResponse":{"Invoice":[{"Id":"145","Unheard":[1]}]}}"#;
    assert_eq!(found(rows), Some(vec![unheard]));
    assert_eq!(found(r#"{"QueryResponse":{}}"#), Some(Vec::new()));
    assert_eq!(found(r#"{"QueryResponse":{"Estimate":[{}]}}"#), None);
    assert_eq!(found(made), None, "no answer to a query");
}

#[test]
fn rows_of_another_kind_are_not_mistaken_for_no_rows() {
    let body = r#"{"QueryResponse":{"Vendor":[{"Id":"1"}],"startPosition":1}}"#;
    assert!(answer(body).rows::<Customer>().is_err());
    assert!(
        answer(r#"{"Customer":{"Id":"1"}}"#)
            .rows::<Customer>()
            .is_err()
    );
}

#[test]
fn the_items_of_a_batch_come_in_the_order_of_the_request() {
    let body = json!({ "BatchItemResponse": [
        { "Fault": { "Error": [{ "code": "6240", "Message": "m" }], "type": "ValidationFault" }, "bId": "2of3" },
        { "QueryResponse": { "Item": [{ "Id": "2" }] }, "bId": "3of3" },
        { "Customer": { "Id": "58" }, "bId": "1of3" },
    ]});
    let items = answer(&body.to_string()).batch().unwrap();
    let customer: Customer = items[0].as_ref().unwrap().entity().unwrap();
    assert_eq!(customer.id.as_deref(), Some("58"));
    assert!(items[1].as_ref().unwrap_err().has_code("6240"));
    let found: Vec<Item> = items[2].as_ref().unwrap().rows().unwrap();
    assert_eq!(found[0].id.as_deref(), Some("2"));
    assert!(items[0].as_ref().unwrap().entity::<Vendor>().is_err());
}

#[test]
fn a_batch_with_a_missing_doubled_or_unknown_item_is_unknown_as_a_whole() {
    let cases: [&[&str]; 7] = [
        &[],
        &["2of2"],
        &["1of2"],
        &["1of2", "1of2"],
        &["1of3", "2of2"],
        &["bid1"],
        &["0of1"],
    ];
    for ids in cases {
        let items: Vec<_> = ids
            .iter()
            .map(|id| json!({ "Item": {}, "bId": id }))
            .collect();
        let body = json!({ "BatchItemResponse": items }).to_string();
        let error = answer(&body).batch().unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{ids:?}");
    }
    for body in [
        r#"{"BatchItemResponse":[{"Item":{}}]}"#,
        r#"{"BatchItemResponse":[1]}"#,
        "{}",
    ] {
        assert!(answer(body).batch().is_err(), "{body}");
    }
}

#[test]
fn debug_shows_no_contents() {
    let single = answer(r#"{"Customer":{"DisplayName":"canary"}}"#);
    assert!(!format!("{single:?}").contains("canary"));
    let batch =
        answer(r#"{"BatchItemResponse":[{"Customer":{"DisplayName":"canary"},"bId":"1of1"}]}"#);
    assert!(!format!("{:?}", batch.batch()).contains("canary"));
}
