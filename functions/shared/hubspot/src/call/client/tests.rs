use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};

use super::Client;
use crate::{
    associations::Associations,
    batch::RecordBatch,
    call::{CallError, TransportError},
    object::{ObjectId, ObjectType},
    request::{ApiVersion, Endpoint, RecordRead, Request},
    scripted::ScriptedTransport,
};

const TIMEOUT: Duration = Duration::from_secs(1);

fn client(transport: &ScriptedTransport) -> Client<&ScriptedTransport> {
    let endpoint = Endpoint::new(Endpoint::PRODUCTION, ApiVersion::default()).unwrap();
    Client::new(transport, endpoint)
}

fn token() -> SecretString {
    "token".into()
}

#[tokio::test]
async fn a_call_sends_once_and_reads_the_answer() {
    let answer = r#"{"portalId":62515,"timeZone":"US/Eastern","companyCurrency":"USD"}"#;
    let transport = ScriptedTransport::answering([(200, answer)]);
    let request = Request::account_details();
    let answer = client(&transport)
        .send(&token(), &request, TIMEOUT)
        .await
        .unwrap();
    let account = answer.account_details().unwrap();
    assert_eq!(account.portal_id.as_str(), "62515");
    assert_eq!(account.time_zone.as_deref(), Some("US/Eastern"));
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_not_repeated_by_the_client() {
    let lost = TransportError::Lost {
        detail: "timed out".to_owned(),
    };
    let transport = ScriptedTransport::new([Err(lost)]);
    let request = Request::account_details();
    let error = client(&transport)
        .send(&token(), &request, TIMEOUT)
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Unavailable { .. }));
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_sent() {
    let transport = ScriptedTransport::new([]);
    let token = "two\r\nlines".into();
    let error = client(&transport)
        .send(&token, &Request::account_details(), TIMEOUT)
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::InvalidRequest(_)));
    assert!(transport.sent().is_empty());
}

/// A page of the ids 1 to 250, inline or not: a hundred, and where the next ones begin.
fn page(first: u32, id: &str) -> Value {
    let last = (first + 99).min(250);
    let results: Vec<Value> = (first..=last)
        .map(|line| json!({ id: line.to_string() }))
        .collect();
    if last == 250 {
        return json!({ "results": results });
    }
    json!({ "results": results, "paging": { "next": { "after": last.to_string() } } })
}

fn deal() -> String {
    let lines = page(1, "id");
    json!({ "id": "9001", "properties": {}, "associations": { "line items": lines } }).to_string()
}

/// A batch as HubSpot answers it: sorted by id, and not in the order asked.
fn batch(first: u32) -> String {
    let last = (first + 99).min(250);
    let results: Vec<Value> = (first..=last)
        .rev()
        .map(|line| json!({ "id": line }))
        .collect();
    json!({ "status": "COMPLETE", "results": results }).to_string()
}

#[tokio::test]
async fn a_deal_of_250_lines_in_pages_of_100_takes_six_requests_and_keeps_their_order() {
    let bodies = [
        deal(),
        page(101, "toObjectId").to_string(),
        page(201, "toObjectId").to_string(),
        batch(1),
        batch(101),
        batch(201),
    ];
    let transport = ScriptedTransport::answering(bodies.iter().map(|body| (200, body.as_str())));
    let (client, token) = (client(&transport), token());
    let deal = RecordRead::of(ObjectType::Deal, ObjectId::new("9001").unwrap());
    let read = Request::read(&deal.associations([ObjectType::LineItem]));
    let deal = client
        .send(&token, &read, TIMEOUT)
        .await
        .unwrap()
        .record()
        .unwrap();
    let mut lines: Associations = deal.associations(&ObjectType::LineItem).clone();
    while let Some(after) = lines.after() {
        let next = Request::associations(
            &ObjectType::Deal,
            &deal.id,
            &ObjectType::LineItem,
            Some(after),
        );
        let answer = client.send(&token, &next, TIMEOUT).await.unwrap();
        lines.append(answer.associations().unwrap());
    }
    let ids: Vec<ObjectId> = lines.ids().cloned().collect();
    let mut records = RecordBatch::default();
    for request in Request::batch_reads(&ObjectType::LineItem, &ids, ["amount"]) {
        let answer = client.send(&token, &request, TIMEOUT).await.unwrap();
        records.append(answer.record_batch().unwrap());
    }
    let found: Vec<u32> = records
        .found
        .iter()
        .map(|line| line.id.as_str().parse().unwrap())
        .collect();
    assert_eq!(found, (1..=250).collect::<Vec<u32>>());
    assert!(records.missing.is_empty() && records.unexpected.is_empty());
    let places: Vec<String> = transport
        .sent()
        .iter()
        .map(|sent| sent.uri().to_string())
        .collect();
    assert_eq!(places.len(), 6);
    assert!(places[2].ends_with("/deals/9001/associations/line_items?limit=500&after=200"));
}
