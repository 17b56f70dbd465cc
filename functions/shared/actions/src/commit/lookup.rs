//! Finding a document that may have been made, when QuickBooks no longer remembers its request id.

use bytes::Bytes;
use quickbooks::{Condition, EntityKind, Query, Request};
use serde::Deserialize;
use serde_json::Value;

/// How many rows one page of a look-up holds: QuickBooks' most.
pub const PAGE: u32 = 1000;

/// The part of a posted body by which the document is looked up.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Posted {
    txn_date: Option<String>,
    private_note: Option<String>,
    customer_ref: Option<PostedReference>,
}

#[derive(Deserialize)]
struct PostedReference {
    value: String,
}

/// The query for page `page` (from 0) of the documents among which a posted one must be: those of
/// its date and customer. Private notes cannot be filtered on, so the rows are searched for the
/// marker ([`find`]).
///
/// `None` when the body cannot be read or names no date.
pub fn page(document: EntityKind, body: &Bytes, page: u32) -> Option<Request> {
    let posted: Posted = serde_json::from_slice(body).ok()?;
    let mut query = Query::select(document)
        .filter(Condition::equals("TxnDate", posted.txn_date?.as_str()))
        .order_by("Id")
        .start_position(page.checked_mul(PAGE)?.checked_add(1)?)
        .max_results(PAGE);
    if let Some(customer) = posted
        .customer_ref
        .filter(|_| document != EntityKind::Purchase)
    {
        query = query.filter(Condition::equals("CustomerRef", customer.value.as_str()));
    }
    Some(Request::query(&query))
}

/// The marker that a posted body carries at the end of its private note: that of the document that
/// was claimed, which may be an earlier one than the record is due now.
pub fn marker(body: &Bytes) -> Option<String> {
    let posted: Posted = serde_json::from_slice(body).ok()?;
    let note = posted.private_note?;
    let marker = note.get(note.rfind("[ref ")?..)?;
    marker.ends_with(']').then(|| marker.to_owned())
}

/// The rows of a query's answer, as they are.
///
/// `None` when the answer is no answer to a query.
pub fn rows(document: EntityKind, answer: &[u8]) -> Option<Vec<Value>> {
    let mut answer: Value = serde_json::from_slice(answer).ok()?;
    match answer
        .get_mut("QueryResponse")?
        .get_mut(document.to_string())
    {
        Some(Value::Array(rows)) => Some(std::mem::take(rows)),
        Some(_) => None,
        None => Some(Vec::new()),
    }
}

/// The row that carries the marker in its private note.
pub fn find(rows: Vec<Value>, marker: &str) -> Option<Value> {
    let carries = |row: &Value| {
        row.get("PrivateNote")
            .and_then(Value::as_str)
            .is_some_and(|note| note.contains(marker))
    };
    rows.into_iter().find(carries)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use quickbooks::EntityKind;
    use serde_json::json;

    use super::{find, marker, page, rows};

    #[test]
    fn the_marker_finds_the_document_among_those_of_the_day() {
        let answer = json!({"QueryResponse": {"Invoice": [
            {"Id": "1"},
            {"Id": "2", "PrivateNote": "changed by hand [ref ab12] since"},
            {"Id": "3", "PrivateNote": "[ref ab13]"},
        ]}});
        let found = rows(EntityKind::Invoice, answer.to_string().as_bytes()).unwrap();
        assert_eq!(find(found, "[ref ab12]").unwrap()["Id"], "2");
        let none = rows(EntityKind::Invoice, br#"{"QueryResponse": {}}"#).unwrap();
        assert_eq!(find(none, "[ref ab12]"), None);
        assert_eq!(rows(EntityKind::Invoice, b"<html>"), None);
    }

    #[test]
    fn the_marker_is_the_one_that_was_posted() {
        let body = |note: &str| Bytes::from(json!({"PrivateNote": note}).to_string());
        let note = "as in [ref ab11]\nHubSpot payment 1 [ref ab12]";
        assert_eq!(marker(&body(note)).as_deref(), Some("[ref ab12]"));
        assert_eq!(marker(&body("HubSpot payment 1")), None);
        assert_eq!(marker(&Bytes::from_static(b"{}")), None);
    }

    #[test]
    fn a_body_without_a_date_cannot_be_looked_up() {
        assert!(page(EntityKind::Invoice, &Bytes::from_static(b"{}"), 0).is_none());
        let body =
            Bytes::from_static(br#"{"TxnDate": "2026-11-23", "CustomerRef": {"value": "58"}}"#);
        assert!(page(EntityKind::Invoice, &body, 0).is_some());
    }
}
