//! Finding a document that may have been made, when QuickBooks no longer remembers its request id.
//!
//! It is known by the marker in its private note, and where a person has removed that, by its number
//! together with its customer and date. A person may also have changed date or customer meanwhile, so
//! it is looked for among the documents of its day first, and then among all that were created since
//! it was claimed, which nobody can change.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{Condition, EntityKind, Query, Request};
use serde::Deserialize;
use serde_json::Value;

/// The number of rows of one page of a look-up: QuickBooks' most.
pub const PAGE: u32 = 1000;

/// The time by which QuickBooks' clock may be behind this one.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The part of a document by which it is looked up: of the body that was posted, or of a row.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Traits {
    txn_date: Option<String>,
    private_note: Option<String>,
    doc_number: Option<String>,
    customer_ref: Option<Reference>,
    entity_ref: Option<Reference>,
    meta_data: Option<MetaData>,
}

#[derive(Deserialize, PartialEq)]
struct Reference {
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetaData {
    create_time: Option<Timestamp>,
}

/// A document that may have been made: what was posted, and since when.
pub struct Wanted<'w> {
    /// The kind of document.
    pub document: EntityKind,
    /// The body.
    pub body: &'w Bytes,
    /// Its marker.
    pub marker: String,
    /// When it was claimed, or since when the ledger may have lost it.
    pub since: Timestamp,
}

impl Wanted<'_> {
    /// The queries one of which finds it: by its day and customer, and by when it was created.
    ///
    /// Intuit's pages mark `CustomerRef` and `TxnDate` as filterable, but for a purchase's customer;
    /// whether `MetaData` is for every kind they do not say, so a refusal of one query is no answer.
    ///
    /// `None` when the body cannot be read or names no date.
    pub fn queries(&self) -> Option<[Query; 2]> {
        let posted: Traits = serde_json::from_slice(self.body).ok()?;
        let select = || {
            Query::select(self.document)
                .order_by("Id")
                .max_results(PAGE)
        };
        let mut of_day = select().filter(Condition::equals("TxnDate", posted.txn_date?.as_str()));
        if let Some(customer) = posted
            .customer_ref
            .filter(|_| self.document != EntityKind::Purchase)
        {
            of_day = of_day.filter(Condition::equals("CustomerRef", customer.value.as_str()));
        }
        Some([of_day, created_since(self.document, self.since)])
    }

    /// The row that is the document: the one with its marker, else the one of its number, customer and
    /// date that was created since.
    pub fn find(&self, rows: Vec<Value>) -> Option<Value> {
        let posted: Option<Traits> = serde_json::from_slice(self.body).ok();
        let traits = |row: &Value| Traits::deserialize(row).ok();
        let is_marked = |row: &Value| {
            let note = traits(row).and_then(|row| row.private_note);
            note.is_some_and(|note| note.contains(&self.marker))
        };
        let is_alike = |row: &Value| match (&posted, traits(row)) {
            (Some(posted), Some(row)) => self.is_alike(posted, &row),
            _ => false,
        };
        let place = rows.iter().position(is_marked);
        let place = place.or_else(|| rows.iter().position(is_alike))?;
        rows.into_iter().nth(place)
    }

    /// Numbers are given once; without one there is nothing to tell two documents apart by.
    fn is_alike(&self, posted: &Traits, row: &Traits) -> bool {
        let created_at = row.meta_data.as_ref().and_then(|data| data.create_time);
        posted.doc_number.is_some()
            && row.doc_number == posted.doc_number
            && row.txn_date == posted.txn_date
            && row.customer_ref == posted.customer_ref
            && row.entity_ref == posted.entity_ref
            && !has_other_marker(row)
            && created_at.is_some_and(|at| at >= self.created_since())
    }

    fn created_since(&self) -> Timestamp {
        before_skew(self.since)
    }
}

/// The query for all documents of a kind that were created since a moment, by clocks that may differ.
pub fn created_since(document: EntityKind, since: Timestamp) -> Query {
    let since = before_skew(since).strftime("%Y-%m-%dT%H:%M:%SZ");
    let since = since.to_string();
    Query::select(document)
        .order_by("Id")
        .max_results(PAGE)
        .filter(Condition::at_least("MetaData.CreateTime", since.as_str()))
}

fn before_skew(moment: Timestamp) -> Timestamp {
    moment.saturating_sub(SKEW).unwrap_or(Timestamp::MIN)
}

/// True unless a document is known to have been created before a moment, by clocks that may differ.
pub fn is_created_since(document: &Value, moment: Timestamp) -> bool {
    let created = Traits::deserialize(document)
        .ok()
        .and_then(|row| row.meta_data?.create_time);
    created.is_none_or(|at| at >= before_skew(moment))
}

/// A document that carries a marker is another record's.
fn has_other_marker(row: &Traits) -> bool {
    let note = row.private_note.as_deref();
    note.is_some_and(|note| note.contains("[ref "))
}

