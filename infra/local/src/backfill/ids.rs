//! HubSpot's ids in a file: digits, as HubSpot wrote them and no spreadsheet has changed them.

use std::collections::HashSet;

use actions::request::properties::Associated;
use hubspot::ObjectId;
use serde_json::Value;
use strum::VariantArray as _;

/// The heading of a record's own id in HubSpot's exports.
pub(super) const OWN: &str = "Record ID";

/// The heading of the ids that were merged into a record.
pub(super) const MERGED: &str = "Merged object IDs";

/// The fault of an id of a file that no program has written, and what to do.
const ADVICE: &str = "a spreadsheet has changed it: export the file again and do not open it, or format \
    the column as text before the ids are put in";

/// The ids of a cell: one, or several with `;` between. `heading` is that of the ids in HubSpot's exports.
///
/// # Errors
///
/// The content of the cell instead: the names of a contact, or a number that is none of HubSpot's.
pub(super) fn of_cell(cell: &str, heading: &str) -> Result<Vec<String>, String> {
    let parts = cell.split(';').map(str::trim);
    let ids: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    for id in &ids {
        check(id, heading)?;
    }
    Ok(ids.into_iter().map(str::to_owned).collect())
}

fn check(text: &str, heading: &str) -> Result<(), String> {
    if ObjectId::is_valid(text) {
        return Ok(());
    }
    if let Some((id, mark)) = marked(text) {
        return Err(format!(
            "`{text}`: a spreadsheet keeps a number as a text by its {mark}, which is no part of the id: take it off, so that {id} \
             stands there"
        ));
    }
    let is_number = |byte: u8| byte.is_ascii_digit() || b".,+-eE".contains(&byte);
    if text.bytes().all(is_number) && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(format!(
            "`{text}` is no id of HubSpot (digits without a leading zero, at most {}): {ADVICE}",
            ObjectId::MAX_DIGITS
        ));
    }
    let own = match heading {
        OWN => ", and leave out rows that are no record, such as a total",
        _ => "",
    };
    Err(format!(
        "it holds a text and no id of HubSpot, such as 51: export the column with the ids, which is \
         `{heading}`{own}"
    ))
}

/// The id in a cell with the marks by which spreadsheets keep its digits, and these: `="8901"`, `'8901`.
fn marked(text: &str) -> Option<(&str, &'static str)> {
    let quoted = text.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
    let marked = match quoted {
        Some(id) => (id, "`=\"…\"`"),
        None => (text.strip_prefix('\'')?, "`'`"),
    };
    ObjectId::is_valid(marked.0).then_some(marked)
}

/// Checks all ids of a request: each is one of HubSpot's, and none stands twice in a list.
///
/// # Errors
///
/// The place, and what is wrong there.
pub(super) fn check_request(request: &Value) -> Result<(), String> {
    let Some(record) = request.get("record") else {
        return Ok(());
    };
    if let Some(id) = record.get("id") {
        check(&text(id), OWN).map_err(|problem| format!("`record.id`: {problem}"))?;
    }
    for list in Associated::VARIANTS {
        let records = record.get(<&str>::from(list)).and_then(Value::as_array);
        let mut seen = HashSet::new();
        for record in records.into_iter().flatten() {
            let Some(id) = record.get("id").map(text) else {
                continue;
            };
            check(&id, OWN).map_err(|problem| format!("`{list}`: {problem}"))?;
            if !seen.insert(id.clone()) {
                return Err(format!(
                    "`{list}`: {id} stands there twice: one of them is another, or too many"
                ));
            }
        }
    }
    Ok(())
}

/// The ids of a request's line items.
pub(super) fn of_line_items(request: &Value) -> impl Iterator<Item = String> {
    let listed = request.pointer("/record/line_items");
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|item| item.get("id").map(text))
}

fn text(id: &Value) -> String {
    match id {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
