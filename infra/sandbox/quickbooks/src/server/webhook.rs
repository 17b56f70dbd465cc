//! The sending of deliveries, over plain HTTP.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::Full;
use hyper::Request;
use hyper_util::rt::TokioIo;
use sha2::Sha256;
use tokio::net::TcpStream;
use url::{Position, Url};

use crate::options::WebhookTarget;
use crate::state::Shared;
use crate::webhooks::Delivery;

/// The time in which a delivery must be answered (Intuit's page on webhooks).
const PATIENCE: Duration = Duration::from_secs(3);

/// The pause between looks at the clock, which tests move by hand.
const TICK: Duration = Duration::from_millis(20);

/// Sends what is due until it is dropped.
pub(crate) async fn send_all(shared: Arc<Shared>, target: WebhookTarget) {
    loop {
        let due = shared.take_due_webhook();
        let Some(delivery) = due else {
            tokio::time::sleep(TICK).await;
            continue;
        };
        let sent = tokio::time::timeout(PATIENCE, send(&target, &delivery)).await;
        shared.settle_webhook(delivery, sent.ok().flatten());
    }
}

/// The status that an attempt was answered with.
async fn send(target: &WebhookTarget, delivery: &Delivery) -> Option<u16> {
    let url: Url = target.url.parse().ok()?;
    let host = url.host_str()?;
    let port = url.port_or_known_default()?;
    let stream = TcpStream::connect((host, port)).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    let connection = tokio::spawn(connection);
    let request = Request::post(&url[Position::BeforePath..Position::AfterQuery])
        .header("host", format!("{host}:{port}"))
        .header("content-type", "application/json")
        .header("intuit-signature", signature(target, &delivery.body)?)
        .header("intuit-created-time", delivery.created.to_string())
        .header("intuit-t-id", format!("local-{}", delivery.id))
        .header("intuit-notification-schema-version", "1.0")
        .body(Full::new(Bytes::from(delivery.body.clone())))
        .ok()?;
    let answer = sender.send_request(request).await.ok();
    connection.abort();
    answer.map(|answer| answer.status().as_u16())
}

/// The keyed hash of a body's bytes, in Base64.
fn signature(target: &WebhookTarget, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(target.verifier_token.as_bytes()).ok()?;
    mac.update(body.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}
