use std::time::Duration;

use bytes::Bytes;
use secrecy::SecretString;
use serde_json::json;

use super::Client;
use crate::{
    entity::{EntityKind, Item},
    outcome::CallError,
    query::Query,
    request::{Endpoint, Request, RequestId},
    scripted::ScriptedTransport,
    transport::TransportError,
};

const TIMEOUT: Duration = Duration::from_secs(1);

fn client(transport: &ScriptedTransport) -> Client<&ScriptedTransport> {
    Client::new(transport, Endpoint::new(Endpoint::SANDBOX, "1").unwrap())
}

fn token() -> SecretString {
    "token".into()
}

fn page(ids: std::ops::Range<u32>) -> String {
    let rows: Vec<_> = ids.map(|id| json!({ "Id": id.to_string() })).collect();
    json!({ "QueryResponse": { "Item": rows } }).to_string()
}

#[tokio::test]
async fn a_call_sends_once_and_reads_the_answer() {
    let transport = ScriptedTransport::answering([(200, r#"{"Item":{"Id":"2"}}"#)]);
    let request = Request::read(EntityKind::Item, "2");
    let answer = client(&transport)
        .call(&token(), &request, TIMEOUT)
        .await
        .unwrap();
    assert_eq!(answer.entity::<Item>().unwrap().id.as_deref(), Some("2"));
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_not_repeated_by_the_client() {
    let lost = TransportError::Lost {
        detail: "timed out".to_owned(),
    };
    let transport = ScriptedTransport::new([Err(lost)]);
    let request_id = RequestId::new("deal-9001").unwrap();
    let request = Request::create(EntityKind::Item, Bytes::new(), &request_id);
    let error = client(&transport)
        .call(&token(), &request, TIMEOUT)
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Unknown { .. }));
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_sent() {
    let transport = ScriptedTransport::new([]);
    let request = Request::read(EntityKind::Item, "../2");
    let error = client(&transport)
        .call(&token(), &request, TIMEOUT)
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::InvalidRequest { .. }));
    assert!(transport.sent().is_empty());
}

#[tokio::test]
async fn all_rows_are_read_page_by_page_in_a_stable_order() {
    let pages = [page(1..3), page(3..5), page(5..6)];
    let transport = ScriptedTransport::answering(pages.iter().map(|page| (200, page.as_str())));
    let query = Query::select(EntityKind::Item).max_results(2);
    let rows: Vec<Item> = client(&transport)
        .rows_all(&token(), &query, TIMEOUT)
        .await
        .unwrap();
    let ids: Vec<_> = rows.iter().filter_map(|row| row.id.as_deref()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    assert_eq!(
        transport.sent_bodies(),
        [
            "select * from Item orderby Id startposition 1 maxresults 2",
            "select * from Item orderby Id startposition 3 maxresults 2",
            "select * from Item orderby Id startposition 5 maxresults 2",
        ]
    );
}

#[tokio::test]
async fn a_last_page_that_is_full_is_followed_by_one_that_is_empty() {
    let pages = [page(1..3), page(3..3)];
    let transport = ScriptedTransport::answering(pages.iter().map(|page| (200, page.as_str())));
    let query = Query::select(EntityKind::Item)
        .order_by("Name")
        .max_results(2);
    let rows: Vec<Item> = client(&transport)
        .rows_all(&token(), &query, TIMEOUT)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    let first = &transport.sent_bodies()[0];
    assert_eq!(
        first,
        "select * from Item orderby Name startposition 1 maxresults 2"
    );
}

#[tokio::test]
async fn a_page_that_fails_fails_the_whole_list() {
    let pages = [page(1..3), String::new()];
    let transport = ScriptedTransport::answering([(200, pages[0].as_str()), (503, "")]);
    let query = Query::select(EntityKind::Item).max_results(2);
    let rows = client(&transport)
        .rows_all::<Item>(&token(), &query, TIMEOUT)
        .await;
    assert!(matches!(rows, Err(CallError::Unavailable { .. })));
}
