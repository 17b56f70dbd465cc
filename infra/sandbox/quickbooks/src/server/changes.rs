//! Changed data capture: what changed since a moment, and what is gone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::envelope;
use super::route::Request;
use crate::company::{Company, Entity, Sequence, view};
use crate::fault::Fault;

/// The most objects of an answer, of all its entities together
/// (<https://blogs.intuit.com/2023/08/24/building-smarter-with-intuit-stay-in-sync-with-cdc/>). Which ones these are is not
/// published; here, those of the entities in the order in which they are asked for, what changed first before the rest.
const MOST: usize = 1_000;

/// The rows of the entities asked for that changed since a moment, and those deleted since.
pub(super) fn change_data_capture(
    company: &Company,
    request: &Request,
    time: &str,
) -> Result<Value, Fault> {
    let entities = request
        .parameter("entities")
        .ok_or_else(|| Fault::missing("entities"))?;
    let since = request
        .parameter("changedSince")
        .ok_or_else(|| Fault::missing("changedSince"))?;
    let since = moment(company, since).ok_or_else(|| Fault::invalid_date("changedSince", since))?;
    let (mut responses, mut left) = (Vec::new(), MOST);
    for name in entities.split(',') {
        let unknown = |_| Fault::query_invalid(&format!("invalid context declaration: {name}"));
        let entity = name.trim().parse().map_err(unknown)?;
        let rows = changes(company, entity, since, left);
        left -= rows.len();
        responses.push(response(entity, rows));
    }
    Ok(envelope::success(
        "CDCResponse",
        json!([{ "QueryResponse": responses }]),
        time,
    ))
}

/// A moment with its offset, or one by the company's own clock, as python-quickbooks sends it.
fn moment(company: &Company, text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let time: DateTime = text.parse().ok()?;
    company.zone.to_timestamp(time).ok()
}

/// The rows that changed, and then those that are deleted: no more than so many.
fn changes(company: &Company, entity: Entity, since: Timestamp, most: usize) -> Vec<Value> {
    let changed = company.table(entity).into_iter();
    let changed = changed.flat_map(|table| table.since(Sequence::Updated, since));
    let changed = changed.map(|row| view::listed(company, entity, row));
    let deleted = company
        .deleted
        .iter()
        .filter(|gone| gone.entity == entity && gone.time >= since);
    let deleted = deleted.map(|gone| {
        let meta = json!({ "LastUpdatedTime": company.stamp(gone.time) });
        json!({ "domain": "QBO", "status": "Deleted", "Id": gone.id, "MetaData": meta })
    });
    changed.chain(deleted).take(most).collect()
}

fn response(entity: Entity, rows: Vec<Value>) -> Value {
    if rows.is_empty() {
        return json!({});
    }
    let count = rows.len();
    let mut response =
        json!({ entity.name(): Value::Array(rows), "startPosition": 1, "maxResults": count });
    // Recorded: for the entities whose lists have it, and what is gone counts.
    if entity.lists_with_total() {
        response["totalCount"] = Value::from(count);
    }
    response
}
