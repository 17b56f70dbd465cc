use bytes::Bytes;
use http::Response;

use super::Answer;
use crate::{
    call::{CallError, classify},
    object::{ObjectId, ObjectType},
    request::{RecordRead, Request, Search},
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
fn a_private_apps_token_tells_its_account_and_its_scopes() {
    let body = r#"{"userId":9,"hubId":147,"appId":2,"scopes":["oauth","crm.objects.deals.read"]}"#;
    let request = Request::private_app(&"pat".into());
    let app = answer(&request, 200, body).private_app().unwrap();
    assert_eq!(app.hub_id, id("147"));
    assert!(app.may("crm.objects.deals.read"));
}

#[test]
fn a_merged_record_is_answered_under_its_new_id() {
    let body = r#"{"id":"9002","properties":{"hs_merged_object_ids":"9001"}}"#;
    let record = answer(&read_deal(&[]), 200, body).record().unwrap();
    assert_ne!(record.id, id("9001"));
    assert!(record.answers_to(&id("9001")));
}

#[test]
fn another_record_than_the_one_that_was_read_is_no_answer() {
    for merged in ["", "9003;90010"] {
        let body = format!(r#"{{"id":"9002","properties":{{"hs_merged_object_ids":"{merged}"}}}}"#);
        let refused = answer(&read_deal(&[]), 200, &body).record();
        assert_eq!(detail(refused), "the answer is another record than 9001");
    }
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

#[test]
fn the_associations_of_a_record_are_read_page_by_page() {
    let (deal, contacts) = (ObjectType::Deal, ObjectType::Contact);
    let first = Request::associations(&deal, &id("9001"), &contacts, None);
    let body = r#"{"results":[{"toObjectId":52,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":3,"label":null}]}],
        "paging":{"next":{"after":"52","link":"https://api.hubapi.com/x"}}}"#;
    let mut all = answer(&first, 200, body).associations().unwrap();
    let next = Request::associations(&deal, &id("9001"), &contacts, all.after());
    let body = r#"{"results":[{"toObjectId":"51","associationTypes":[]}]}"#;
    all.append(answer(&next, 200, body).associations().unwrap());
    assert_eq!(all.ids().cloned().collect::<Vec<_>>(), [id("52"), id("51")]);
    assert_eq!(all.after(), None);
}

#[test]
fn the_associations_of_several_records_are_sorted_by_the_ids_of_the_request() {
    let records = [id("301").into(), id("302").into()];
    let request = Request::association_batch(&ObjectType::Payment, &records, &ObjectType::Invoice);
    let body = r#"{"status":"COMPLETE","results":[{"from":{"id":"302"},"to":[{"toObjectId":5,"associationTypes":[]}]}],"numErrors":1,
        "errors":[{"category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND","context":{"fromObjectId":["301"]}}]}"#;
    let batch = answer(&request, 207, body).association_batch().unwrap();
    assert!(batch.of(&id("301")).unwrap().is_empty());
    assert_eq!(batch.of(&id("302")).unwrap().len(), 1);
    assert!(batch.unanswered.is_empty() && batch.refused.is_empty());
}

#[test]
fn lists_of_the_account_are_read() {
    let rates = r#"{"results":[{"id":"12","name":"NY","label":"NY 8.875%","percentageRate":8.875,"active":true}],"paging":{"next":{"after":"12"}}}"#;
    let page = answer(&Request::tax_rates(None), 200, rates)
        .tax_rates()
        .unwrap();
    assert_eq!(
        (page.results[0].id.as_str(), page.after.as_deref()),
        ("12", Some("12"))
    );
    let owners = r#"{"results":[{"id":"41629779","email":"ada@example.com","archived":false}]}"#;
    let page = answer(&Request::owners(None), 200, owners)
        .owners()
        .unwrap();
    assert_eq!(page.results[0].id, id("41629779"));
    let definitions = r#"{"results":[{"name":"amount","type":"number"}]}"#;
    let request = Request::property_definitions(&ObjectType::Deal);
    let definitions = answer(&request, 200, definitions)
        .property_definitions()
        .unwrap();
    assert_eq!(definitions[0].name, "amount");
    let types = r#"{"results":[{"category":"HUBSPOT_DEFINED","typeId":5,"label":"Primary"},{"category":"HUBSPOT_DEFINED","typeId":341,"label":null}]}"#;
    let request = Request::association_types(&ObjectType::Deal, &ObjectType::Company);
    let types = answer(&request, 200, types).association_types().unwrap();
    let primary: Vec<bool> = types
        .iter()
        .map(crate::AssociationType::is_primary)
        .collect();
    assert_eq!(primary, [true, false]);
}

#[test]
fn a_completion_is_answered_without_content() {
    let completion = crate::Completion::new("ap-1-2-3-0", crate::ExecutionState::Success);
    let answered = answer(&Request::complete(&completion), 204, "");
    assert_eq!(answered.status, 204);
}
