//! The request that the rows of a record make.

use std::collections::BTreeMap;

use actions::request::refuse_repeated;
use hubspot::ObjectType;
use serde_json::{Map, Value, json};

use super::{Cells, Draft, empty_of, ids_of, label, with_empty};
use crate::backfill::associated::{AssociatedFiles, Named};
use crate::backfill::columns::{Associated, Column};
use crate::backfill::labels::MERGED;
use crate::backfill::{ids, labels, period, texts};

/// A record's own cells, by what they say something of.
#[derive(Default)]
struct Sorted {
    object_type: Option<String>,
    connection: Option<String>,
    properties: Map<String, Value>,
    options: Map<String, Value>,
    /// The properties of the object that is associated first.
    parties: BTreeMap<Associated, Cells>,
    /// The ids of all that are.
    listed: BTreeMap<Associated, Vec<String>>,
}

impl Sorted {
    fn of(own: BTreeMap<String, (Column, String)>, empty: &[Column]) -> Result<Self, String> {
        let mut sorted = Self::default();
        let mut primary = Vec::new();
        for (name, (column, cell)) in own {
            match column {
                Column::RecordId | Column::Names(_) | Column::LabelledIds(_) => {}
                Column::ObjectType => sorted.object_type = Some(cell),
                Column::Connection => sorted.connection = Some(cell),
                Column::Property(property) => {
                    let value = json!(labels::value(&property, &cell));
                    sorted.properties.insert(property, value);
                }
                Column::Option(of) => {
                    sorted.options.insert(of, option(&cell)?);
                }
                Column::Ids(associated) => {
                    let ids = ids_of(&cell, &name, &associated.id_heading())?;
                    sorted.listed.insert(associated, ids);
                }
                Column::PrimaryIds(associated) => {
                    let ids = ids_of(&cell, &name, &associated.id_heading())?;
                    primary.push((associated, ids));
                }
                Column::Associated(associated, property) => {
                    let cells = sorted.parties.entry(associated).or_default();
                    cells.insert(property, cell);
                }
            }
        }
        for (associated, first) in primary {
            put_first(first, sorted.listed.entry(associated).or_default());
        }
        for column in empty {
            if let Column::Property(name) = column {
                let property = sorted.properties.entry(name);
                property.or_insert_with(|| json!(""));
            }
        }
        Ok(sorted)
    }

    /// The ids of records that were merged into this one.
    fn merged(&self) -> Result<Vec<String>, String> {
        let merged = self.properties.get(MERGED).and_then(Value::as_str);
        let merged = merged.unwrap_or_default().replace(',', ";");
        ids_of(&merged, MERGED, ids::MERGED)
    }
}

impl Draft {
    /// The request, in which associated objects have what their own files say of them.
    pub(in crate::backfill::spreadsheet) fn request(
        self,
        object_type: Option<&ObjectType>,
        files: &mut AssociatedFiles,
    ) -> Result<Value, String> {
        let mut sorted = Sorted::of(self.own, &self.empty)?;
        let own = sorted.object_type.take();
        let Some(object_type) = own.or_else(|| object_type.map(ToString::to_string)) else {
            return Err(format!(
                "record {}: its `object_type` is empty: fill it in, or give --object-type for those that say none",
                self.record_id
            ));
        };
        let of = ObjectType::from(object_type.as_str());
        check_date(&sorted.options, &of, &self.record_id)?;
        let merged = sorted.merged()?;
        let named = Named {
            object_type: Some(&of),
            id: &self.record_id,
            merged: &merged,
        };
        let found = files.of_record(&named, &mut sorted.listed)?;
        let line_items: Result<Vec<_>, _> = self.line_items.into_iter().map(line_item).collect();
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(self.record_id));
        record.insert("object_type".to_owned(), json!(object_type));
        record.insert("line_items".to_owned(), json!(line_items?));
        for (associated, cells) in sorted.parties {
            let cells = with_empty(cells, empty_of(&self.empty, associated));
            let objects = party(associated, cells, sorted.listed.remove(&associated))?;
            record.insert(associated.field().to_owned(), Value::Array(objects));
        }
        for (associated, ids) in sorted.listed {
            let objects = ids.iter().map(|id| json!({ "id": id, "properties": {} }));
            record.insert(associated.field().to_owned(), objects.collect());
        }
        record.extend(found);
        record.insert("properties".to_owned(), Value::Object(sorted.properties));
        let mut request = Map::new();
        if let Some(connection) = sorted.connection {
            request.insert("connection".to_owned(), json!(connection));
        }
        request.insert("record".to_owned(), Value::Object(record));
        request.insert("options".to_owned(), Value::Object(sorted.options));
        Ok(Value::Object(request))
    }
}

/// Puts the primary ids before the others.
fn put_first(first: Vec<String>, ids: &mut Vec<String>) {
    ids.retain(|id| !first.contains(id));
    ids.splice(0..0, first);
}

/// Checks the cell that dates the document.
fn check_date(
    options: &Map<String, Value>,
    object_type: &ObjectType,
    record_id: &str,
) -> Result<(), String> {
    let date = options.get(period::OPTION).and_then(Value::as_str);
    let checked = date.map_or(Ok(()), period::check_cell);
    checked.map_err(|problem| {
        let label = label(object_type, record_id);
        format!("{label}: `option.{}`: {problem}", period::OPTION)
    })
}

fn line_item(mut cells: Cells) -> Result<Value, String> {
    let id = cells.remove("id").unwrap_or_default();
    match ids_of(&id, "line_item.id", ids::OWN)?.as_slice() {
        [id] => Ok(json!({ "id": id, "properties": cells })),
        _ => Err("`line_item.id`: a row is of one line item".to_owned()),
    }
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
