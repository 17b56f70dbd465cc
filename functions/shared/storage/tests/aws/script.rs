//! A server that gives prepared answers, whatever it is asked.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use storage::aws::AwsStore;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::components::{self, SECRETS_MANAGER};

/// The bodies of the requests.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    /// The requests so far, in order.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// An answer of DynamoDB.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// A store whose DynamoDB gives these answers, one after the other.
pub(crate) async fn scripted(answers: Vec<Value>) -> (AwsStore, Asked) {
    let answers = answers.into_iter().map(|body| Answer { status: 200, body });
    scripted_with(answers.collect()).await
}

/// The same, with answers of any status.
pub(crate) async fn scripted_with(answers: Vec<Answer>) -> (AwsStore, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Asked::default();
    let noted = asked.clone();
    tokio::spawn(async move {
        // One caller that asks for one thing at a time has one connection.
        let (client, _) = listener.accept().await.unwrap();
        let mut client = BufReader::new(client);
        for answer in answers {
            let body = request(&mut client).await;
            noted.0.lock().unwrap().push(body);
            respond(&mut client, &answer).await;
        }
    });
    let secrets_manager = components::address(SECRETS_MANAGER);
    let store = components::store_through(&address, &secrets_manager).await;
    (store, asked)
}

async fn request(client: &mut BufReader<TcpStream>) -> String {
    let mut length = 0;
    loop {
        let mut line = String::new();
        client.read_line(&mut line).await.unwrap();
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(digits) = line.strip_prefix("content-length: ") {
            length = digits.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    client.read_exact(&mut body).await.unwrap();
    String::from_utf8(body).unwrap()
}

async fn respond(client: &mut BufReader<TcpStream>, answer: &Answer) {
    let body = answer.body.to_string();
    let head = format!(
        "HTTP/1.1 {} Answered\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n",
        answer.status,
        body.len()
    );
    client.write_all(head.as_bytes()).await.unwrap();
    client.write_all(body.as_bytes()).await.unwrap();
}
