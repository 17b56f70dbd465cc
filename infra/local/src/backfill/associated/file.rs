//! One file of associated objects.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::{Value, json};

use crate::backfill::columns::{Associated, Column};
use crate::backfill::heading::{Heading, Naming};
use crate::backfill::spreadsheet::{notices, with_empty};
use crate::backfill::table::Table;
use crate::backfill::values::Values;
use crate::backfill::{ids, labels, shortened, texts};

/// The objects of a file.
pub(in crate::backfill) struct AssociatedFile {
    /// The file, for messages.
    pub(in crate::backfill) name: String,
    /// The columns and objects that were passed over.
    pub(in crate::backfill) notices: Vec<String>,
    /// All headings.
    pub(in crate::backfill) headings: Vec<String>,
    objects: HashMap<String, Object>,
    /// The objects of each record, in the file's order.
    children: HashMap<(Associated, String), Vec<String>>,
}

/// One object of a file.
pub(in crate::backfill) struct Object {
    row: u64,
    properties: BTreeMap<String, String>,
    /// The record that has it.
    taken_by: Option<String>,
}

impl Object {
    /// The object in HubSpot's wire form.
    pub(in crate::backfill) fn to_value(&self, id: &str) -> Value {
        json!({ "id": id, "properties": self.properties })
    }
}

