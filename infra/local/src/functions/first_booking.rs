//! The first booking into a real company: shown to a person before it is made.

mod served;

use std::collections::BTreeMap;

use actions::Response;
use actions::response::Document;
use bytes::Bytes;
use connect_quickbooks::IntuitApp;
use manage_connection::{Answer, ManageConnection};
use registry::RegisteredAction;
use serde_json::{Value, json};
use storage::{Connection, Ledger as _, Settings as _, StorageError};

use super::{LocalEngine, deadline};
use crate::console;
use crate::error::LocalError;
pub(crate) use served::ServedCompany;

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
        match self.question(action, events).await? {
            Some(text) => asked(text, "Book it?"),
            None => Ok(true),
        }
    }

    /// The company and the document of the first booking of each connection among these events, in words; `None` where
    /// nobody is to be asked.
    async fn question(
        &self,
        action: RegisteredAction,
        events: &[Bytes],
    ) -> Result<Option<String>, StorageError> {
        if self.is_local || self.yes {
            return Ok(None);
        }
        let mut texts = Vec::new();
        for (connection, requests) in by_connection(events) {
            if self.engine.store.has_entries(&connection).await? {
                continue;
            }
            let [first, further @ ..] = requests.as_slice() else {
                continue;
            };
            let company = self.company(&connection).await;
            let document = self.preview(action, first).await;
            let further = match further.len() {
                0 => String::new(),
                further => format!(", the first of {}", further + 1),
            };
            texts.push(format!(
                "Nothing was booked for {connection} yet.\n  company    {company}\n  document   {document}{further}"
            ));
        }
        Ok(Some(texts.join("\n")).filter(|text| !text.is_empty()))
    }

    /// Says that the first booking of a server will be asked about, where nothing was booked yet.
    ///
    /// # Errors
    ///
    /// [`LocalError::FirstBooking`] where nobody can be asked.
    pub(crate) async fn announced(&self) -> Result<(), LocalError> {
        if self.is_local || self.yes {
            return Ok(());
        }
        let mut untouched = Vec::new();
        for connection in self.engine.store.list_connections().await? {
            if !self.engine.store.has_entries(&connection).await? {
                let company = self.company(&connection).await;
                untouched.push(format!("{connection}: {company}"));
            }
        }
        if untouched.is_empty() {
            return Ok(());
        }
        let text = format!("Nothing was booked yet for\n  {}", untouched.join("\n  "));
        if !console::has_person() {
            let text = format!("{text}\nand what calls this server books there.");
            return Err(LocalError::FirstBooking(text));
        }
        console::complain(format_args!(
            "{text}\nThe first booking is shown here, with its amount, and waits for your word."
        ));
        Ok(())
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
        let label = label(record);
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

/// The requests that book, by connection. What no function would take is in none: it is refused without a question.
fn by_connection(events: &[Bytes]) -> BTreeMap<Connection, Vec<Value>> {
    let requests = events.iter().filter_map(|event| request(event));
    let mut all: BTreeMap<Connection, Vec<Value>> = BTreeMap::new();
    for request in requests.filter(|request| !is_dry_run(request)) {
        if let Some(connection) = connection(&request) {
            all.entry(connection).or_default().push(request);
        }
    }
    all
}

/// The request of an event, out of its envelope.
fn request(event: &[u8]) -> Option<Value> {
    let mut event: Value = serde_json::from_slice(event).ok()?;
    let detail = event.get_mut("detail").map(Value::take);
    Some(detail.unwrap_or(event)).filter(Value::is_object)
}

fn connection(request: &Value) -> Option<Connection> {
    Connection::try_from(request["connection"].as_str()?).ok()
}

/// The record, such as `deal 9001`.
fn label(record: &Value) -> String {
    let words = [&record["object_type"], &record["id"]].map(|value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    });
    words.join(" ")
}

fn is_dry_run(request: &Value) -> bool {
    request["options"]["dry_run"] == Value::Bool(true)
}
