//! A record as far as its rows were read.

use std::collections::BTreeMap;

use actions::request::refuse_repeated;
use csv::StringRecord;
use hubspot::{ObjectId, ObjectType};
use serde_json::{Map, Value, json};

use crate::backfill::associated::{AssociatedFiles, Named};
use crate::backfill::columns::{Associated, Column};
use crate::backfill::labels::MERGED;
use crate::backfill::values::Values;
use crate::backfill::{ids, labels, period, texts};

/// The properties and the id of an associated object, by name.
type Cells = BTreeMap<String, String>;

/// One row: the record's cells that are filled in, and those of its line item.
pub(super) struct Row {
    own: BTreeMap<String, (Column, String)>,
    line_item: Cells,
    /// The columns whose cells are empty.
    empty: Vec<Column>,
}

impl Row {
    pub(super) fn of(columns: &[Option<Column>], row: &StringRecord) -> Result<Self, String> {
        if row.len() != columns.len() {
            let (has, wants) = (row.len(), columns.len());
            return Err(format!(
                "it has {has} cells where the heading has {wants}: put a cell that holds the separator into quotation marks"
            ));
        }
        let (mut own, mut line_item) = (BTreeMap::new(), BTreeMap::new());
        let mut empty = Vec::new();
        for (column, cell) in columns.iter().zip(row) {
            let cell = cell.trim();
            if let Some(column) = column {
                texts::refuse_error_value(column, cell)?;
            }
            match column {
                None | Some(Column::Names(_) | Column::LabelledIds(_)) => {}
                Some(column) if cell.is_empty() => empty.push(column.clone()),
                Some(Column::Associated(Associated::LineItem, property)) => {
                    line_item.insert(property.clone(), cell.to_owned());
                }
                Some(column) => {
                    own.insert(column.to_string(), (column.clone(), cell.to_owned()));
                }
            }
        }
        Ok(Self {
            own,
            line_item,
            empty,
        })
    }

    pub(super) fn record_id(&self) -> Option<&str> {
        let (_, id) = self.own.get("record_id")?;
        Some(id)
    }

    /// True if the row is a further line item of the record above: it repeats its id, or has none.
    pub(super) fn continues(&self, draft: &Draft) -> bool {
        self.record_id().is_none_or(|id| id == draft.record_id)
    }

    /// Checks the numbers and days on it; the record is of this type, and has this id.
    ///
    /// # Errors
    ///
    /// Each that cannot be read.
    pub(super) fn check(
        &self,
        object_type: &ObjectType,
        record_id: &str,
        values: &mut Values,
    ) -> Result<(), String> {
        let own = self.own.values().filter_map(|(column, cell)| match column {
            Column::Property(name) => Some((object_type, name, cell, name.clone())),
            _ => None,
        });
        let lines = self.line_item.iter();
        let lines = lines.map(|(name, cell)| {
            (
                &ObjectType::LineItem,
                name,
                cell,
                format!("line_item.{name}"),
            )
        });
        let cells: Vec<_> = own.chain(lines).collect();
        for (_, property, cell, _) in &cells {
            values.look(property, cell);
        }
        let problems = cells.iter().filter_map(|(kind, property, cell, place)| {
            let value = labels::value(property, cell);
            values.check(kind, property, value, place).err()
        });
        let problems: Vec<String> = problems.collect();
        if problems.is_empty() {
            return Ok(());
        }
        let (label, problems) = (label(object_type, record_id), problems.join("; "));
        Err(format!("{label}: {problems}"))
    }

    /// The properties of the line item; none where the row has none.
    fn take_line_item(&mut self) -> Result<Option<Cells>, String> {
        let line_item = std::mem::take(&mut self.line_item);
        if line_item.is_empty() {
            return Ok(None);
        }
        let empty = empty_of(&self.empty, Associated::LineItem);
        Ok(Some(with_empty(with_id(line_item)?, empty)))
    }
}

/// A record as far as its rows were read.
pub(super) struct Draft {
    record_id: String,
    own: BTreeMap<String, (Column, String)>,
    line_items: Vec<Cells>,
    /// The columns whose cells are empty on its first row.
    empty: Vec<Column>,
}

impl Draft {
    pub(super) fn of(mut row: Row) -> Result<Self, String> {
        let record_id = row.record_id().ok_or("`record_id` is empty")?.to_owned();
        let [_] = ids_of(&record_id, "record_id", ids::OWN)?.as_slice() else {
            return Err(
                "`record_id`: a row is of one record: give each a row of its own".to_owned(),
            );
        };
        Ok(Self {
            record_id,
            line_items: row.take_line_item()?.into_iter().collect(),
            own: row.own,
            empty: row.empty,
        })
    }

