//! A relay between the store and a component: it counts requests on the wire and cuts connections.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The header that names a request's operation, such as `DynamoDB_20120810.PutItem`.
const TARGET: &str = "x-amz-target: ";

/// The effect of the relay on what passes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// It passes.
    Fine,
    /// The next request of this kind reaches the component, and its answer is lost; then it is
    /// fine again.
    LosesOneAnswerTo(&'static str),
    /// Connections are cut before anything passes.
    Down,
}

/// A relay to one component; it listens until it is dropped.
#[derive(Clone)]
pub(crate) struct Relay {
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

struct State {
    weather: Weather,
    operations: Vec<String>,
    /// All that was sent to the component.
    sent: String,
}

impl Relay {
    /// A relay to the component at `upstream`, on a free port.
    pub(crate) async fn to(upstream: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self {
            address: listener.local_addr().unwrap().to_string(),
            state: Arc::new(Mutex::new(State {
                weather: Weather::Fine,
                operations: Vec::new(),
                sent: String::new(),
            })),
        };
        let accepting = relay.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let upstream = TcpStream::connect(&upstream).await.unwrap();
                tokio::spawn(accepting.clone().carry(client, upstream));
            }
        });
        relay
    }

    pub(crate) fn turns(&self, weather: Weather) {
        self.state().weather = weather;
    }

    /// The operations asked for since the last call, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        std::mem::take(&mut self.state().operations)
    }

    /// All that was sent since the last call, headers and bodies.
    pub(crate) fn sent(&self) -> String {
        std::mem::take(&mut self.state().sent)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    async fn carry(self, mut client: TcpStream, mut upstream: TcpStream) {
        let (mut from_client, mut from_upstream) = (vec![0; 65_536], vec![0; 65_536]);
        let mut unread = String::new();
        let mut asked = String::new();
        loop {
            tokio::select! {
                Ok(count) = client.read(&mut from_client) => {
                    if count == 0 || self.state().weather == Weather::Down {
                        return;
                    }
                    let text = String::from_utf8_lossy(&from_client[..count]);
                    self.state().sent.push_str(&text);
                    unread.push_str(&text);
                    for operation in operations(&mut unread) {
                        self.state().operations.push(operation.clone());
                        asked = operation;
                    }
                    upstream.write_all(&from_client[..count]).await.unwrap();
                }
                Ok(count) = upstream.read(&mut from_upstream) => {
                    if count == 0 || self.loses_the_answer_to(&asked) {
                        return;
                    }
                    client.write_all(&from_upstream[..count]).await.unwrap();
                }
                else => return,
            }
        }
    }

    fn loses_the_answer_to(&self, asked: &str) -> bool {
        let mut state = self.state();
        match state.weather {
            Weather::Fine => false,
            Weather::Down => true,
            Weather::LosesOneAnswerTo(operation) => {
                let loses = operation == asked;
                if loses {
                    state.weather = Weather::Fine;
                }
                loses
            }
        }
    }
}

/// Takes the operations out of what came, and leaves what may be the beginning of the next.
fn operations(unread: &mut String) -> Vec<String> {
    let lower = unread.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = lower[rest..].find(TARGET) {
        let at = rest + at + TARGET.len();
        let Some(length) = lower[at..].find("\r\n") else {
            break;
        };
        let target = &unread[at..at + length];
        found.push(target.rsplit('.').next().unwrap_or_default().to_owned());
        rest = at + length;
    }
    // No header of this name is longer.
    let done = rest.max(unread.len().saturating_sub(256));
    unread.drain(..unread.ceil_char_boundary(done));
    found
}
