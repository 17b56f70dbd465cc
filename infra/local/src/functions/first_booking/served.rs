//! The company that a server books into: into a real one it books for the first time when a person has agreed.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use actions::ActionError;
use bytes::Bytes;
use connect_quickbooks::IntuitApp;
use registry::RegisteredAction;
use storage::Connection;
use tokio::sync::{Mutex, oneshot};

use super::{FirstBooking, connection, label, request};
use crate::console;
use crate::functions::LocalEngine;

/// Shows a text, and asks whether to book.
type Ask = fn(String) -> io::Result<bool>;

/// The engine of a server, and the word of the person who started it.
pub(crate) struct ServedCompany {
    /// The engine all functions share.
    pub(crate) engine: Arc<LocalEngine>,
    app: IntuitApp,
    is_local: bool,
    yes: bool,
    /// The connections that may be booked for; whoever holds it asks, and the others wait for the answer.
    agreed: Mutex<BTreeSet<Connection>>,
    ask: Ask,
}

impl ServedCompany {
    /// The company of this engine; `yes` when somebody agreed before.
    pub(crate) fn new(
        engine: Arc<LocalEngine>,
        app: IntuitApp,
        (is_local, yes): (bool, bool),
    ) -> Self {
        Self {
            engine,
            app,
            is_local,
            yes,
            agreed: Mutex::default(),
            ask: in_terminal,
        }
    }

    /// Waits for leave to book this event.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when the person says no, and what the store says.
    pub(crate) async fn may_book(
        &self,
        action: RegisteredAction,
        event: &Bytes,
    ) -> Result<(), ActionError> {
        if self.is_local || self.yes {
            return Ok(());
        }
        let Some(request) = request(event) else {
            return Ok(());
        };
        let Some(connection) = connection(&request) else {
            return Ok(());
        };
        let mut agreed = self.agreed.lock().await;
        if agreed.contains(&connection) {
            return Ok(());
        }
        let first = FirstBooking {
            engine: &self.engine,
            app: &self.app,
            is_local: false,
            yes: false,
        };
        let events = std::slice::from_ref(event);
        let Some(text) = first.question(action, events).await? else {
            return Ok(());
        };
        if self.answer(text).await {
            agreed.insert(connection);
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "{}: the first booking for {connection} was declined where `serve` runs: send it again and agree there, \
             or start `serve` with --yes",
            label(&request["record"])
        )))
    }

    /// In a thread of its own, so that a server that is told to end does not wait for an answer.
    async fn answer(&self, text: String) -> bool {
        let (tell, told) = oneshot::channel();
        let ask = self.ask;
        std::thread::spawn(move || {
            let _ = tell.send(ask(text).unwrap_or(false));
        });
        told.await.unwrap_or(false)
    }
}

fn in_terminal(text: String) -> io::Result<bool> {
    if !console::has_person() {
        return Ok(false);
    }
    console::complain(text);
    console::agrees("Book it?")
}

#[cfg(test)]
mod tests;
