use bytes::Bytes;
use http::Response;

use super::Answer;
use crate::{
    call_error::CallError, object_id::ObjectId, object_type::ObjectType, outcome::classify,
    record_read::RecordRead, request::Request, search::Search,
};

fn answer(request: &Request, status: u16, body: &str) -> Answer {
    let response = Response::builder()
        .status(status)
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    classify(request, Ok(response)).unwrap()
}

fn id(id: &str) -> ObjectId {
    ObjectId::new(id).unwrap()
}

fn detail<T: std::fmt::Debug>(outcome: Result<T, CallError>) -> String {
    match outcome.unwrap_err() {
        CallError::Unavailable { detail, .. } | CallError::Unknown { detail, .. } => detail,
        other => panic!("{other:?}"),
    }
}

fn read_deal(associations: &[ObjectType]) -> Request {
    let read = RecordRead::of(ObjectType::Deal, id("9001"));
    Request::read(&read.associations(associations.iter().cloned()))
}

#[test]
fn a_record_is_read_with_its_associations() {
    let body = r#"{"id":"9001","properties":{},"associations":{"line items":{"results":[{"id":"7001","type":"deal_to_line_item"}]}}}"#;
    let record = answer(&read_deal(&[ObjectType::LineItem]), 200, body)
        .record()
        .unwrap();
    assert_eq!(record.associations(&ObjectType::LineItem).len(), 1);
}

#[test]
fn associations_that_nobody_asked_for_are_not_taken_for_none() {
    let told = |name: &str| {
        format!(r#"{{"id":"9001","associations":{{"{name}":{{"results":[{{"id":"1"}}]}}}}}}"#)
    };
    let lines = [ObjectType::LineItem];
    let refused = answer(&read_deal(&lines), 200, &told("p62515_lines")).record();
    assert_eq!(
        detail(refused),
        "the answer tells associations of p62515_lines, which were not asked for"
    );
    let machines = [ObjectType::Other("2-345".to_owned())];
    assert!(
        answer(&read_deal(&machines), 200, &told("p62515_machines"))
            .record()
            .is_ok()
    );
}

#[test]
fn a_merged_record_is_answered_under_its_new_id() {
    let body = r#"{"id":"9002","properties":{"hs_merged_object_ids":"9001"}}"#;
    let record = answer(&read_deal(&[]), 200, body).record().unwrap();
    assert_ne!(record.id, id("9001"));
    assert!(record.answers_to(&id("9001")));
}

#[test]
fn a_batch_is_sorted_by_the_ids_of_its_request() {
    let request = Request::batch_read(
        &ObjectType::Contact,
        &[id("52"), id("51"), id("53")],
        ["email"],
    );
    let body = r#"{"status":"COMPLETE","results":[{"id":"51","properties":{"email":null}},{"id":"52","properties":{}}],
        "startedAt":"2026-11-28T06:00:00Z","completedAt":"2026-11-28T06:00:00Z","numErrors":1,
        "errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects","context":{"ids":["53"]}}]}"#;
    let batch = answer(&request, 207, body).record_batch().unwrap();
    let found: Vec<_> = batch
        .found
        .iter()
        .map(|record| record.id.as_str())
        .collect();
    assert_eq!(found, ["52", "51"]);
    assert_eq!(batch.missing, [id("53")]);
}

#[test]
fn a_batch_that_hubspot_is_still_at_work_on_is_no_answer() {
    let request = Request::batch_read(&ObjectType::Contact, &[id("51")], ["email"]);
    for status in ["PENDING", "PROCESSING", "CANCELED"] {
        let body = format!(r#"{{"status":"{status}","results":[]}}"#);
        let refused = answer(&request, 200, &body).record_batch();
        assert_eq!(detail(refused), "HubSpot has not completed the batch");
    }
}

#[test]
fn a_search_is_answered_in_pages() {
    let body =
        r#"{"total":51,"results":[{"id":"9001","properties":{}}],"paging":{"next":{"after":"1"}}}"#;
    let page = answer(&Request::search(&Search::of(ObjectType::Deal)), 200, body)
        .records()
        .unwrap();
    assert_eq!(
        (page.results.len(), page.total, page.after.as_deref()),
        (1, Some(51), Some("1"))
    );
}

#[test]
fn an_answer_out_of_shape_names_the_place_and_no_value() {
    let said = [
        "",
        r#"{"properties":{}}"#,
        r#"{"id":"canary","properties":{}}"#,
        r#"{"id":"1","properties":{"email":["canary"]}}"#,
        r#"{"id":"1","associations":{"contacts":{"results":[{"id":"1"},{"id":"canary"}]}}}"#,
    ]
    .map(|body| detail(answer(&read_deal(&[]), 200, body).record()));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_write_whose_answer_is_out_of_shape_is_of_unknown_outcome() {
    let nothing = crate::Properties::default();
    let update = Request::update(&ObjectType::Deal, &id("9001"), &nothing);
    let outcome = answer(&update, 200, "{}").record();
    assert!(matches!(outcome, Err(CallError::Unknown { .. })));
}
