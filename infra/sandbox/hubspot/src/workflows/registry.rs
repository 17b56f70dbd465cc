//! The definitions of actions that the portal was given, in all their versions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::definition::Definition;
use super::options::UploadedActionUrl;
use super::request::Version;
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// The number of the first definition.
const FIRST_ID: u64 = 10_646_377;

/// The keys that an update may change.
const CHANGEABLE: [&str; 9] = [
    "actionUrl",
    "published",
    "objectTypes",
    "objectRequestOptions",
    "inputFields",
    "inputFieldDependencies",
    "outputFields",
    "executionRules",
    "labels",
];

/// The definitions by their ids.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Registry(BTreeMap<u64, Registered>);

/// A definition with its past.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Registered {
    /// The name that a project gave it.
    uid: Option<String>,
    /// The versions, oldest first; never empty.
    versions: Vec<Revision>,
    archived: Option<Timestamp>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Revision {
    time: Timestamp,
    definition: Definition,
}

impl Registry {
    /// Takes a new definition, and gives its id.
    pub(super) fn create(
        &mut self,
        definition: Definition,
        now: Timestamp,
    ) -> Result<u64, Refusal> {
        definition.check()?;
        Ok(self.insert(None, definition, now))
    }

    /// Takes a project's definition: a new one, or the next version under its `uid`.
    pub(super) fn upload(
        &mut self,
        uid: &str,
        mut definition: Definition,
        now: Timestamp,
        policy: UploadedActionUrl,
    ) -> u64 {
        let known = self
            .0
            .iter_mut()
            .find(|(_, it)| it.uid.as_deref() == Some(uid));
        let Some((id, known)) = known else {
            return self.insert(Some(uid.to_owned()), definition, now);
        };
        if policy == UploadedActionUrl::Stays
            && let Some(first) = known.versions.first()
        {
            definition
                .action_url
                .clone_from(&first.definition.action_url);
        }
        known.archived = None;
        known.versions.push(Revision {
            time: now,
            definition,
        });
        *id
    }

    fn insert(&mut self, uid: Option<String>, definition: Definition, now: Timestamp) -> u64 {
        let last = self.0.last_key_value().map(|(id, _)| id + 1);
        let id = last.unwrap_or(FIRST_ID);
        let versions = vec![Revision {
            time: now,
            definition,
        }];
        self.0.insert(
            id,
            Registered {
                uid,
                versions,
                archived: None,
            },
        );
        id
    }

    /// Changes the keys that a request names; the rest stays.
    pub(super) fn update(
        &mut self,
        id: u64,
        changes: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if let Some(unknown) = changes.keys().find(|it| !CHANGEABLE.contains(&it.as_str())) {
            let message = format!("Unrecognized field \"{unknown}\"");
            return Err(Refusal::invalid(&message));
        }
        let current = self.version(id).ok_or_else(no_definition)?.definition;
        let mut json = json_of(current);
        json.extend(changes.clone());
        let definition: Definition =
            serde_json::from_value(json.into()).map_err(|error| Refusal::json(&error))?;
        definition.check()?;
        let known = self.0.get_mut(&id).ok_or_else(no_definition)?;
        known.versions.push(Revision {
            time: now,
            definition,
        });
        Ok(())
    }

    pub(super) fn archive(&mut self, id: u64, now: Timestamp) -> Result<(), Refusal> {
        let known = self.0.get_mut(&id).ok_or_else(no_definition)?;
        known.archived.get_or_insert(now);
        Ok(())
    }

    /// The newest version of a definition, archived or not: actions that are placed go on.
    pub(super) fn version(&self, id: u64) -> Option<Version<'_>> {
        let known = self.0.get(&id)?;
        let newest = known.versions.last()?;
        Some(Version {
            id,
            number: known.versions.len(),
            definition: &newest.definition,
        })
    }

    /// The definition that is meant by an id or a project's `uid`, and not archived.
    pub(super) fn named(&self, name: &str) -> Option<Version<'_>> {
        let id: Option<u64> = name.parse().ok();
        let mut live = self.0.iter().filter(|(_, it)| it.archived.is_none());
        let found = live.find(|(key, it)| Some(**key) == id || it.uid.as_deref() == Some(name));
        self.version(*found?.0)
    }

    /// The definitions that are not archived.
    pub(super) fn all(&self) -> impl Iterator<Item = Version<'_>> {
        let live = self.0.iter().filter(|(_, it)| it.archived.is_none());
        live.filter_map(|(id, _)| self.version(*id))
    }

    /// The definitions that the editor offers for records of a type.
    pub(super) fn offered(&self, object_type: ObjectType) -> impl Iterator<Item = Version<'_>> {
        self.all()
            .filter(move |version| version.definition.is_for(object_type))
    }

    /// A definition as the API answers it.
    pub(super) fn json(&self, id: u64) -> Result<Value, Refusal> {
        let known = self.0.get(&id).ok_or_else(no_definition)?;
        let newest = known.versions.last().ok_or_else(no_definition)?;
        Ok(answered(id, known.versions.len(), newest, known.archived))
    }

    /// The definitions of a list, archived ones or the others.
    pub(super) fn list(&self, archived: bool) -> Vec<Value> {
        let ids = self.0.iter();
        ids.filter(|(_, it)| it.archived.is_some() == archived)
            .filter_map(|(id, _)| self.json(*id).ok())
            .collect()
    }

    /// The versions of a definition, oldest first, as the API answers them.
    pub(super) fn revisions(&self, id: u64) -> Result<Vec<Value>, Refusal> {
        let known = self.0.get(&id).ok_or_else(no_definition)?;
        let versions = known.versions.iter().enumerate();
        let revision = |(index, revision): (usize, &Revision)| {
            let number = index + 1;
            json!({
                "id": number.to_string(),
                "revisionId": number.to_string(),
                "createdAt": revision.time.to_string(),
                "definition": answered(id, number, revision, known.archived),
            })
        };
        Ok(versions.map(revision).collect())
    }
}

/// The id that a path means.
pub(super) fn definition_id(text: &str) -> Result<u64, Refusal> {
    text.parse().map_err(|_| no_definition())
}

fn answered(id: u64, number: usize, revision: &Revision, archived: Option<Timestamp>) -> Value {
    let mut json = json_of(&revision.definition);
    json.insert("id".to_owned(), id.to_string().into());
    json.insert("revisionId".to_owned(), number.to_string().into());
    if let Some(archived) = archived {
        let time = archived.as_millisecond();
        json.insert("archivedAt".to_owned(), time.into());
    }
    Value::Object(json)
}

fn json_of(definition: &Definition) -> Map<String, Value> {
    match serde_json::to_value(definition) {
        Ok(Value::Object(json)) => json,
        _ => Map::new(),
    }
}

fn no_definition() -> Refusal {
    Refusal::not_found("There is no such definition")
}

#[cfg(test)]
mod tests;
