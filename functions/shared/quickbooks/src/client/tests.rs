use std::time::Duration;

use bytes::Bytes;
use secrecy::SecretString;

use super::Client;
use crate::{
    call_error::CallError,
    entity::Item,
    kind::EntityKind,
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