    /// Adds a further row: one of a further line item, on which what it says of the record itself must be what its first
    /// row says, since of two answers neither would be right.
    pub(super) fn add(&mut self, mut row: Row) -> Result<(), String> {
        let id = &self.record_id;
        if row.line_item.is_empty() {
            return Err(match row.record_id() {
                Some(_) => format!(
                    "it repeats record {id} and has no line item: leave one of its rows out; a row of a further line item has \
                     `line_item.id` filled"
                ),
                None => format!(
                    "it has no `record_id`, and no line item that would be a further one of record {id}: give it its id, or \
                     leave the row out if it is no record, such as a total"
                ),
            });
        }
        for (name, (_, cell)) in &row.own {
            if self.own.get(name).is_none_or(|(_, first)| first != cell) {
                return Err(format!(
                    "`{name}` is not what it is on the first row of record {id}: leave it empty, or \
                     make it the same; a row that is no line item of it, such as a total, is to be left out"
                ));
            }
        }
        self.line_items.extend(row.take_line_item()?);
        Ok(())
    }

    /// The request of a record of which the file says nothing but its id: HubSpot says the rest.
    pub(super) fn request_by_id(self, object_type: Option<&ObjectType>) -> Result<Value, String> {
        let mut request = self.request(object_type, &mut AssociatedFiles::default())?;
        if let Some(record) = request.get_mut("record").and_then(Value::as_object_mut) {
            record.retain(|name, _| name == "id" || name == "object_type");
        }
        Ok(request)
    }

    /// The request, in which associated objects have what their own files say of them.
    pub(super) fn request(
        self,
        object_type: Option<&ObjectType>,
        files: &mut AssociatedFiles,
    ) -> Result<Value, String> {
        let mut request = Map::new();
        let mut record = Map::from_iter([("id".to_owned(), json!(self.record_id))]);
        if let Some(object_type) = object_type {
            record.insert("object_type".to_owned(), json!(object_type.to_string()));
        }
        let (mut properties, mut options) = (Map::new(), Map::new());
        let mut parties: BTreeMap<Associated, Cells> = BTreeMap::new();
        let mut listed: BTreeMap<Associated, Vec<String>> = BTreeMap::new();
        let mut primary: BTreeMap<Associated, Vec<String>> = BTreeMap::new();
        for (name, (column, cell)) in self.own {
            match column {
                Column::RecordId | Column::Names(_) | Column::LabelledIds(_) => {}
                Column::ObjectType => {
                    record.insert("object_type".to_owned(), json!(cell));
                }
                Column::Connection => {
                    request.insert("connection".to_owned(), json!(cell));
                }
                Column::Property(property) => {
                    let value = json!(labels::value(&property, &cell));
                    properties.insert(property, value);
                }
                Column::Option(of) => {
                    options.insert(of, option(&cell)?);
                }
                Column::Ids(associated) => {
                    listed.insert(associated, ids_of(&cell, &name, &associated.id_heading())?);
                }
                Column::PrimaryIds(associated) => {
                    primary.insert(associated, ids_of(&cell, &name, &associated.id_heading())?);
                }
                Column::Associated(associated, property) => {
                    parties
                        .entry(associated)
                        .or_default()
                        .insert(property, cell);
                }
            }
        }
        for (associated, first) in primary {
            put_first(first, listed.entry(associated).or_default());
        }
        for column in &self.empty {
            if let Column::Property(name) = column {
                properties.entry(name).or_insert_with(|| json!(""));
            }
        }
        let of = record
            .get("object_type")
            .and_then(Value::as_str)
            .map(ObjectType::from);
        if of.is_none() {
            return Err(format!(
                "record {}: its `object_type` is empty: fill it in, or give --object-type for those that say none",
                self.record_id
            ));
        }
        check_date(&options, of.as_ref(), &self.record_id)?;
        let merged = properties.get(MERGED).and_then(Value::as_str);
        let merged = merged.unwrap_or_default().replace(',', ";");
        let merged = ids_of(&merged, MERGED, ids::MERGED)?;
        let named = Named {
            object_type: of.as_ref(),
            id: &self.record_id,
            merged: &merged,
        };
        let found = files.of_record(&named, &mut listed)?;
        let line_items: Result<Vec<_>, _> = self.line_items.into_iter().map(line_item).collect();
        record.insert("line_items".to_owned(), json!(line_items?));
        for (associated, cells) in parties {
            let cells = with_empty(cells, empty_of(&self.empty, associated));
            let objects = party(associated, cells, listed.remove(&associated))?;
            record.insert(associated.field().to_owned(), Value::Array(objects));
        }
        for (associated, ids) in listed {
            let objects = ids.iter().map(|id| json!({ "id": id, "properties": {} }));
            record.insert(associated.field().to_owned(), objects.collect());
        }
        record.extend(found);
        record.insert("properties".to_owned(), Value::Object(properties));
        request.insert("record".to_owned(), Value::Object(record));
        request.insert("options".to_owned(), Value::Object(options));
        Ok(Value::Object(request))
    }
}