/// The request for page `page` (from 0) of a query.
pub fn page(query: &Query, page: u32) -> Option<Request> {
    let start = page.checked_mul(PAGE)?.checked_add(1)?;
    Some(Request::query(&query.clone().start_position(start)))
}

/// The marker that a posted body carries at the end of its private note: that of the document that
/// was claimed, which may be an earlier one than the record is due now.
pub fn marker(body: &Bytes) -> Option<String> {
    let posted: Traits = serde_json::from_slice(body).ok()?;
    let note = posted.private_note?;
    let marker = note.get(note.rfind("[ref ")?..)?;
    marker.ends_with(']').then(|| marker.to_owned())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use quickbooks::EntityKind;
    use serde_json::{Value, json};

    use super::{Wanted, marker};

    const MARKER: &str = "[ref ab12]";

    fn wanted(body: &Bytes) -> Wanted<'_> {
        Wanted {
            document: EntityKind::Invoice,
            body,
            marker: MARKER.into(),
            since: "2026-11-23T10:00:00Z".parse::<Timestamp>().unwrap(),
        }
    }

    fn posted() -> Value {
        json!({"TxnDate": "2026-11-23", "CustomerRef": {"value": "58"}, "DocNumber": "D-1"})
    }

    #[test]
    fn a_document_is_known_by_its_marker_else_by_number_customer_and_date() {
        let created = |at: &str| json!({"CreateTime": at});
        let after = created("2026-11-23T02:01:00-08:00");
        let with = |change: Value| {
            let mut row = posted();
            row["MetaData"] = after.clone();
            for (name, value) in change.as_object().unwrap() {
                row[name] = value.clone();
            }
            row
        };
        let table = [
            (
                "the marker",
                json!({"PrivateNote": "by hand [ref ab12] since"}),
                true,
            ),
            (
                "the marker, and all else was changed",
                json!({"PrivateNote": MARKER, "DocNumber": "X", "TxnDate": "2027-01-01",
                    "CustomerRef": {"value": "1"}}),
                true,
            ),
            ("no marker, and the number", json!({}), true),
            (
                "a note without a marker, and the number",
                json!({"PrivateNote": "x"}),
                true,
            ),
            (
                "another record's marker",
                json!({"PrivateNote": "[ref ab13]"}),
                false,
            ),
            ("another number", json!({"DocNumber": "D-2"}), false),
            ("no number", json!({"DocNumber": null}), false),
            (
                "another customer",
                json!({"CustomerRef": {"value": "1"}}),
                false,
            ),
            ("another date", json!({"TxnDate": "2026-11-24"}), false),
            (
                "made before",
                json!({"MetaData": created("2026-11-23T01:00:00-08:00")}),
                false,
            ),
            ("made nobody knows when", json!({"MetaData": null}), false),
        ];
        let body = Bytes::from(posted().to_string());
        for (what, change, is_found) in table {
            let found = wanted(&body).find(vec![json!({"Id": "1"}), with(change)]);
            assert_eq!(found.is_some(), is_found, "{what}");
        }
    }

    #[test]
    fn without_a_number_only_the_marker_tells() {
        let mut posted = posted();
        posted.as_object_mut().unwrap().remove("DocNumber");
        let body = Bytes::from(posted.to_string());
        let mut row = posted;
        row["MetaData"] = json!({"CreateTime": "2026-11-23T10:01:00Z"});
        assert_eq!(wanted(&body).find(vec![row.clone()]), None);
        row["PrivateNote"] = json!(MARKER);
        assert!(wanted(&body).find(vec![row]).is_some());
    }

    #[test]
    fn the_marker_comes_before_the_number() {
        let body = Bytes::from(posted().to_string());
        let alike = json!({"Id": "1", "TxnDate": "2026-11-23", "CustomerRef": {"value": "58"},
            "DocNumber": "D-1", "MetaData": {"CreateTime": "2026-11-23T10:01:00Z"}});
        let marked = json!({"Id": "2", "PrivateNote": MARKER});
        let found = wanted(&body).find(vec![alike, marked]).unwrap();
        assert_eq!(found["Id"], "2");
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
    fn it_is_looked_for_on_its_day_and_among_what_was_created_since() {
        let body = Bytes::from(posted().to_string());
        let [of_day, since] = wanted(&body).queries().unwrap();
        assert_eq!(
            of_day.to_string(),
            "select * from Invoice where TxnDate = '2026-11-23' and CustomerRef = '58' orderby Id \
             maxresults 1000"
        );
        assert_eq!(
            since.to_string(),
            "select * from Invoice where MetaData.CreateTime >= '2026-11-23T09:55:00Z' orderby Id \
             maxresults 1000"
        );
        assert!(wanted(&Bytes::from_static(b"{}")).queries().is_none());
    }
}
