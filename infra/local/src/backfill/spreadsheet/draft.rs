//! A record as far as its rows were read.

mod request;

use std::collections::BTreeMap;

use csv::StringRecord;
use hubspot::{ObjectId, ObjectType};
use serde_json::Value;

use crate::backfill::associated::AssociatedFiles;
use crate::backfill::columns::{Associated, Column};
use crate::backfill::values::Values;
use crate::backfill::{ids, labels, shortened, texts};

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
                shortened::refuse(column, cell)?;
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

fn ids_of(cell: &str, column: &str, heading: &str) -> Result<Vec<String>, String> {
    ids::of_cell(cell, heading).map_err(|problem| format!("`{column}`: {problem}"))
}
