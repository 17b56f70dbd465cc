//! A relay between a function and an AWS service, which notes what is asked on the wire.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// The header that says what a request asks for, such as `DynamoDB_20120810.PutItem`.
const TARGET: &[u8] = b"x-amz-target: ";

/// A relay to one service; it listens for as long as the test runs.
#[derive(Clone, Debug)]
pub struct Relay {
    address: String,
    operations: Arc<Mutex<Vec<String>>>,
    held: Arc<Mutex<Option<Held>>>,
}

/// Requests that do not get past a relay.
#[derive(Clone, Debug)]
pub struct Held {
    operation: &'static str,
    arrived: Arc<Notify>,
}

impl Held {
    /// Comes back once one has arrived.
    pub async fn arrived(&self) {
        self.arrived.notified().await;
    }
}

impl Relay {
    /// A relay to the service at this URL, on a free port.
    pub async fn to(service: &str) -> Self {
        let service = service.strip_prefix("http://").expect("plain HTTP");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port").to_string();
        let relay = Self {
            address,
            operations: Arc::default(),
            held: Arc::default(),
        };
        tokio::spawn(relay.clone().accept(listener, service.to_owned()));
        relay
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The operations that were asked for since the last call, in order.
    pub fn take_operations(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.operations))
    }

    /// From now on requests for this do not reach the service, and get no answer.
    pub fn hold(&self, operation: &'static str) -> Held {
        let held = Held {
            operation,
            arrived: Arc::default(),
        };
        *lock(&self.held) = Some(held.clone());
        held
    }

    /// Everything that comes from now on passes again.
    pub fn let_pass(&self) {
        *lock(&self.held) = None;
    }

    async fn accept(self, listener: TcpListener, service: String) {
        while let Ok((client, _)) = listener.accept().await {
            let service = TcpStream::connect(&service).await;
            let (from_service, to_service) = service.expect("the service listens").into_split();
            let (from_client, to_client) = client.into_split();
            tokio::spawn(answer(from_service, to_client));
            tokio::spawn(self.clone().ask(from_client, to_service));
        }
    }

    /// Carries requests to the service, and notes each.
    async fn ask(self, mut client: OwnedReadHalf, mut service: OwnedWriteHalf) {
        let mut piece = vec![0; 65_536];
        let mut unread = Vec::new();
        while let Ok(count @ 1..) = client.read(&mut piece).await {
            unread.extend_from_slice(&piece[..count]);
            while let Some(operation) = next_operation(&mut unread) {
                self.note(operation).await;
            }
            if service.write_all(&piece[..count]).await.is_err() {
                return;
            }
        }
    }

    /// Notes a request; never comes back from one that is held.
    async fn note(&self, operation: String) {
        let held = lock(&self.held).clone();
        let held = held.filter(|held| held.operation == operation);
        lock(&self.operations).push(operation);
        if let Some(held) = held {
            held.arrived.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
async fn answer(mut service: OwnedReadHalf, mut client: OwnedWriteHalf) {
    // Whichever side closes ends the conversation; the function then opens another.
    let _ = copy(&mut service, &mut client).await;
}

/// Takes the first operation out of what came, with all that is before it.
fn next_operation(unread: &mut Vec<u8>) -> Option<String> {
    let starts = |window: &[u8]| window.eq_ignore_ascii_case(TARGET);
    let at = unread.windows(TARGET.len()).position(starts)? + TARGET.len();
    let length = unread.get(at..)?.iter().position(|&byte| byte == b'\r')?;
    let target = String::from_utf8_lossy(&unread[at..at + length]).into_owned();
    unread.drain(..at + length);
    target.rsplit('.').next().map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::next_operation;

    #[test]
    fn an_operation_is_noted_once_however_its_request_is_cut() {
        let requests = b"POST / HTTP/1.1\r\nx-amz-target: DynamoDB_20120810.PutItem\r\n\r\n{}\
            POST / HTTP/1.1\r\nX-Amz-Target: secretsmanager.GetSecretValue\r\n\r\n{}";
        for cut in 0..requests.len() {
            let (mut unread, mut found) = (Vec::new(), Vec::new());
            for piece in [&requests[..cut], &requests[cut..]] {
                unread.extend_from_slice(piece);
                found.extend(std::iter::from_fn(|| next_operation(&mut unread)));
            }
            assert_eq!(found, ["PutItem", "GetSecretValue"], "{cut}");
        }
    }
}