/// The record as messages name it, such as `deal 9001`. What stands in the place of its type or its id, and is none, may be
/// somebody's name.
fn label(object_type: &ObjectType, record_id: &str) -> String {
    match object_type {
        _ if !ObjectId::is_valid(record_id) => "the record".to_owned(),
        ObjectType::Other(_) => format!("record {record_id}"),
        known => format!("{known} {record_id}"),
    }
}

/// Puts the primary ids before the others.
fn put_first(first: Vec<String>, ids: &mut Vec<String>) {
    ids.retain(|id| !first.contains(id));
    ids.splice(0..0, first);
}

/// The properties of associated objects whose cells are empty.
fn empty_of(columns: &[Column], associated: Associated) -> impl Iterator<Item = &str> {
    columns.iter().filter_map(move |column| match column {
        Column::Associated(of, name) if *of == associated && name != "id" => Some(name.as_str()),
        _ => None,
    })
}

/// An object's properties with those whose cells are empty: an empty cell is an empty property, and no missing one. An
/// `amount` beside a price is left to be computed from it.
pub(in crate::backfill) fn with_empty<'n>(
    mut cells: Cells,
    empty: impl Iterator<Item = &'n str>,
) -> Cells {
    let is_priced = cells.contains_key("price");
    for name in empty.filter(|name| !is_priced || *name != "amount") {
        cells.insert(name.to_owned(), String::new());
    }
    cells
}

/// Checks the cell that dates the document.
fn check_date(
    options: &Map<String, Value>,
    object_type: Option<&ObjectType>,
    record_id: &str,
) -> Result<(), String> {
    let date = options.get(period::OPTION).and_then(Value::as_str);
    let checked = date.map_or(Ok(()), period::check_cell);
    checked.map_err(|problem| {
        let label = label(object_type.unwrap_or(&ObjectType::Deal), record_id);
        format!("{label}: `option.{}`: {problem}", period::OPTION)
    })
}

/// A line item needs HubSpot's id: by it messages name the line, and a repeat knows it again.
fn with_id(line_item: Cells) -> Result<Cells, String> {
    if line_item.contains_key("id") {
        return Ok(line_item);
    }
    Err(
        "the line item has no `line_item.id`: give it the id that HubSpot has for it, or leave the row out if it is no line \
         item, such as a total"
            .to_owned(),
    )
}

fn line_item(mut cells: Cells) -> Result<Value, String> {
    let id = cells.remove("id").unwrap_or_default();
    match ids_of(&id, "line_item.id", ids::OWN)?.as_slice() {
        [id] => Ok(json!({ "id": id, "properties": cells })),
        _ => Err("`line_item.id`: a row is of one line item".to_owned()),
    }
}

fn ids_of(cell: &str, column: &str, heading: &str) -> Result<Vec<String>, String> {
    ids::of_cell(cell, heading).map_err(|problem| format!("`{column}`: {problem}"))
}

/// The contact or company of a row's own columns, and the ids of those that follow it. The first id is
/// the one that is described.
fn party(
    associated: Associated,
    mut cells: Cells,
    listed: Option<Vec<String>>,
) -> Result<Vec<Value>, String> {
    let prefix = associated.prefix();
    let column = format!("{prefix}.id");
    let heading = associated.id_heading();
    let own = cells.remove("id");
    let own = own.map(|cell| ids_of(&cell, &column, &heading));
    let own = own.transpose()?;
    if let (Some(own), Some(listed)) = (&own, &listed)
        && own.first() != listed.first()
    {
        return Err(format!(
            "`{prefix}.id` is not the first of the associated ids: leave one of the columns out"
        ));
    }
    let mut ids = listed.or(own).unwrap_or_default().into_iter();
    let first = ids.next();
    let first = first.ok_or_else(|| format!(
            "the {prefix} has no `id`: give it HubSpot's in a column `{prefix}.id`, in exports `{heading}`"
        ))?;
    for (name, cell) in &cells {
        texts::check(&format!("{prefix}.{name}"), cell)?;
    }
    let first = json!({ "id": first, "properties": cells });
    let rest = ids.map(|id| json!({ "id": id, "properties": {} }));
    Ok(std::iter::once(first).chain(rest).collect())
}

/// An option's cell: `true` and `false`, a JSON object such as `{"quickbooks_id": "58"}`, or a text.
fn option(cell: &str) -> Result<Value, String> {
    match cell.to_ascii_lowercase().as_str() {
        "true" => Ok(json!(true)),
        "false" => Ok(json!(false)),
        text if text.starts_with('{') && !text.starts_with("{{") => {
            let value = serde_json::from_str(cell).map_err(|_| {
                "an option that begins with `{` is a JSON object, and is none".to_owned()
            })?;
            refuse_repeated(cell.as_bytes())
                .map_err(|error| format!("{error}: leave one of them out"))?;
            Ok(value)
        }
        _ => Ok(json!(cell)),
    }
}
