//! Keeping the record's personal data out of texts that QuickBooks sends back.

use hubspot::Record;

use crate::request::EnrolledRecord;

/// Replaces what a record says of people and companies.
///
/// QuickBooks quotes supplied values in some of its fault texts, and our errors end up in logs and
/// in the history of state machines.
#[derive(Clone, Default, derive_more::Debug)]
#[debug("Redactor({} values)", values.len())]
pub struct Redactor {
    values: Vec<String>,
}

/// The properties from which a customer is made, and so all that QuickBooks could quote.
const PERSONAL: [&str; 13] = [
    "firstname",
    "lastname",
    "email",
    "hs_additional_emails",
    "company",
    "name",
    "phone",
    "mobilephone",
    "address",
    "address2",
    "city",
    "state",
    "zip",
];

/// Shorter values occur inside ordinary words.
const SHORTEST: usize = 3;

impl Redactor {
    /// A redactor for what a record's contacts and companies are called and where they live.
    pub fn of(record: &EnrolledRecord) -> Self {
        let people = record.contacts.iter().chain(&record.companies);
        let mut values: Vec<String> = people.flat_map(personal).collect();
        // The longest first, so that no part of a longer value stays.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        Self { values }
    }

    /// The text with every personal value replaced by `…`, whatever its case.
    pub fn clean(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, value| replace(&text, value))
    }
}

fn personal(record: &Record) -> Vec<String> {
    let values = PERSONAL
        .iter()
        .filter_map(|name| record.properties.get(name));
    // A list of addresses is looked up address by address.
    let parts = values.flat_map(|value| {
        let parts = value.split([';', ',']).map(str::trim);
        std::iter::once(value).chain(parts)
    });
    parts
        .filter(|value| value.chars().count() >= SHORTEST)
        .map(str::to_lowercase)
        .collect()
}

fn replace(text: &str, value: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = find_ignoring_case(rest, value) {
        cleaned.push_str(rest.get(..start).unwrap_or_default());
        cleaned.push('…');
        rest = rest.get(end..).unwrap_or_default();
    }
    cleaned + rest
}

/// Where `value`, which is lower case, begins and ends in `text`.
fn find_ignoring_case(text: &str, value: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(start, _)| {
        let mut wanted = value.chars();
        let mut next = wanted.next();
        for (offset, character) in text.get(start..)?.char_indices() {
            for lower in character.to_lowercase() {
                if next != Some(lower) {
                    return None;
                }
                next = wanted.next();
            }
            if next.is_none() {
                return Some((start, start + offset + character.len_utf8()));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Redactor;

    #[test]
    fn what_a_contact_says_of_itself_is_replaced_in_any_case() {
        let record = json!({"object_type": "deal", "id": "1", "contacts": [{"id": "51",
            "properties": {"firstname": "Ada", "lastname": "Łękawska", "email": "ada@example.com", "zip": "12"}}]});
        let redactor = Redactor::of(&serde_json::from_value(record).unwrap());
        let text = "Invalid address ADA@example.com of ada ŁĘKAWSKA, 12 lines";
        assert_eq!(redactor.clean(text), "Invalid address … of … …, 12 lines");
    }
}
