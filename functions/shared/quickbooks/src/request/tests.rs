use bytes::Bytes;
use secrecy::SecretString;
use serde_json::json;

use super::{Endpoint, Request, RequestId};
use crate::{
    batch::Batch,
    kind::EntityKind,
    query::{Condition, InvalidQuery, Query},
    request_error::RequestError,
};

fn endpoint() -> Endpoint {
    Endpoint::new(Endpoint::SANDBOX, "4620816365").unwrap()
}

fn request_id() -> RequestId {
    RequestId::new("deal-9001-Invoice").unwrap()
}

fn token() -> SecretString {
    "canary-token".into()
}

/// The request as it goes over the wire, but for the host and the sensitive header.
fn wire(request: &Request) -> String {
    let http = request.to_http(&endpoint(), &token()).unwrap();
    let mut lines = vec![format!(
        "{} {}",
        http.method(),
        http.uri().path_and_query().unwrap()
    )];
    lines.extend(
        http.headers()
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}")),
    );
    lines.push(String::new());
    lines.push(String::from_utf8(http.body().to_vec()).unwrap());
    lines.join("\n")
}

#[test]
fn every_kind_of_request_is_this_on_the_wire() {
    let id = request_id();
    let body = Bytes::from_static(br#"{"CustomerRef":{"value":"1"}}"#);
    let query = Query::select(EntityKind::Customer).filter(Condition::equals(
        "PrimaryEmailAddr",
        "ada+bills@example.com",
    ));
    let batch = Batch::new()
        .query(query.clone())
        .create(EntityKind::Item, json!({ "Name": "Hours" }));
    let requests = [
        (
            "create",
            Request::create(EntityKind::Invoice, body.clone(), &id),
        ),
        (
            "create, duplicate number allowed, with link",
            Request::create(EntityKind::Invoice, body.clone(), &id)
                .allowing_duplicate_document_number()
                .including_invoice_link(),
        ),
        (
            "delete",
            Request::delete(EntityKind::Estimate, "145", "2", &id),
        ),
        ("read", Request::read(EntityKind::RefundReceipt, "145")),
        ("company info", Request::company_info()),
        ("query", Request::query(&query)),
        ("batch", Request::batch(&batch, Some(&id)).unwrap()),
        (
            "send",
            Request::send_email(EntityKind::Invoice, "145", Some("ada+bills@example.com")),
        ),
        (
            "send to the address on it",
            Request::send_email(EntityKind::Invoice, "145", None),
        ),
    ];
    let text: Vec<_> = requests
        .iter()
        .map(|(name, request)| format!("## {name}\n{}\n", wire(request)))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn the_host_is_the_one_of_the_endpoint() {
    let http = Request::company_info()
        .to_http(&endpoint(), &token())
        .unwrap();
    assert_eq!(http.uri().host(), Some("sandbox-quickbooks.api.intuit.com"));
    assert_eq!(http.uri().scheme_str(), Some("https"));
}

#[test]
fn the_access_token_is_sent_and_marked_sensitive() {
    let http = Request::company_info()
        .to_http(&endpoint(), &token())
        .unwrap();
    let authorization = &http.headers()["authorization"];
    assert_eq!(authorization, "Bearer canary-token");
    assert!(authorization.is_sensitive());
    assert!(!format!("{http:?}").contains("canary"));
}

#[test]
fn a_token_that_would_break_the_header_is_not_sent() {
    let token = "two\r\nlines".into();
    let refused = Request::company_info().to_http(&endpoint(), &token);
    assert_eq!(refused.unwrap_err(), RequestError::AccessToken);
}

#[test]
fn debug_shows_method_and_path_only() {
    let query = Query::select(EntityKind::Customer).filter(Condition::equals("DisplayName", "Ada"));
    assert_eq!(format!("{:?}", Request::query(&query)), "POST query");
    let mail = Request::send_email(EntityKind::Invoice, "145", Some("ada@example.com"));
    assert_eq!(format!("{mail:?}"), "POST invoice/145/send");
}

#[test]
fn a_batch_that_writes_needs_a_request_id_that_leaves_room_for_item_ids() {
    let batch = Batch::new().create(EntityKind::Item, json!({ "Name": "Hours" }));
    let refusal = Request::batch(&batch, None).unwrap_err();
    assert_eq!(refusal, RequestError::BatchWithoutRequestId);
    let long = RequestId::new(&"x".repeat(37)).unwrap();
    let refusal = Request::batch(&batch, Some(&long)).unwrap_err();
    assert_eq!(
        refusal,
        RequestError::RequestIdTooLongForBatch { limit: 36 }
    );
}

#[test]
fn an_id_cannot_lead_to_another_address() {
    for id in [
        "",
        "..",
        "1/2",
        "1?operation=delete",
        "1#",
        "%2e%2e",
        "1 2",
        "é",
    ] {
        let read = Request::read(EntityKind::Invoice, id).to_http(&endpoint(), &token());
        assert_eq!(read.unwrap_err(), RequestError::ObjectId, "{id:?}");
        let mail = Request::send_email(EntityKind::Invoice, id, None);
        let refused = mail.to_http(&endpoint(), &token());
        assert_eq!(refused.unwrap_err(), RequestError::ObjectId, "{id:?}");
    }
}

#[test]
fn a_query_that_could_only_be_refused_is_not_sent() {
    let query = Query::select(EntityKind::Item).filter(Condition::equals("Name = 'x' --", "y"));
    let refused = Request::query(&query).to_http(&endpoint(), &token());
    let refusal = InvalidQuery::Property("Name = 'x' --");
    assert_eq!(refused.unwrap_err(), RequestError::Query(refusal));
}
