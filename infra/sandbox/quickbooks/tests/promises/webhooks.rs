//! Webhooks: signed `CloudEvents`, tried again by a clock that is moved by hand.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sandbox_quickbooks::{SandboxOptions, WebhookTarget};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client::{Company, invoice};

/// A server that answers one request after the other with a status.
struct Receiver(TcpListener);

/// A delivery as it arrived.
struct Received {
    head: String,
    body: String,
}

impl Receiver {
    async fn open() -> (Self, WebhookTarget) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = WebhookTarget {
            url: format!("http://{}/hooks?of=books", listener.local_addr().unwrap()),
            verifier_token: "secret".to_owned(),
        };
        (Self(listener), target)
    }

    async fn next(&self, status: u16) -> Received {
        let arrival = tokio::time::timeout(Duration::from_secs(30), self.0.accept()).await;
        let (mut stream, _) = arrival.expect("a delivery").unwrap();
        let mut bytes = Vec::new();
        loop {
            let mut part = [0; 4096];
            let count = stream.read(&mut part).await.unwrap();
            bytes.extend_from_slice(&part[..count]);
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head.split("content-length: ").nth(1).unwrap();
            let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
            if body.len() >= length {
                break;
            }
        }
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Received {
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// `true` if nothing arrives for a moment.
    async fn is_quiet(&self) -> bool {
        let wait = Duration::from_millis(150);
        tokio::time::timeout(wait, self.0.accept()).await.is_err()
    }
}

impl Received {
    fn types(&self) -> Vec<String> {
        let events: Value = serde_json::from_str(&self.body).unwrap();
        let events = events.as_array().unwrap().iter();
        events
            .map(|event| event["type"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[tokio::test]
async fn a_change_is_told_as_a_cloud_event_that_is_signed() {
    let (receiver, target) = Receiver::open().await;
    let options = SandboxOptions {
        webhooks: Some(target),
        ..SandboxOptions::default()
    };
    let (company, _clock) = Company::start_at(options).await;
    company.get("customer/1").await.row("Customer");
    let made = company
        .post("customer", &json!({"DisplayName": "Ada"}))
        .await
        .row("Customer");
    let delivery = receiver.next(200).await;
    let events: Value = serde_json::from_str(&delivery.body).unwrap();
    let event = &events[0];
    assert_eq!(
        (
            &event["specversion"],
            &event["type"],
            &event["intuitentityid"]
        ),
        (
            &json!("1.0"),
            &json!("qbo.customer.created.v1"),
            &made["Id"]
        )
    );
    assert_eq!(event["intuitaccountid"], company.sandbox.realm_id());
    let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").unwrap();
    mac.update(delivery.body.as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    assert!(
        delivery
            .head
            .contains(&format!("intuit-signature: {signature}"))
    );
    assert!(receiver.is_quiet().await);
}

#[tokio::test]
async fn each_kind_of_change_has_its_own_event_and_a_changed_balance_none() {
    let (receiver, target) = Receiver::open().await;
    let options = SandboxOptions {
        webhooks: Some(target),
        ..SandboxOptions::default()
    };
    let (company, _clock) = Company::start_at(options).await;
    company.insert("Invoice", invoice("1", "10"));
    assert_eq!(receiver.next(200).await.types(), ["qbo.invoice.created.v1"]);
    company
        .post("invoice/145/send?sendTo=a@b.c", &json!({}))
        .await;
    assert_eq!(receiver.next(200).await.types(), ["qbo.invoice.emailed.v1"]);
    let paid = json!({"CustomerRef": {"value": "1"}, "TotalAmt": 10,
        "Line": [{"Amount": 10, "LinkedTxn": [{"TxnId": "145", "TxnType": "Invoice"}]}]});
    company.insert("Payment", paid);
    let types = ["qbo.invoice.updated.v1", "qbo.payment.created.v1"];
    assert_eq!(receiver.next(200).await.types(), types);
    company.sandbox.void("Invoice", "145").unwrap();
    let types = ["qbo.invoice.voided.v1", "qbo.payment.updated.v1"];
    assert_eq!(receiver.next(200).await.types(), types);
    company.sandbox.delete("Invoice", "145").unwrap();
    assert_eq!(receiver.next(200).await.types(), ["qbo.invoice.deleted.v1"]);
}

#[tokio::test]
async fn a_delivery_that_failed_comes_again_when_the_clock_says_so() {
    let (receiver, target) = Receiver::open().await;
    let options = SandboxOptions {
        webhooks: Some(target),
        ..SandboxOptions::default()
    };
    let (company, clock) = Company::start_at(options).await;
    company.insert("Customer", json!({"DisplayName": "Ada"}));
    let first = receiver.next(503).await;
    assert!(receiver.is_quiet().await);
    for (minutes, status) in [(20, 500), (30, 504), (50, 200)] {
        clock.advance(Duration::from_mins(minutes));
        assert_eq!(receiver.next(status).await.body, first.body);
    }
    assert!(receiver.is_quiet().await);
}
