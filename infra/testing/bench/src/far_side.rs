//! Services between the function and the components: over TLS, answering at once, and with the units noted that
//! DynamoDB would charge.

mod at_once;
mod capacity;
mod services;
mod tls;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::http::response::Parts;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

pub(crate) use capacity::{Capacity, Units};
pub(crate) use services::Services;
pub(crate) use tls::Tls;

/// An address in its parts: `127.0.0.1:8000`, and the path after it.
fn parts_of(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("a plain address");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

/// Sends a request to the service at this host and port, and waits for its whole answer.
async fn ask(service: &str, request: hyper::Request<Full<Bytes>>) -> (Parts, Bytes) {
    let connection = TcpStream::connect(service).await;
    let connection = TokioIo::new(connection.expect("the service listens"));
    let handshake = hyper::client::conn::http1::handshake(connection).await;
    let (mut sender, connection) = handshake.expect("the service speaks HTTP");
    tokio::spawn(connection);
    let answer = sender.send_request(request).await.expect("an answer");
    let (head, body) = answer.into_parts();
    let body = body.collect().await.expect("a whole answer");
    (head, body.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::parts_of;

    #[test]
    fn an_address_is_a_host_and_a_path_that_may_be_empty() {
        assert_eq!(parts_of("http://127.0.0.1:80/v3"), ("127.0.0.1:80", "/v3"));
        assert_eq!(parts_of("http://127.0.0.1:80"), ("127.0.0.1:80", ""));
    }
}
