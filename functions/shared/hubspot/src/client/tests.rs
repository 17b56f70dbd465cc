use std::time::Duration;

use secrecy::SecretString;

use super::Client;
use crate::{
    api_version::ApiVersion,
    call_error::CallError,
    request::{Endpoint, Request},
    scripted::ScriptedTransport,
    transport::TransportError,
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
