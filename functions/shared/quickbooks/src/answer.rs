//! The answers of QuickBooks to what it did as it was asked.

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    batch::parse_item_id, call_error::CallError, entity::Entity, fault::Fault, kind::EntityKind,
};

/// An answer that is JSON and holds no fault; `Debug` shows neither body nor contents.
#[derive(Clone, derive_more::Debug)]
pub struct Answer {
    /// The body as it came.
    #[debug("{} bytes", body.len())]
    pub body: Bytes,
    /// Intuit’s id of the exchange; its support asks for it.
    pub intuit_tid: Option<String>,
    /// HTTP status, 200 as a rule.
    pub status: StatusCode,
    #[debug(skip)]
    pub(crate) content: Map<String, Value>,
    pub(crate) write: bool,
}

/// The answer to one item of a batch; `Debug` does not show its contents.
#[derive(Clone, derive_more::Debug)]
pub struct BatchItem {
    #[debug(skip)]
    content: Map<String, Value>,
    intuit_tid: Option<String>,
    write: bool,
}

/// A row of any kind of object with a name, without what else its kind has; a name may be a person's.
#[derive(Clone, derive_more::Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NamedRow {
    /// QuickBooks' id.
    pub id: Option<String>,
    /// The name of most kinds.
    #[debug(skip)]
    pub name: Option<String>,
    /// The name of customers and vendors.
    #[debug(skip)]
    pub display_name: Option<String>,
    /// The name with its parents', where a kind has them.
    #[debug(skip)]
    pub fully_qualified_name: Option<String>,
}

impl Answer {
    /// The object that was created, changed or read.
    ///
    /// When it is not there or not in shape, the outcome of a write is unknown.
    pub fn entity<E: Entity>(&self) -> Result<E, CallError> {
        entity(&self.content).map_err(|detail| self.unreadable(detail))
    }

    /// The object that was created, changed or read, with every field as it came.
    pub fn into_object(mut self, kind: EntityKind) -> Option<Value> {
        self.content.remove(kind.name())
    }

    /// The rows a query found, with every field as they came; `None` where it is no answer to that query.
    pub fn into_objects(mut self, kind: EntityKind) -> Option<Vec<Value>> {
        let response = self.content.get_mut("QueryResponse")?.as_object_mut()?;
        match response.remove(kind.name()) {
            Some(Value::Array(rows)) => Some(rows),
            Some(_) => None,
            None => no_rows(response, kind.name()).ok(),
        }
    }

    /// The rows a query found.
    pub fn rows<E: Entity>(&self) -> Result<Vec<E>, CallError> {
        rows(&self.content).map_err(|detail| self.unreadable(detail))
    }

    /// The answers to the items of a batch, in the order of the request.
    ///
    /// A missing, doubled or unknown item is an error for the whole: nothing is guessed.
    pub fn batch(&self) -> Result<Vec<Result<BatchItem, Fault>>, CallError> {
        batch_items(&self.content)
            .map(|items| items.into_iter().map(|item| self.item(item)).collect())
            .map_err(|detail| self.unreadable(detail))
    }

    fn item(&self, content: &Map<String, Value>) -> Result<BatchItem, Fault> {
        match Fault::from_json(content) {
            Some(fault) => Err(fault),
            None => Ok(BatchItem {
                content: content.clone(),
                intuit_tid: self.intuit_tid.clone(),
                write: self.write,
            }),
        }
    }

    fn unreadable(&self, detail: String) -> CallError {
        CallError::without_outcome(self.write, detail, self.intuit_tid.clone())
    }
}

impl BatchItem {
    /// The object that was created or changed.
    pub fn entity<E: Entity>(&self) -> Result<E, CallError> {
        entity(&self.content).map_err(|detail| self.unreadable(detail))
    }

    /// The rows a query found.
    pub fn rows<E: Entity>(&self) -> Result<Vec<E>, CallError> {
        rows(&self.content).map_err(|detail| self.unreadable(detail))
    }

    /// The rows a query found, as far as they name objects.
    pub fn named_rows(&self, kind: EntityKind) -> Result<Vec<NamedRow>, CallError> {
        rows_of(&self.content, kind).map_err(|detail| self.unreadable(detail))
    }

    fn unreadable(&self, detail: String) -> CallError {
        CallError::without_outcome(self.write, detail, self.intuit_tid.clone())
    }
}

fn entity<E: Entity>(content: &Map<String, Value>) -> Result<E, String> {
    let name = E::KIND.name();
    let value = content
        .get(name)
        .ok_or_else(|| format!("the answer holds no {name}"))?;
    deserialize(value, name)
}

fn rows<E: Entity>(content: &Map<String, Value>) -> Result<Vec<E>, String> {
    rows_of(content, E::KIND)
}

fn rows_of<R: DeserializeOwned>(
    content: &Map<String, Value>,
    kind: EntityKind,
) -> Result<Vec<R>, String> {
    let response = query_response(content)?;
    match response.get(kind.name()) {
        Some(rows) => deserialize(rows, kind.name()),
        None => no_rows(response, kind.name()),
    }
}

/// Nothing found is an answer without any list; a list of something else is not the answer.
fn no_rows<E>(response: &Map<String, Value>, name: &str) -> Result<Vec<E>, String> {
    if response.values().any(Value::is_array) {
        Err(format!("the answer holds rows, but not of {name}"))
    } else {
        Ok(Vec::new())
    }
}

fn query_response(content: &Map<String, Value>) -> Result<&Map<String, Value>, String> {
    content
        .get("QueryResponse")
        .and_then(Value::as_object)
        .ok_or_else(|| "the answer holds no QueryResponse".to_owned())
}

fn batch_items(content: &Map<String, Value>) -> Result<Vec<&Map<String, Value>>, String> {
    let answers = content
        .get("BatchItemResponse")
        .and_then(Value::as_array)
        .ok_or("the answer holds no BatchItemResponse")?;
    let mut items = Vec::with_capacity(answers.len());
    for answer in answers {
        let item = answer.as_object().ok_or("an item is not an object")?;
        let id = item.get("bId").and_then(Value::as_str);
        let place = id
            .and_then(parse_item_id)
            .ok_or("an item has no known id")?;
        items.push((place, item));
    }
    items.sort_by_key(|((position, _), _)| *position);
    check_complete(items.iter().map(|(place, _)| *place), answers.len())?;
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// Every item says how many there are: all must be there, once.
fn check_complete(
    places: impl Iterator<Item = (usize, usize)>,
    answered: usize,
) -> Result<(), String> {
    let is_complete = (1..)
        .zip(places)
        .all(|(expected, (position, total))| position == expected && total == answered);
    if is_complete && answered > 0 {
        Ok(())
    } else {
        Err(format!(
            "the {answered} items answered are not those of the batch"
        ))
    }
}

/// Names the property that is not in shape, never its value.
fn deserialize<T: DeserializeOwned>(value: &Value, name: &str) -> Result<T, String> {
    json_fault::read(value)
        .map_err(|fault| format!("{name} is not as documented at {}", fault.place()))
}

#[cfg(test)]
mod tests;
