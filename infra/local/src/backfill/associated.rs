//! Line items, contacts and companies out of files of their own, as HubSpot exports them, joined with the
//! records by the ids that either side names.

mod file;

use std::collections::BTreeMap;

use hubspot::ObjectType;
use serde_json::{Map, Value, json};

use super::columns::Associated;
pub(super) use file::AssociatedFile;

/// The files of associated objects that were given.
#[derive(Default)]
pub(super) struct AssociatedFiles {
    files: BTreeMap<Associated, AssociatedFile>,
    /// The records that have no line item in the file of these.
    without_lines: Vec<String>,
}

/// A record as its row names it.
pub(super) struct Named<'n> {
    /// Its type, such as a deal.
    pub(super) object_type: Option<&'n ObjectType>,
    /// Its id.
    pub(super) id: &'n str,
    /// The ids of the records that were merged into it, by which other exports may still name it.
    pub(super) merged: &'n [String],
}

impl Associated {
    /// The argument that gives the file of such objects.
    pub(super) const fn argument(self) -> &'static str {
        match self {
            Self::Contact => "--contacts",
            Self::Company => "--companies",
            Self::LineItem => "--line-items",
            Self::Deal | Self::Quote | Self::Payment | Self::Invoice => "FILE",
        }
    }
}

impl AssociatedFiles {
    /// Adds a file.
    pub(super) fn add(&mut self, associated: Associated, file: AssociatedFile) {
        self.files.insert(associated, file);
    }

    /// True if there is a file of such objects.
    pub(super) fn have(&self, associated: Associated) -> bool {
        self.files.contains_key(&associated)
    }

    /// The files that name no record of this type: their objects belong to none, unless the
    /// records name them.
    pub(super) fn without_parents(&self, parent: Associated) -> Vec<(Associated, &str)> {
        let files = self.files.iter().filter(|(_, file)| !file.names(parent));
        files
            .map(|(associated, file)| (*associated, file.name.as_str()))
            .collect()
    }

    /// The objects of a record in each file, by the field of the request; `listed` are the ids that its own row
    /// names, and those that a file knows are taken out.
    ///
    /// # Errors
    ///
    /// An object that is not in its file, one that several records have, and contacts whose order nobody
    /// says.
    pub(super) fn of_record(
        &mut self,
        record: &Named<'_>,
        listed: &mut BTreeMap<Associated, Vec<String>>,
    ) -> Result<Map<String, Value>, String> {
        if listed.contains_key(&Associated::LineItem) && !self.have(Associated::LineItem) {
            return Err(
                "it has line items, of which the ids alone are here: give their own export with \
                 --line-items FILE, or read the records from HubSpot with --by-id; where the setting \
                 `products.item_without_lines` names a product for the whole amount, the column may be passed over"
                    .to_owned(),
            );
        }
        let is_shared = record.object_type == Some(&ObjectType::Payment);
        let parent = record.object_type.and_then(Associated::of);
        let mut found = Map::new();
        for (associated, file) in &mut self.files {
            let own = listed.remove(associated);
            let mut claimed = Vec::new();
            let merged = record.merged.iter().map(String::as_str);
            for id in std::iter::once(record.id).chain(merged) {
                let children = parent.map(|parent| file.children(parent, id));
                for child in children.unwrap_or_default() {
                    if !claimed.contains(&child) {
                        claimed.push(child);
                    }
                }
            }
            let objects = match associated {
                Associated::LineItem => {
                    let objects = line_items(file, (record.id, is_shared), own, claimed)?;
                    if objects.is_empty() {
                        self.without_lines.push(record.id.to_owned());
                    }
                    objects
                }
                _ => parties(file, *associated, own, claimed)?,
            };
            found.insert(associated.field().to_owned(), Value::Array(objects));
        }
        Ok(found)
    }

