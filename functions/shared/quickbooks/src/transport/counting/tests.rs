use std::time::Duration;

use bytes::Bytes;
use http::Request as HttpRequest;
use serde_json::json;

use super::{CountingTransport, RequestCounter, RequestCounts};
use crate::{
    batch::Batch,
    client::Client,
    kind::EntityKind,
    oauth::{AppCredentials, OAuthApp, OAuthClient, OAuthEndpoints},
    query::Query,
    request::{Endpoint, Request, RequestId},
    scripted::ScriptedTransport,
    transport::{Transport, TransportError},
};

const TIMEOUT: Duration = Duration::from_secs(1);

fn answering(status: u16) -> ScriptedTransport {
    ScriptedTransport::answering([(status, "{}")])
}

/// `[calls, writes, reads, throttles]` of one call over this network.
async fn counted(network: ScriptedTransport, request: &Request) -> [u64; 4] {
    let transport = CountingTransport::new(network, RequestCounter::default());
    let endpoint = Endpoint::new(Endpoint::SANDBOX, "1").unwrap();
    let client = Client::new(&transport, endpoint);
    // Counted whatever comes of it.
    let _ = client.call(&"token".into(), request, TIMEOUT).await;
    let counts = transport.counter().take();
    assert_eq!(counts.token_requests, 0);
    [counts.calls, counts.writes, counts.reads, counts.throttles]
}

#[tokio::test]
async fn calls_are_counted_as_intuit_meters_them() {
    let id = RequestId::new("deal-9001").unwrap();
    let query = || Query::select(EntityKind::Item);
    let queries = Batch::new().query(query()).query(query()).query(query());
    let creation = || Batch::new().create(EntityKind::Item, json!({}));
    let mixed = creation().query(query()).query(query());
    let table = [
        (
            Request::create(EntityKind::Invoice, Bytes::new(), &id),
            [1, 1, 0, 0],
        ),
        (
            Request::delete(EntityKind::Invoice, "1", "0", &id),
            [1, 1, 0, 0],
        ),
        (
            Request::send_email(EntityKind::Invoice, "1", None),
            [1, 1, 0, 0],
        ),
        (Request::read(EntityKind::Item, "1"), [1, 0, 1, 0]),
        (Request::company_info(), [1, 0, 1, 0]),
        (
            Request::exchange_rate("EUR", jiff::civil::date(2026, 5, 5)),
            [1, 0, 1, 0],
        ),
        (Request::query(&query()), [1, 0, 1, 0]),
        (Request::batch(&queries, None).unwrap(), [1, 0, 3, 0]),
        (
            Request::batch(&creation(), Some(&id)).unwrap(),
            [1, 1, 0, 0],
        ),
        (Request::batch(&mixed, Some(&id)).unwrap(), [1, 1, 2, 0]),
    ];
    for (request, expected) in table {
        assert_eq!(u64::from(request.is_write()), expected[1], "{request:?}");
        assert_eq!(
            counted(answering(200), &request).await,
            expected,
            "{request:?}"
        );
    }
}

#[tokio::test]
async fn a_read_is_counted_unless_it_was_refused() {
    let read = Request::company_info();
    assert_eq!(counted(answering(400), &read).await, [1, 0, 0, 0]);
    assert_eq!(counted(answering(429), &read).await, [1, 0, 0, 1]);
    let detail = || "timed out".to_owned();
    let lost = TransportError::Lost { detail: detail() };
    let network = ScriptedTransport::new([Err(lost)]);
    assert_eq!(counted(network, &read).await, [1, 0, 1, 0]);
    let not_sent = TransportError::NotSent { detail: detail() };
    let network = ScriptedTransport::new([Err(not_sent)]);
    assert_eq!(counted(network, &read).await, [1, 0, 0, 0]);
}

#[tokio::test]
async fn requests_for_tokens_are_counted_apart_and_others_not_at_all() {
    let network = ScriptedTransport::answering([(400, "{}"), (200, ""), (200, "")]);
    let counter = RequestCounter::default();
    let transport = CountingTransport::new(network, counter.clone());
    let credentials = AppCredentials {
        client_id: "app".to_owned(),
        client_secret: "secret".into(),
    };
    let app = OAuthApp {
        endpoints: OAuthEndpoints::default(),
        credentials,
    };
    let oauth = OAuthClient::new(&transport, app);
    let _ = oauth.refresh(&"refresh".into(), TIMEOUT).await;
    let _ = oauth.revoke(&"refresh".into(), TIMEOUT).await;
    let request = HttpRequest::head("https://example.com");
    let request = request.body(Bytes::new()).unwrap();
    transport.send(request, TIMEOUT).await.unwrap();
    let expected = RequestCounts {
        token_requests: 2,
        ..RequestCounts::default()
    };
    assert_eq!(counter.take(), expected);
    assert_eq!(counter.take(), RequestCounts::default());
}
