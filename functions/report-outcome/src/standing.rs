//! The documents that stand of a run that could not tell of itself: it may have booked hours before it was stopped.

use jiff::Timestamp;
use serde_json::{Value, json};
use storage::{Connection, EntryState, LedgerEntry, LedgerKey, Runs, StorageError, Versioned};

use crate::outcome::Outcome;
use crate::report::Report;

/// The action that books each refund of a payment under one entry, of which an earlier one says nothing of this run's.
const REFUND: &str = "create-refund-receipt";

/// The action that has made all when the second of its documents is made.
const PAID_INVOICE: &str = "create-paid-invoice";

type Entry = (LedgerKey, Versioned<LedgerEntry>);

/// Puts in place of each failure the document that the ledger has of its record and action.
pub(crate) async fn find<S: Runs + Sync>(
    store: &S,
    report: &mut Report,
) -> Result<(), StorageError> {
    let (Some(connection), Some(id)) = (report.connection.clone(), report.record.id.clone()) else {
        return Ok(());
    };
    let record = format!("{}/{id}", report.record.object_type);
    let enrollment = report.run.enrollment();
    let since = report.cut_off_since;
    for outcome in &mut report.outcomes {
        let key = (outcome.action.as_str(), record.as_str());
        let entries = entries(store, &connection, key, enrollment.as_deref()).await?;
        let standing = booked(&outcome.action, &entries, since);
        if let Some(standing) = standing {
            *outcome = standing;
        }
    }
    Ok(())
}

/// The entries of a record and action, without those of other enrolments.
async fn entries<S: Runs>(
    store: &S,
    connection: &Connection,
    (action, record): (&str, &str),
    enrollment: Option<&str>,
) -> Result<Vec<Entry>, StorageError> {
    let all = store.entries_of(connection, action, record).await?;
    let begin = format!("{action}/{record}/");
    let own = all.into_iter().filter(|(key, _)| {
        let rest = key.0.strip_prefix(&begin).unwrap_or_default();
        match rest.split_once('/') {
            Some((_, of)) => Some(of) == enrollment,
            None => true,
        }
    });
    Ok(own.collect())
}

/// The outcome of an action whose documents are all made.
fn booked(action: &str, entries: &[Entry], since: Option<Timestamp>) -> Option<Outcome> {
    if action == PAID_INVOICE && !entries.iter().any(|(key, _)| key.0.contains("/Payment")) {
        return None;
    }
    let mut made: Vec<(Timestamp, &str)> = Vec::new();
    for (_, entry) in entries {
        let EntryState::Done {
            recorded_at,
            response,
            ..
        } = &entry.value.state
        else {
            return None;
        };
        made.push((*recorded_at, response));
    }
    let (at, response) = made.into_iter().max_by_key(|(at, _)| *at)?;
    if action == REFUND && since.is_none_or(|since| at < since) {
        return None;
    }
    let response: Value = serde_json::from_str(response).ok()?;
    let list = |name: &str| match &response[name] {
        Value::Array(items) => Value::from(items.clone()),
        _ => json!([]),
    };
    let customer = &response["customer"];
    // As the workflows tell it: the document, and no person.
    Some(Outcome::from(json!({
        "action": action,
        "status": "succeeded",
        "response": {
            "status": "already_created",
            "document": response["document"],
            "documents": list("documents"),
            "customer": { "id": customer["id"], "matched_by": customer["matched_by"] },
            "warnings": list("warnings"),
        },
    })))
}
