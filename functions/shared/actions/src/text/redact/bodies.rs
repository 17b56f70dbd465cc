//! The personal values of what is sent to QuickBooks.

use serde_json::Value;

use super::words::{Word, of_name, of_text};

/// Fields with the name of a person, of which each word counts.
const NAMES: [&str; 3] = ["GivenName", "MiddleName", "FamilyName"];

/// Fields with whole names, addresses, numbers and free text. `value` is a reference's id, or a memo.
const TEXTS: [&str; 21] = [
    "DisplayName",
    "CompanyName",
    "PrintOnCheckName",
    "FullyQualifiedName",
    "Name",
    "name",
    "Address",
    "FreeFormNumber",
    "Line1",
    "Line2",
    "Line3",
    "Line4",
    "Line5",
    "City",
    "Country",
    "CountrySubDivisionCode",
    "PostalCode",
    "Notes",
    "PrivateNote",
    "Description",
    "StringValue",
];

/// The values of a body that may name people, at any depth.
pub(super) fn personal(body: &Value) -> Vec<Word> {
    let mut words = Vec::new();
    collect("", body, &mut words);
    words
}

fn collect(field: &str, value: &Value, words: &mut Vec<Word>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let field = match (field, name.as_str()) {
                    ("CustomerMemo", "value") => "Notes",
                    ("CustomerRef", "name") => "GivenName",
                    (_, name) => name,
                };
                collect(field, value, words);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(field, value, words)),
        Value::String(text) if NAMES.contains(&field) => words.extend(of_name(text)),
        Value::String(text) if TEXTS.contains(&field) => words.extend(of_text(text)),
        Value::String(text) if field == "Query" => {
            words.extend(quoted(text).iter().flat_map(|text| of_text(text)));
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The values of a query, which stand in single quotes with `\` before a quote of their own.
fn quoted(query: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value: Option<String> = None;
    let mut characters = query.chars();
    while let Some(character) = characters.next() {
        match (character, &mut value) {
            ('\'', None) => value = Some(String::new()),
            ('\'', Some(_)) => values.extend(value.take()),
            ('\\', Some(text)) => text.extend(characters.next()),
            (other, Some(text)) => text.push(other),
            (_, None) => {}
        }
    }
    values
}
