//! Several calls in one request.

use serde_json::{Map, Value, json};

use super::envelope;
use super::route::Request;
use crate::company::{Company, Entity, Settings, Write, WriteKind};
use crate::fault::Fault;
use crate::journal::{JournalItem, Operation};
use crate::options::OpenQuestions;
use crate::query;

/// The longest id of an item where the batch has a `requestid`, to which it is added
/// (<https://blogs.intuit.com/2015/04/06/15346>). What becomes of a longer one is not published.
const B_ID_LENGTH: usize = 10;

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
    let is_named = request.parameter("requestid").is_some();
    let items: Vec<Item<'_>> = items
        .iter()
        .map(|item| Item::read(item, is_named, settings.open_questions))
        .collect();
    // The queries come first, since none of them sees what the writes do.
    let found: Vec<_> = items
        .iter()
        .map(|item| item.find(company, settings))
        .collect();
    let mut answers = Vec::new();
    for (item, found) in items.iter().zip(found) {
        let answered = found.unwrap_or_else(|| item.write(company, settings));
        journal.push(item.journaled(answered.as_ref().err()));
        let (name, value) =
            answered.unwrap_or_else(|fault| ("Fault", envelope::fault_object(&fault)));
        let mut answer = json!({ name: value });
        if let (Some(id), Some(fields)) = (&item.b_id, answer.as_object_mut()) {
            fields.insert("bId".to_owned(), Value::from(id.as_str()));
        }
        answers.push(answer);
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
        .any(|item| item.get("Query").is_none())
}

struct Item<'a> {
    b_id: Option<String>,
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
    Unreadable,
    /// It lacks something.
    Incomplete(Fault),
}

impl<'a> Item<'a> {
    fn read(item: &'a Value, is_named: bool, open_questions: OpenQuestions) -> Self {
        let b_id = match item.get("bId") {
            Some(Value::String(id)) => Some(id.clone()),
            Some(Value::Number(id)) => Some(id.to_string()),
            _ => None,
        };
        let content = match item.as_object() {
            None => Ok(Content::Unreadable),
            Some(fields) => {
                let length = b_id.as_deref().map(|id| id.chars().count());
                let named = match length {
                    Some(length) if is_named && length > B_ID_LENGTH => {
                        open_questions.refuse(|| Fault::length("bId", B_ID_LENGTH, length))
                    }
                    Some(_) => Ok(()),
                    None => open_questions.refuse(|| Fault::missing("bId")),
                };
                named.and_then(|()| Content::read(fields, open_questions))
            }
        };
        let options = item.get("optionsData").and_then(Value::as_str);
        Self {
            b_id,
            content: content.unwrap_or_else(Content::Incomplete),
            allows_duplicate_numbers: options == Some("allowduplicatedocnum"),
        }
    }

    /// The answer of a query, or of an item that is neither query nor write.
    fn find(&self, company: &Company, settings: &Settings) -> Option<Answered> {
        match &self.content {
            Content::Query(text) => {
                let found = query::answer(company, text, settings.open_questions);
                Some(found.map(|answer| ("QueryResponse", answer)))
            }
            Content::Unknown(name) => {
                Some(Err(Fault::unknown_property(name, "BatchItemRequest", &[])))
            }
            Content::Unreadable => Some(Err(Fault::unreadable())),
            Content::Incomplete(fault) => Some(Err(fault.clone())),
            Content::Write { .. } => None,
        }
    }

    fn write(&self, company: &mut Company, settings: &Settings) -> Answered {
        let Content::Write {
            entity,
            operation,
            body,
        } = &self.content
        else {
            return Err(Fault::unreadable());
        };
        let kind = kind(operation, body)?;
        let mut settings = settings.clone();
        settings.allow_duplicate_numbers |= self.allows_duplicate_numbers;
        let write = Write {
            entity: *entity,
            kind,
            body,
        };
        Ok((entity.name(), company.write(&write, &settings)?))
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
            Content::Unreadable | Content::Incomplete(_) => (None, Operation::Unknown),
        };
        JournalItem {
            b_id: self.b_id.clone().unwrap_or_default(),
            entity,
            operation,
            fault: fault.map(|fault| fault.code.to_owned()),
        }
    }
}

/// The name and the value of an item's answer.
type Answered = Result<(&'static str, Value), Fault>;

impl<'a> Content<'a> {
    fn read(item: &'a Map<String, Value>, open_questions: OpenQuestions) -> Result<Self, Fault> {
        let text = |name: &str| item.get(name).and_then(Value::as_str);
        if let Some(query) = text("Query") {
            return Ok(Self::Query(query));
        }
        let operation = text("operation");
        if operation.is_none() {
            open_questions.refuse(|| Fault::missing("operation"))?;
        }
        let is_control = |name: &str| matches!(name, "bId" | "operation" | "optionsData");
        let Some((name, body)) = item.iter().find(|(name, _)| !is_control(name)) else {
            return Err(Fault::missing("BatchItemRequest"));
        };
        Ok(match (name.parse::<Entity>(), body.as_object()) {
            (Ok(entity), Some(body)) if entity.name() == name => Self::Write {
                entity,
                operation: operation.unwrap_or("create"),
                body,
            },
            _ => Self::Unknown(name),
        })
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
