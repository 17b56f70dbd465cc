//! The contacts and companies of a file, each of one name.
//!
//! In a file of one's own the same id is easily filled in for all: the sale of the second person would go to the
//! customer of the first.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::job::Subject;

/// The lists of parties: the name of one, and the properties that say who it is.
const LISTS: [(&str, &str, &[&str]); 2] = [
    ("contacts", "contact", &["email", "firstname", "lastname"]),
    ("companies", "company", &["name"]),
];

/// The parties that were read so far.
#[derive(Default)]
pub(super) struct Parties {
    known: HashMap<(String, &'static str, String), Party>,
}

/// A party as it was first described.
struct Party {
    /// Its name and address, in small letters.
    who: BTreeMap<&'static str, String>,
    /// The record, and the place that it begins at.
    record: String,
    place: String,
}

impl Parties {
    /// Takes the parties of a record that begins at a place, such as `row 3`.
    ///
    /// # Errors
    ///
    /// A party that another record describes as another: of two answers, neither would be right. What only one of them
    /// says is no contradiction.
    pub(super) fn take(
        &mut self,
        place: &str,
        subject: &Subject,
        request: &Value,
    ) -> Result<(), String> {
        for (list, kind, names) in LISTS {
            let listed = request.pointer(&format!("/record/{list}"));
            for party in listed.and_then(Value::as_array).into_iter().flatten() {
                let who = who(party, names);
                let id = party["id"].as_str().map(|id| id.trim().to_owned());
                let id = id.unwrap_or_else(|| party["id"].to_string());
                let key = (subject.connection.clone(), kind, id.clone());
                let known = self.known.entry(key).or_insert_with(|| Party {
                    who: BTreeMap::new(),
                    record: subject.to_string(),
                    place: place.to_owned(),
                });
                let differ = known.differ(&who);
                if !differ.is_empty() {
                    let (record, first) = (&known.record, &known.place);
                    return Err(format!(
                        "{subject}: its {kind} {id} is another than that of {record} ({first}): {} differ, and one of the two \
                         would be booked for the other: give each its own id, as HubSpot has it, or make them the same",
                        differ.join(", ")
                    ));
                }
                known.who.extend(who);
            }
        }
        Ok(())
    }
}

impl Party {
    /// The properties in which another description contradicts this one.
    fn differ(&self, other: &BTreeMap<&'static str, String>) -> Vec<String> {
        let known = self.who.iter();
        let differ = known.filter(|(name, value)| other.get(*name).is_some_and(|it| it != *value));
        differ.map(|(name, _)| format!("`{name}`")).collect()
    }
}

/// Name and address of a party, as far as they are filled in.
fn who(party: &Value, names: &[&'static str]) -> BTreeMap<&'static str, String> {
    let said = |name: &'static str| {
        let text = party["properties"][name].as_str()?.trim().to_lowercase();
        (!text.is_empty()).then_some((name, text))
    };
    names.iter().filter_map(|name| said(name)).collect()
}
