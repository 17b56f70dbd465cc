//! Records from CSV: one row per line item, the rows of a record one below the other.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value, json};

use super::columns::{self, Associated, Column};
use super::input::Found;
use super::job::Defaults;

/// All records of a file, each with the row it begins on; the heading is row 1.
///
/// # Errors
///
/// What is wrong with the heading, or with the file as CSV.
pub(super) fn read(text: &str, defaults: &Defaults) -> Result<Vec<Found>, String> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|error| error.to_string())?;
    let columns = columns::of(heading)?;
    let mut found: Vec<(u64, Result<Draft, String>)> = Vec::new();
    for (number, row) in (2..).zip(reader.records()) {
        let row = row.map_err(|error| format!("row {number}: {error}"))?;
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = Row::of(&columns, &row);
        match (row, found.last_mut()) {
            (Ok(row), Some((_, Ok(draft)))) if row.continues(draft) => {
                if let Err(problem) = draft.add(row) {
                    found.push((number, Err(problem)));
                }
            }
            (row, _) => found.push((number, row.and_then(Draft::of))),
        }
    }
    let found = found.into_iter();
    Ok(found
        .map(|(number, draft)| (number, draft.and_then(|draft| draft.request(defaults))))
        .collect())
}

/// Spreadsheets separate cells by what the country writes decimals without.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let candidates = [b'\t', b';', b','];
    let count = |delimiter: &u8| heading.bytes().filter(|byte| byte == delimiter).count();
    candidates.into_iter().max_by_key(count).unwrap_or(b',')
}

/// One row: the record's cells that are filled in, and those of its line item.
struct Row {
    own: BTreeMap<String, (Column, String)>,
    line_item: BTreeMap<String, String>,
}

impl Row {
    fn of(columns: &[Column], row: &StringRecord) -> Result<Self, String> {
        if row.len() != columns.len() {
            let (has, wants) = (row.len(), columns.len());
            return Err(format!("it has {has} cells where the heading has {wants}"));
        }
        let (mut own, mut line_item) = (BTreeMap::new(), BTreeMap::new());
        for (column, cell) in columns.iter().zip(row) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            if let Column::Associated(Associated::LineItem, property) = column {
                line_item.insert(property.clone(), cell.to_owned());
            } else {
                own.insert(column.to_string(), (column.clone(), cell.to_owned()));
            }
        }
        Ok(Self { own, line_item })
    }

    fn record_id(&self) -> Option<&str> {
        let (_, id) = self.own.get("record_id")?;
        Some(id)
    }

    /// Whether the row is a further line item of the record above: it repeats its id, or has none.
    fn continues(&self, draft: &Draft) -> bool {
        self.record_id().is_none_or(|id| id == draft.record_id)
    }
}

/// A record as far as its rows were read.
struct Draft {
    record_id: String,
    own: BTreeMap<String, (Column, String)>,
    line_items: Vec<BTreeMap<String, String>>,
}

impl Draft {
    fn of(row: Row) -> Result<Self, String> {
        let record_id = row.record_id().ok_or("`record_id` is empty")?.to_owned();
        let mut draft = Self {
            record_id,
            own: row.own,
            line_items: Vec::new(),
        };
        if !row.line_item.is_empty() {
            draft.line_items.push(with_id(row.line_item)?);
        }
        Ok(draft)
    }

    /// Adds a further row. What it says of the record itself must be what its first row says: of two
    /// answers, neither would be right.
    fn add(&mut self, row: Row) -> Result<(), String> {
        let id = &self.record_id;
        for (name, (_, cell)) in &row.own {
            if self.own.get(name).is_none_or(|(_, first)| first != cell) {
                return Err(format!(
                    "`{name}` is not what it is on the first row of record {id}: leave it empty, or \
                     make it the same"
                ));
            }
        }
        if row.line_item.is_empty() {
            return Err(format!("it repeats record {id} and has no line item"));
        }
        self.line_items.push(with_id(row.line_item)?);
        Ok(())
    }

    fn request(self, defaults: &Defaults) -> Result<Value, String> {
        let mut request = Map::new();
        let mut record = Map::from_iter([("id".to_owned(), json!(self.record_id))]);
        let (mut properties, mut options) = (Map::new(), Map::new());
        let mut parties: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
        for (column, cell) in self.own.into_values() {
            match column {
                Column::RecordId => {}
                Column::ObjectType => {
                    record.insert("object_type".to_owned(), json!(cell));
                }
                Column::Connection => {
                    request.insert("connection".to_owned(), json!(cell));
                }
                Column::Property(name) => {
                    properties.insert(name, json!(cell));
                }
                Column::Option(name) => {
                    options.insert(name, option(&cell)?);
                }
                Column::Associated(associated, property) => {
                    let party = parties.entry(associated.field()).or_default();
                    party.insert(property, cell);
                }
            }
        }
        for (field, party) in parties {
            record.insert(field.to_owned(), json!([object(party)?]));
        }
        let line_items: Result<Vec<_>, _> = self.line_items.into_iter().map(object).collect();
        record.insert("line_items".to_owned(), json!(line_items?));
        record.insert("properties".to_owned(), Value::Object(properties));
        request.insert("record".to_owned(), Value::Object(record));
        request.insert("options".to_owned(), Value::Object(options));
        defaults.request(Value::Object(request))
    }
}

/// A line item needs HubSpot's id: by it messages name the line, and a repeat knows it again.
fn with_id(line_item: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, String> {
    if line_item.contains_key("id") {
        return Ok(line_item);
    }
    Err("the line item has no `line_item.id`".to_owned())
}

/// An object of HubSpot's wire form.
fn object(mut cells: BTreeMap<String, String>) -> Result<Value, String> {
    let id = cells.remove("id");
    let id = id.ok_or("the contact or company has no `id` (`contact.id`, `company.id`)")?;
    Ok(json!({ "id": id, "properties": cells }))
}

/// An option's cell: `true` and `false`, a JSON object such as `{"quickbooks_id": "58"}`, or a text.
fn option(cell: &str) -> Result<Value, String> {
    match cell.to_ascii_lowercase().as_str() {
        "true" => Ok(json!(true)),
        "false" => Ok(json!(false)),
        text if text.starts_with('{') && !text.starts_with("{{") => serde_json::from_str(cell)
            .map_err(|_| "an option that begins with `{` is a JSON object, and is none".to_owned()),
        _ => Ok(json!(cell)),
    }
}

impl std::fmt::Display for Column {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::RecordId => formatter.write_str("record_id"),
            Self::ObjectType => formatter.write_str("object_type"),
            Self::Connection => formatter.write_str("connection"),
            Self::Property(name) => formatter.write_str(name),
            Self::Option(name) => write!(formatter, "option.{name}"),
            Self::Associated(associated, name) => {
                write!(formatter, "{}.{name}", associated.prefix())
            }
        }
    }
}

#[cfg(test)]
mod tests;
