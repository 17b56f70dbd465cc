//! Against a real listener, because what is told apart here is how sockets die.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response};

use super::{MAX_BODY, ReqwestTransport, Transport, TransportError};

const TIMEOUT: Duration = Duration::from_secs(5);
const BODY: &str = r#"{"properties":{"amount":"1480.00"}}"#;

/// Hands one connection, of which the whole request has been read, to the behaviour.
fn listen(behave: impl FnOnce(TcpStream) + Send + 'static) -> (SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (report, received) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        report.send(read_request(&mut stream)).unwrap();
        behave(stream);
    });
    (address, received)
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.ends_with(BODY.as_bytes()) {
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "the request broke off");
        request.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(request).unwrap()
}

async fn post(address: SocketAddr, timeout: Duration) -> Result<Response<Bytes>, TransportError> {
    let request = Request::post(format!(
        "http://{address}/crm/objects/2026-03/deals?properties=canary"
    ))
    .header("authorization", "Bearer canary")
    .body(Bytes::from_static(BODY.as_bytes()))
    .unwrap();
    ReqwestTransport::new()
        .unwrap()
        .send(request, timeout)
        .await
}

fn assert_lost(result: Result<Response<Bytes>, TransportError>) -> String {
    match result {
        Err(TransportError::Lost { detail }) => {
            assert!(
                !detail.contains("canary") && !detail.contains("127.0.0.1"),
                "{detail}"
            );
            detail
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_whole_answer_comes_with_status_headers_and_body() {
    let (address, received) = listen(|mut stream| {
        let answer = "HTTP/1.1 400 Bad Request\r\nx-hubspot-correlation-id: aeb5f871\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let response = post(address, TIMEOUT).await.unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers()["x-hubspot-correlation-id"], "aeb5f871");
    assert_eq!(response.body().as_ref(), b"{}");
    let request = received.recv().unwrap();
    assert!(request.starts_with("POST /crm/objects/2026-03/deals?properties=canary HTTP/1.1\r\n"));
    assert!(request.contains("authorization: Bearer canary\r\n"));
    assert!(request.ends_with(BODY));
}

#[tokio::test]
async fn a_refused_port_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    match post(address, TIMEOUT).await {
        Err(TransportError::NotSent { detail }) => assert!(!detail.contains("canary"), "{detail}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_name_that_does_not_resolve_means_not_sent() {
    let request = Request::post("http://hubspot.invalid/")
        .body(Bytes::new())
        .unwrap();
    let result = ReqwestTransport::new()
        .unwrap()
        .send(request, TIMEOUT)
        .await;
    assert!(
        matches!(result, Err(TransportError::NotSent { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
    });
    let request = Request::post(format!("https://{address}/"))
        .body(Bytes::new())
        .unwrap();
    let result = ReqwestTransport::new()
        .unwrap()
        .send(request, TIMEOUT)
        .await;
    assert!(
        matches!(result, Err(TransportError::NotSent { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_connection_closed_after_the_request_means_lost() {
    let (address, received) = listen(|stream| stream.shutdown(Shutdown::Both).unwrap());
    assert_lost(post(address, TIMEOUT).await);
    assert!(received.recv().unwrap().ends_with(BODY));
}

#[tokio::test]
async fn half_an_answer_means_lost() {
    let halves = [
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"properties\":{",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nf\r\n{\"properties\":{\r\n",
    ];
    for half in halves {
        let (address, _received) = listen(|mut stream| stream.write_all(half.as_bytes()).unwrap());
        assert_lost(post(address, TIMEOUT).await);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_http_means_lost() {
    let (address, _received) =
        listen(|mut stream| stream.write_all(b"canary 220 smtp\r\n").unwrap());
    assert_lost(post(address, TIMEOUT).await);
}

#[tokio::test]
async fn no_answer_in_time_means_lost() {
    let (release, released) = mpsc::channel::<()>();
    let (address, _received) = listen(move |_stream| {
        let _ = released.recv();
    });
    let start = Instant::now();
    let detail = assert_lost(post(address, Duration::from_millis(200)).await);
    assert!(detail.starts_with("timed out"), "{detail}");
    assert!(start.elapsed() < TIMEOUT);
    drop(release);
}

#[tokio::test]
async fn an_answer_that_stalls_half_way_means_lost_in_time() {
    let (release, released) = mpsc::channel::<()>();
    let (address, _received) = listen(move |mut stream| {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
            .unwrap();
        let _ = released.recv();
    });
    assert_lost(post(address, Duration::from_millis(200)).await);
    drop(release);
}

#[tokio::test]
async fn a_redirect_is_handed_back_and_not_followed() {
    let (address, _received) = listen(|mut stream| {
        let answer =
            "HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    assert_eq!(post(address, TIMEOUT).await.unwrap().status(), 307);
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let (address, _received) = listen(|mut stream| {
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
        let chunk = vec![b' '; 1024 * 1024];
        stream.write_all(head.as_bytes()).unwrap();
        while stream.write_all(&chunk).is_ok() {}
    });
    let detail = assert_lost(post(address, Duration::from_secs(30)).await);
    assert!(detail.contains(&MAX_BODY.to_string()), "{detail}");
}