impl AssociatedFile {
    /// Reads a file of objects of this type.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(in crate::backfill) fn read(
        path: &Path,
        text: &str,
        associated: Associated,
        naming: &Naming<'_>,
    ) -> Result<Self, Vec<String>> {
        let table = Table::read(text).map_err(|problem| vec![problem])?;
        let object_type = associated.object_type();
        let heading = Heading::read(&table, Some(&object_type), Some(associated), naming);
        let heading = heading.map_err(|problem| vec![problem])?;
        let mut file = Self {
            name: path.display().to_string(),
            notices: notices(path, &heading.passed_over),
            headings: table.names().map(str::to_owned).collect(),
            objects: HashMap::new(),
            children: HashMap::new(),
        };
        let mut values = Values::of_table(&table, naming.action);
        let mut problems = Vec::new();
        for (row, cells) in &table.rows {
            values.begin_record();
            let added = file.add(*row, associated, (&heading, cells));
            let added = added.and_then(|id| file.check(&id, associated, &mut values));
            if let Err(problem) = added {
                problems.push(format!("row {row}: {problem}"));
            }
        }
        if problems.is_empty() {
            return Ok(file);
        }
        Err(problems)
    }

    fn add(
        &mut self,
        row: u64,
        associated: Associated,
        (heading, cells): (&Heading, &csv::StringRecord),
    ) -> Result<String, String> {
        if cells.len() != heading.columns.len() {
            let (has, wants) = (cells.len(), heading.columns.len());
            return Err(format!(
                "it has {has} cells where the heading has {wants}: put a cell that holds the separator into quotation marks"
            ));
        }
        let mut id = None;
        let (mut properties, mut parents) = (BTreeMap::new(), Vec::new());
        let (mut empty, mut wrong) = (Vec::new(), None);
        for (column, cell) in heading.columns.iter().zip(cells) {
            let cell = cell.trim();
            if let Some(column) = column {
                texts::refuse_error_value(column, cell)?;
                shortened::refuse(column, cell)?;
            }
            match column {
                Some(Column::Property(name)) if cell.is_empty() => empty.push(name.as_str()),
                _ if cell.is_empty() => {}
                Some(Column::RecordId) => id = Some(one_id(cell)?),
                Some(Column::Property(name)) => {
                    wrong = wrong.or(texts::check_own(name, cell).err());
                    properties.insert(name.clone(), labels::value(name, cell).to_owned());
                }
                Some(Column::Ids(parent) | Column::PrimaryIds(parent)) => {
                    let ids = ids::of_cell(cell, &parent.id_heading());
                    let ids =
                        ids.map_err(|problem| format!("`{}_ids`: {problem}", parent.prefix()))?;
                    parents.extend(ids.into_iter().map(|id| (*parent, id)));
                }
                Some(_) | None => {}
            }
        }
        let id = id.ok_or("it has no record id")?;
        if let Some(problem) = wrong {
            return Err(format!("{} {id}: {problem}", associated.name()));
        }
        if let Some(first) = self.objects.get(&id) {
            return Err(format!("{id} stands on row {} already", first.row));
        }
        for parent in parents {
            let children = self.children.entry(parent).or_default();
            if children.last() != Some(&id) {
                children.push(id.clone());
            }
        }
        let object = Object {
            row,
            properties: with_empty(properties, empty.into_iter()),
            taken_by: None,
        };
        self.objects.insert(id.clone(), object);
        Ok(id)
    }

    /// Checks the numbers and days of an object.
    fn check(&self, id: &str, associated: Associated, values: &mut Values) -> Result<(), String> {
        let Some(object) = self.objects.get(id) else {
            return Ok(());
        };
        for (name, value) in &object.properties {
            values.look(name, value);
        }
        let object_type = associated.object_type();
        let properties = object.properties.iter();
        let problems = properties
            .filter_map(|(name, value)| values.check(&object_type, name, value, name).err());
        let problems: Vec<String> = problems.collect();
        if problems.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{} {id}: {}",
            associated.name(),
            problems.join("; ")
        ))
    }

    /// The object with this id.
    pub(in crate::backfill) fn get(&self, id: &str) -> Option<&Object> {
        self.objects.get(id)
    }

    /// The objects that name this record, in the file's order.
    pub(in crate::backfill) fn children(&self, parent: Associated, record_id: &str) -> Vec<String> {
        let children = self.children.get(&(parent, record_id.to_owned()));
        children.cloned().unwrap_or_default()
    }

    /// The object with this id for this record, if it is in the file.
    ///
    /// # Errors
    ///
    /// When another record has it: HubSpot copies a line item for each. Payments of one sale may show the same lines.
    pub(in crate::backfill) fn take(
        &mut self,
        id: &str,
        record_id: &str,
        is_shared: bool,
    ) -> Result<Option<Value>, String> {
        let Some(object) = self.objects.get_mut(id) else {
            return Ok(None);
        };
        let taken_by = object.taken_by.replace(record_id.to_owned());
        if let Some(other) = taken_by.filter(|other| !is_shared || other == record_id) {
            let (row, file) = (object.row, &self.name);
            return Err(if other == record_id {
                format!(
                    "record {record_id} stands there twice, and its line item {id} (row {row} of {file}) would be booked \
                     twice"
                )
            } else {
                format!(
                    "line item {id} (row {row} of {file}) is of record {other} too: it would be booked twice"
                )
            });
        }
        Ok(Some(object.to_value(id)))
    }

    /// The number of objects that no record has taken.
    pub(in crate::backfill) fn unused(&self) -> usize {
        let objects = self.objects.values();
        objects.filter(|object| object.taken_by.is_none()).count()
    }

    /// True if no record has taken any of its objects.
    pub(in crate::backfill) fn is_foreign(&self) -> bool {
        !self.objects.is_empty() && self.unused() == self.objects.len()
    }

    /// The records of one type that objects which nobody has taken name, in the file's order.
    pub(in crate::backfill) fn strangers(&self) -> Vec<(Associated, &str)> {
        let row = |id: &String| {
            let object = self.objects.get(id)?;
            object.taken_by.is_none().then_some(object.row)
        };
        let parents = self.children.iter();
        let mut parents: Vec<(u64, Associated, &str)> = parents
            .filter_map(|((parent, id), children)| {
                Some((children.iter().filter_map(row).min()?, *parent, id.as_str()))
            })
            .collect();
        parents.sort_unstable();
        let first = parents.first().map(|(_, parent, _)| *parent);
        let parents = parents.into_iter().map(|(_, parent, id)| (parent, id));
        parents
            .filter(|(parent, _)| Some(*parent) == first)
            .collect()
    }

    /// True if any object names a record of this type.
    pub(in crate::backfill) fn names(&self, parent: Associated) -> bool {
        self.children.keys().any(|(of, _)| *of == parent)
    }
}

fn one_id(cell: &str) -> Result<String, String> {
    let mut ids =
        ids::of_cell(cell, ids::OWN).map_err(|problem| format!("`record_id`: {problem}"))?;
    match (ids.pop(), ids.is_empty()) {
        (Some(id), true) => Ok(id),
        _ => Err("`record_id`: a row is of one record: give each a row of its own".to_owned()),
    }
}
