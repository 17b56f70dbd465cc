//! Commands of the `DevTools` protocol and their answers, over one socket.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::BrowserError;

/// A connection to one page.
#[derive(derive_more::Debug)]
pub(crate) struct Session {
    #[debug(skip)]
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
}

impl Session {
    pub(crate) async fn connect(url: &str) -> Result<Self, BrowserError> {
        let (socket, _) = connect_async(url).await.map_err(Box::new)?;
        Ok(Self { socket, last: 0 })
    }

    /// Sends a command, and waits for its result; what the browser tells meanwhile is passed over.
    pub(crate) async fn command(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": params });
        let message = Message::text(command.to_string());
        self.socket.send(message).await.map_err(Box::new)?;
        loop {
            let message = self
                .socket
                .next()
                .await
                .unwrap_or(Err(Error::ConnectionClosed));
            let message = message.map_err(Box::new)?;
            let answer: Value = serde_json::from_slice(&message.into_data()).unwrap_or_default();
            if answer["id"].as_u64() != Some(self.last) {
                continue;
            }
            if let Some(message) = answer["error"]["message"].as_str() {
                return Err(BrowserError::Refused {
                    method: method.to_owned(),
                    message: message.to_owned(),
                });
            }
            return Ok(answer["result"].clone());
        }
    }
}
