//! Several calls in one request.

use serde_json::{Map, Value, json};

use super::envelope;
use super::route::Request;
use crate::company::{Company, Entity, Settings, Write, WriteKind};
use crate::fault::Fault;
use crate::journal::{JournalItem, Operation};
use crate::query;

/// Answers a batch: every item by itself, in order, none of the queries seeing what the writes did.
pub(super) fn answer(
    company: &mut Company,
    request: &Request,
    settings: &Settings,
    limit: usize,
    time: &str,
    journal: &mut Vec<JournalItem>,
) -> Result<Value, Fault> {
    let body = request.json().ok_or_else(Fault::unreadable)?;
    let items = body.get("BatchItemRequest").and_then(Value::as_array);
    let items = items.ok_or_else(|| Fault::missing("BatchItemRequest"))?;
    if items.len() > limit {
        return Err(Fault::batch_too_large(limit, items.len()));
    }
    let items = items
        .iter()
        .map(Item::read)
        .collect::<Result<Vec<_>, _>>()?;
    let before = company.clone();
    let mut answers = Vec::new();
    for item in items {
        let answered = item.answer(&before, company, settings);
        journal.push(item.journaled(answered.as_ref().err()));
        let (name, value) =
            answered.unwrap_or_else(|fault| ("Fault", envelope::fault_object(&fault)));
        answers.push(json!({ name: value, "bId": item.b_id }));
    }
    Ok(envelope::success(
        "BatchItemResponse",
        Value::Array(answers),
        time,
    ))
}

/// `true` if a batch has an item that writes; the others are queries.
pub(super) fn writes(request: &Request) -> bool {
    let body = request.json().unwrap_or_default();
    let items = body.get("BatchItemRequest").and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .any(|item| item.get("operation").is_some())
}

struct Item<'a> {
    b_id: &'a str,
    content: Content<'a>,
    allows_duplicate_numbers: bool,
}

enum Content<'a> {
    Query(&'a str),
    Write {
        entity: Entity,
        operation: &'a str,
        body: &'a Map<String, Value>,
    },
    Unknown(&'a str),
}

impl<'a> Item<'a> {
    fn read(item: &'a Value) -> Result<Self, Fault> {
        let item = item.as_object().ok_or_else(Fault::unreadable)?;
        let text = |name: &str| item.get(name).and_then(Value::as_str);
        let b_id = text("bId").ok_or_else(|| Fault::missing("bId"))?;
        let allows_duplicate_numbers = text("optionsData") == Some("allowduplicatedocnum");
        let content = if let Some(query) = text("Query") {
            Content::Query(query)
        } else {
            let operation = text("operation").ok_or_else(|| Fault::missing("operation"))?;
            let is_control = |name: &str| matches!(name, "bId" | "operation" | "optionsData");
            let named = item.iter().find(|(name, _)| !is_control(name));
            let (name, body) = named.ok_or_else(|| Fault::missing("BatchItemRequest"))?;
            match (name.parse::<Entity>(), body.as_object()) {
                (Ok(entity), Some(body)) if entity.name() == name => Content::Write {
                    entity,
                    operation,
                    body,
                },
                _ => Content::Unknown(name),
            }
        };
        Ok(Self {
            b_id,
            content,
            allows_duplicate_numbers,
        })
    }

    fn answer(
        &self,
        before: &Company,
        company: &mut Company,
        settings: &Settings,
    ) -> Result<(&'static str, Value), Fault> {
        match &self.content {
            Content::Query(text) => Ok(("QueryResponse", query::answer(before, text)?)),
            Content::Unknown(name) => Err(Fault::unknown_property(name, "BatchItemRequest", &[])),
            Content::Write {
                entity,
                operation,
                body,
            } => {
                let kind = kind(operation, body)?;
                let mut settings = settings.clone();
                settings.allow_duplicate_numbers |= self.allows_duplicate_numbers;
                let row = company.write(
                    &Write {
                        entity: *entity,
                        kind,
                        body,
                    },
                    &settings,
                )?;
                Ok((entity.name(), row))
            }
        }
    }

    fn journaled(&self, fault: Option<&Fault>) -> JournalItem {
        let (entity, operation) = match &self.content {
            Content::Query(text) => (query::entity_of(text), Operation::Query),
            Content::Write {
                entity, operation, ..
            } => (
                Some(entity.name().to_owned()),
                operation.parse().unwrap_or(Operation::Unknown),
            ),
            Content::Unknown(name) => (Some((*name).to_owned()), Operation::Unknown),
        };
        JournalItem {
            b_id: self.b_id.to_owned(),
            entity,
            operation,
            fault: fault.map(|fault| fault.code.to_owned()),
        }
    }
}

fn kind(operation: &str, body: &Map<String, Value>) -> Result<WriteKind, Fault> {
    match operation {
        "create" if body.contains_key("Id") => Ok(WriteKind::Update),
        "create" => Ok(WriteKind::Create),
        "update" => Ok(WriteKind::Update),
        "delete" => Ok(WriteKind::Delete),
        "void" => Ok(WriteKind::Void),
        other => Err(Fault::unsupported(other)),
    }
}
