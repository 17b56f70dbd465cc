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
        object_type: Option<&ObjectType>,
        record_id: &str,
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
        let is_shared = object_type == Some(&ObjectType::Payment);
        let parent = object_type.and_then(Associated::of);
        let mut found = Map::new();
        for (associated, file) in &mut self.files {
            let own = listed.remove(associated);
            let claimed = parent.map(|parent| file.children(parent, record_id));
            let claimed = claimed.unwrap_or_default();
            let objects = match associated {
                Associated::LineItem => line_items(file, (record_id, is_shared), own, claimed)?,
                _ => parties(file, *associated, own, claimed)?,
            };
            found.insert(associated.field().to_owned(), Value::Array(objects));
        }
        Ok(found)
    }

    /// The objects of the files that belong to no record, once all records are read.
    pub(super) fn left_over(&self) -> Vec<String> {
        let lines = self.files.get(&Associated::LineItem);
        let left = lines.map(|file| (file, file.unused()));
        let left = left.filter(|(_, number)| *number > 0);
        left.map(|(file, number)| {
            format!(
                "{}: {number} line items belong to none of the records",
                file.name
            )
        })
        .into_iter()
        .collect()
    }
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