    /// Refuses a file of line items of which not one belongs to a record, and one that has the lines of no more other records
    /// than there are records without lines: they may be the same, by ids that they had before they were merged, and each
    /// would be booked as one line over its whole amount.
    pub(super) fn check_joined(&self) -> Result<(), String> {
        let Some(file) = self.files.get(&Associated::LineItem) else {
            return Ok(());
        };
        let (name, others, option) = (&file.name, others(file), Associated::LineItem.argument());
        if file.is_foreign() {
            return Err(format!(
                "not one of the {} line items of {name} belongs to a record of it{others}: export both of the same records; if \
                 none of these has line items, leave {option} out",
                file.unused(),
            ));
        }
        let (strangers, without) = (file.strangers().len(), self.without_lines.len());
        if strangers == 0 || without < strangers {
            return Ok(());
        }
        Err(format!(
            "{without} of its records have no line item in {name} ({}), which has some of {strangers} that are none of \
             them{others}: if these were merged, export the records with their `Merged object IDs` too; if not, leave the \
             line items of other records out of {name}",
            self.named_without_lines()
        ))
    }

    /// The objects of the files that belong to no record, and the records to which none belongs, once all records are
    /// read.
    pub(super) fn left_over(&self) -> Vec<String> {
        let Some(file) = self.files.get(&Associated::LineItem) else {
            return Vec::new();
        };
        let number = file.unused();
        let over = (number > 0).then(|| {
            format!(
                "{}: {number} line items belong to none of the records{}",
                file.name,
                others(file)
            )
        });
        over.into_iter().chain(self.without(file)).collect()
    }

    fn without(&self, file: &AssociatedFile) -> Option<String> {
        let number = self.without_lines.len();
        (number > 0).then(|| {
            format!(
                "{}: {number} of the records have no line item in it, and are booked as one line over the whole amount where the \
                 setting `products.item_without_lines` names a product for it: {}; if one has line items in HubSpot, export \
                 these too, and of a merged record its `Merged object IDs`",
                file.name,
                self.named_without_lines()
            )
        })
    }

    fn named_without_lines(&self) -> String {
        let shown = self.without_lines.iter().take(SHOWN).map(String::as_str);
        let shown: Vec<&str> = shown.collect();
        match self.without_lines.len().saturating_sub(SHOWN) {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    }
}

/// The most records of a kind that a notice names.
const SHOWN: usize = 10;

/// A record that line items of a file name, and that is none of the records.
fn others(file: &AssociatedFile) -> String {
    let strangers = file.strangers();
    let first = strangers.first();
    first.map_or_else(String::new, |(parent, id)| {
        format!(", such as those of {} {id}", parent.name())
    })
}

/// The line items that either side names; none may be missing, and none may be of two records, unless they are shared.
fn line_items(
    file: &mut AssociatedFile,
    (record_id, is_shared): (&str, bool),
    own: Option<Vec<String>>,
    claimed: Vec<String>,
) -> Result<Vec<Value>, String> {
    let mut ids = own.unwrap_or_default();
    for id in claimed {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let name = file.name.clone();
    let mut objects = Vec::new();
    for id in ids {
        let object = file.take(&id, record_id, is_shared)?;
        let object = object.ok_or_else(|| {
            format!(
                "its line item {id} is not in {name}: export all line items, or it would be lost"
            )
        })?;
        objects.push(object);
    }
    Ok(objects)
}

/// The contacts or companies, in the order of the record's own ids. The first is the one that is billed.
fn parties(
    file: &AssociatedFile,
    associated: Associated,
    own: Option<Vec<String>>,
    claimed: Vec<String>,
) -> Result<Vec<Value>, String> {
    let (name, kind) = (&file.name, associated.name());
    let ids = match (own, claimed.as_slice()) {
        (Some(ids), _) => ids,
        (None, [] | [_]) => claimed,
        (None, several) => {
            return Err(format!(
                "{name} has {} of its {kind} records, and not which is the first, who is billed: export \
                 the records with `Associated {} IDs`",
                several.len(),
                associated.title(),
            ));
        }
    };
    let objects = ids
        .iter()
        .enumerate()
        .map(|(place, id)| match file.get(id) {
            Some(object) => Ok(object.to_value(id)),
            None if place > 0 => Ok(json!({ "id": id, "properties": {} })),
            None => Err(format!(
                "its {kind} {id} is not in {name}: export all of them"
            )),
        });
    objects.collect()
}

#[cfg(test)]
mod tests;
