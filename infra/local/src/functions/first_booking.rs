//! The first booking into a real company: shown to a person before it is made.

use actions::Response;
use actions::response::Document;
use bytes::Bytes;
use connect_quickbooks::IntuitApp;
use manage_connection::{Answer, ManageConnection};
use registry::RegisteredAction;
use serde_json::{Value, json};
use storage::{Connection, Ledger as _, Settings as _};

use super::{LocalEngine, deadline};
use crate::console;
use crate::error::LocalError;

/// The books that are about to be written to.
pub(crate) struct FirstBooking<'b> {
    /// The engine on the store.
    pub(crate) engine: &'b LocalEngine,
    /// The app that the company is connected to.
    pub(crate) app: &'b IntuitApp,
    /// True for the made-up company.
    pub(crate) is_local: bool,
    /// True when somebody agreed before.
    pub(crate) yes: bool,
}

impl FirstBooking<'_> {
    /// Asks whether these events may be booked, where nothing was booked for their connection before; `false` when a
    /// person says no.
    ///
    /// # Errors
    ///
    /// [`LocalError::FirstBooking`] where nobody can be asked.
    pub(crate) async fn agreed(
        &self,
        action: RegisteredAction,
        events: &[Bytes],
    ) -> Result<bool, LocalError> {
        if self.is_local || self.yes {
            return Ok(true);
        }
        let requests = events.iter().filter_map(|event| request(event));
        let booked: Vec<Value> = requests.filter(|request| !is_dry_run(request)).collect();
        let Some(first) = booked.first() else {
            return Ok(true);
        };
        // What no function would take is refused without a question.
        let name = first["connection"].as_str().unwrap_or_default();
        let Ok(connection) = Connection::try_from(name) else {
            return Ok(true);
        };
        if self.engine.store.has_entries(&connection).await? {
            return Ok(true);
        }
        let company = self.company(&connection).await;
        let document = self.preview(action, first).await;
        let further = match booked.len() {
            1 => String::new(),
            several => format!(", the first of {several}"),
        };
        let text = format!(
            "Nothing was booked for {connection} yet.\n  company    {company}\n  document   {document}{further}"
        );
        asked(text, "Book it?")
    }

    /// Asks whether to serve a real company into which nothing was booked yet: whatever calls this process books
    /// there, and nobody is asked again; `false` when a person says no.
    ///
    /// # Errors
    ///
    /// [`LocalError::FirstBooking`] where nobody can be asked.
    pub(crate) async fn may_be_served(&self) -> Result<bool, LocalError> {
        if self.is_local || self.yes {
            return Ok(true);
        }
        let mut untouched = Vec::new();
        for connection in self.engine.store.list_connections().await? {
            if !self.engine.store.has_entries(&connection).await? {
                let company = self.company(&connection).await;
                untouched.push(format!("{connection}: {company}"));
            }
        }
        if untouched.is_empty() {
            return Ok(true);
        }
        let text = format!(
            "Nothing was booked yet for\n  {}\nand what calls this server books there.",
            untouched.join("\n  ")
        );
        asked(text, "Serve it?")
    }

    /// The company's own name, or why it cannot be told.
    async fn company(&self, connection: &Connection) -> String {
        let manage = ManageConnection::new(self.engine, self.app.oauth.clone(), None);
        let event = json!({ "operation": "describe", "connection": connection, "check": true });
        let answer = manage.run(event.to_string().as_bytes(), deadline()).await;
        let url = &self.engine.api.base_url;
        match answer {
            Ok(Answer::Description(described)) => {
                let check = described.check.as_ref();
                let name = check.and_then(|check| check.company_name.clone());
                let realm_id = described.company.map(|company| company.realm_id);
                format!(
                    "{} ({}, {url})",
                    name.as_deref().unwrap_or("of an unknown name"),
                    realm_id.as_deref().unwrap_or("no id")
                )
            }
            _ => format!("at {url}, which does not say its name"),
        }
    }

    /// The document that the request would make, by a dry run.
    async fn preview(&self, action: RegisteredAction, request: &Value) -> String {
        let mut dry = request.clone();
        dry["options"]["dry_run"] = Value::Bool(true);
        let record = &request["record"];
        let label = [&record["object_type"], &record["id"]].map(|value| match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        });
        let label = label.join(" ");
        let event = dry.to_string();
        match action.run(self.engine, event.as_bytes(), deadline()).await {
            Ok(response) => format!("{} of {label}", described(&response)),
            Err(error) => format!("of {label}; it cannot be made as it stands: {error}"),
        }
    }
}

/// Shows the text, and asks.
fn asked(text: String, question: &str) -> Result<bool, LocalError> {
    if !console::has_person() {
        return Err(LocalError::FirstBooking(text));
    }
    console::complain(text);
    let agreed = console::agrees(question)?;
    if !agreed {
        console::complain("Nothing was booked.");
    }
    Ok(agreed)
}

fn described(response: &Response) -> String {
    let documents: Vec<&Document> = match &response.documents {
        Some(documents) => documents.iter().collect(),
        None => response.document.iter().collect(),
    };
    let each = documents
        .iter()
        .map(|made| format!("{} over {} {}", made.kind, made.total, made.currency));
    match each.collect::<Vec<_>>().as_slice() {
        [] => "none".to_owned(),
        each => each.join(" and "),
    }
}

/// The request of an event, out of its envelope.
fn request(event: &[u8]) -> Option<Value> {
    let mut event: Value = serde_json::from_slice(event).ok()?;
    let detail = event.get_mut("detail").map(Value::take);
    Some(detail.unwrap_or(event)).filter(Value::is_object)
}

fn is_dry_run(request: &Value) -> bool {
    request["options"]["dry_run"] == Value::Bool(true)
}
