//! The custom fields of sales forms, which a company defines in its preferences.

use serde_json::{Value, json};

use crate::company::{Company, Fields, text};

/// Fills in the fields that the company has defined, with the values that were given. A value for any other field is
/// dropped without a word, as integrators found of live companies (laravel-quickbooks, issue 2).
pub(super) fn complete(company: &Company, fields: &mut Fields) {
    let given = fields.remove("CustomField");
    let given = given.as_ref().and_then(Value::as_array);
    let value = |id: &str| {
        let mut given = given.into_iter().flatten().filter_map(Value::as_object);
        let field = given.find(|field| text(field, "DefinitionId") == Some(id))?;
        field.get("StringValue").cloned()
    };
    let fill = |(id, name): (String, String)| {
        let mut field = json!({ "DefinitionId": id, "Name": name, "Type": "StringType" });
        if let (Some(value), Some(field)) = (value(&id), field.as_object_mut()) {
            field.insert("StringValue".to_owned(), value);
        }
        field
    };
    let filled = definitions(company).into_iter().map(fill).collect();
    fields.insert("CustomField".to_owned(), Value::Array(filled));
}

/// The id and the name of each field in use: preferences name them by number (QuickBooks-V3-PHP-SDK, issue 258).
fn definitions(company: &Company) -> Vec<(String, String)> {
    let groups = company.preference("SalesFormsPrefs", "CustomField");
    let entries: Vec<&Fields> = groups
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|group| group.get("CustomField")?.as_array())
        .flatten()
        .filter_map(Value::as_object)
        .collect();
    let entry = |kind: &str, number: u8| {
        let name = format!("SalesFormsPrefs.{kind}{number}");
        let mut entries = entries.iter();
        entries.find(|entry| text(entry, "Name") == Some(&name))
    };
    let definition = |number: u8| {
        let is_used = entry("UseSalesCustom", number)?.get("BooleanValue")?;
        let name = text(entry("SalesCustomName", number)?, "StringValue")?;
        (is_used == &Value::Bool(true)).then(|| (number.to_string(), name.to_owned()))
    };
    (1..=3).filter_map(definition).collect()
}
