//! Records from CSV: one row per record, or per line item where the rows of a record stand one below the
//! other.

mod draft;
mod gaps;
mod headings;

use std::path::Path;

use hubspot::ObjectType;

use super::associated::AssociatedFiles;
use super::columns::{Associated, Column};
use super::heading::{Heading, Naming};
use super::job::Found;
use super::table::Table;
use super::values::Values;
use crate::request::RequestDefaults;
pub(super) use draft::with_empty;
use draft::{Draft, Row};
use gaps::Gaps;
use headings::Headings;

/// The knowledge with which the records of a file are read.
pub(super) struct Reading<'r> {
    /// The file, for messages.
    pub(super) path: &'r Path,
    /// Defaults of a record that does not say them.
    pub(super) defaults: &'r RequestDefaults,
    /// The meaning of the columns.
    pub(super) naming: Naming<'r>,
    /// True where the command line says how documents are dated.
    pub(super) is_dated: bool,
}

/// The records of a file, and what a person should know of it.
pub(super) struct Sheet {
    /// Each record with the row it begins on; the heading is row 1.
    pub(super) found: Vec<Found>,
    /// The columns and objects that were passed over.
    pub(super) notices: Vec<String>,
    /// All headings, for those that were named.
    pub(super) headings: Vec<String>,
    /// The type of its records, where they are of one.
    pub(super) object_type: Option<ObjectType>,
}

/// All records of a file, with those associated with them out of files of their own.
///
/// # Errors
///
/// The fault of the heading, or with the file as CSV.
pub(super) fn read(
    text: &str,
    reading: &Reading<'_>,
    files: &mut AssociatedFiles,
) -> Result<Sheet, String> {
    let table = Table::read(text)?;
    let asked = reading.defaults.object_type.as_deref();
    let naming = &reading.naming;
    let headings = Headings::read(&table, asked.map(ObjectType::from), naming)?;
    let mut all = headings.all();
    let is_by_id =
        all.all(|typed| typed.heading.has_ids_alone()) && reading.naming.own_files.is_empty();
    let mut books_lines = false;
    let mut notices = notices(reading.path, &headings.default().heading.passed_over);
    for typed in headings.all() {
        check_own_files(&typed.heading, files)?;
        let gaps = Gaps {
            table: &table,
            typed,
            files,
            action: naming.action,
            is_dated: reading.is_dated,
            is_billed: reading.defaults.options.0.contains_key("customer"),
        };
        books_lines |= gaps.books_lines();
        if !is_by_id {
            gaps.check()?;
        }
        check_parents(&typed.heading, typed.object_type.as_ref(), files)?;
        for gap in gaps.notices().filter(|_| !is_by_id) {
            let notice = format!("{}: {gap}", reading.path.display());
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        }
    }
    let object_type = headings.default_type();
    let request = |draft: Draft, files: &mut AssociatedFiles| {
        let request = if is_by_id {
            draft.request_by_id(object_type)?
        } else {
            draft.request(object_type, files)?
        };
        reading.defaults.request(request)
    };
    let found = drafts(&table, &headings, Values::of_table(&table, naming.action)).into_iter();
    let found: Vec<Found> = found
        .map(|(row, draft)| (row, draft.and_then(|draft| request(draft, files))))
        .collect();
    if books_lines && found.iter().all(|(_, record): &Found| record.is_ok()) {
        files.check_joined()?;
        notices.extend(files.left_over());
    }
    let heading = &headings.default().heading;
    notices.extend(ids_alone(reading.path, heading, files));
    Ok(Sheet {
        found,
        notices,
        headings: table.names().map(str::to_owned).collect(),
        object_type: object_type.cloned(),
    })
}

/// The records of a table, each with the row it begins on, or the fault of a row.
fn drafts(
    table: &Table,
    headings: &Headings,
    mut values: Values,
) -> Vec<(u64, Result<Draft, String>)> {
    let mut drafts: Vec<(u64, Result<Draft, String>)> = Vec::new();
    let (mut typed, mut record_id) = (headings.default(), "");
    for (number, cells) in &table.rows {
        let id = headings.record_id(cells);
        let begins = id.is_some_and(|id| id != record_id);
        if begins {
            values.begin_record();
            (typed, record_id) = (headings.default(), id.unwrap_or_default());
        }
        typed = headings.of_row(cells).unwrap_or(typed);
        let row = Row::of(&typed.heading.columns, cells).and_then(|row| {
            let object_type = typed.object_type.as_ref().unwrap_or(&ObjectType::Deal);
            row.check(object_type, record_id, &mut values)?;
            Ok(row)
        });
        match (row, drafts.last_mut()) {
            (Ok(row), Some((_, Ok(draft)))) if row.continues(draft) => {
                if let Err(problem) = draft.add(row) {
                    drafts.push((*number, Err(problem)));
                }
            }
            // A further line item of a record that is refused already.
            (Ok(row), Some((_, Err(_)))) if row.record_id().is_none() => {}
            (row, _) => drafts.push((*number, row.and_then(Draft::of))),
        }
    }
    drafts
}

/// One line for all columns that were passed over.
pub(super) fn notices(path: &Path, passed_over: &[String]) -> Vec<String> {
    if passed_over.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = passed_over.iter().map(|name| format!("`{name}`")).collect();
    vec![format!(
        "{}: columns that are not read: {}",
        path.display(),
        names.join(", ")
    )]
}

/// Objects that have a file of their own have no columns here.
fn check_own_files(heading: &Heading, files: &AssociatedFiles) -> Result<(), String> {
    for column in heading.held() {
        if let Column::Associated(associated, name) = column
            && files.have(*associated)
        {
            let (prefix, argument) = (associated.prefix(), associated.argument());
            return Err(if name == "id" {
                format!(
                    "`{prefix}.id` stands in it, and the file of {argument} says the rest: name it with --column \
                     \"{prefix}.id={prefix}_ids\""
                )
            } else {
                format!(
                    "`{prefix}.{name}` stands in it, and so does the file of {argument}: leave one of them out"
                )
            });
        }
    }
    Ok(())
}

/// Either side names the other: else nothing of a file would be booked.
fn check_parents(
    heading: &Heading,
    object_type: Option<&ObjectType>,
    files: &AssociatedFiles,
) -> Result<(), String> {
    let Some(parent) = object_type.and_then(Associated::of) else {
        return Ok(());
    };
    for (associated, name) in files.without_parents(parent) {
        if !heading.held().any(|column| column.has_ids_of(associated)) {
            let (kind, of) = (associated.name(), parent.name());
            return Err(format!(
                "neither it nor {name} says which {kind} is of which {of}: export the {kind} records \
                 with `Associated {} IDs`, or these with their associated {kind} ids",
                parent.title()
            ));
        }
    }
    Ok(())
}

/// Says that contacts or companies are known by their ids alone, which is enough for those that have a
/// mapping.
fn ids_alone(path: &Path, heading: &Heading, files: &AssociatedFiles) -> Vec<String> {
    let parties = [Associated::Contact, Associated::Company].into_iter();
    let alone = parties.filter(|party| {
        let is_described =
            |column: &Column| matches!(column, Column::Associated(of, _) if of == party);
        let has_ids = heading.held().any(|column| column.has_ids_of(*party));
        has_ids && !files.have(*party) && !heading.held().any(is_described)
    });
    alone
        .map(|party| {
            let (path, field, argument) = (path.display(), party.field(), party.argument());
            format!(
                "{path}: {field} are known by their ids alone: those that are not mapped yet need \
                 {argument} FILE"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
