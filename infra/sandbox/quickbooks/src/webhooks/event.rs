//! The events of a write, as `CloudEvents`.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::company::{Company, Entity, Fields, Unsaved, text};

/// The body that tells of changes, a list of `CloudEvents`; none when nothing changed that Intuit tells of.
pub(crate) fn events(
    company: &Company,
    unsaved: &Unsaved,
    now: Timestamp,
    mut id: impl FnMut() -> String,
) -> Option<String> {
    let told = unsaved
        .rows
        .iter()
        .filter(|((entity, _), _)| is_told(*entity));
    let events: Vec<Value> = told
        .filter_map(|((entity, row), before)| {
            let before = before.as_ref().map(|row| &row.fields);
            let what = operation(before, company.fields(*entity, row))?;
            Some(json!({
                "specversion": "1.0",
                "id": id(),
                "source": "intuit.local-company",
                "type": format!("qbo.{}.{what}.v1", entity.name().to_lowercase()),
                "datacontenttype": "application/json",
                "time": now.to_string(),
                "intuitentityid": row,
                "intuitaccountid": company.realm_id,
                "data": {},
            }))
        })
        .collect();
    (!events.is_empty()).then(|| Value::Array(events).to_string())
}

/// Tax codes, rates and the company's own row are not on Intuit's list.
fn is_told(entity: Entity) -> bool {
    !matches!(
        entity,
        Entity::CompanyInfo | Entity::ExchangeRate | Entity::TaxCode | Entity::TaxRate
    )
}

/// The kind of change. A side effect that leaves the `SyncToken`, such as a customer's balance, is none.
fn operation(before: Option<&Fields>, after: Option<&Fields>) -> Option<&'static str> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some("created"),
        (Some(_), None) => return Some("deleted"),
        (Some(before), Some(after)) => (before, after),
    };
    let is_new = |name: &str| text(before, name) != text(after, name);
    let is_voided = |fields: &Fields| {
        text(fields, "PrivateNote").is_some_and(|note| note.starts_with("Voided"))
    };
    if !is_new("SyncToken") {
        None
    } else if is_voided(after) && !is_voided(before) {
        Some("voided")
    } else if is_new("EmailStatus") && text(after, "EmailStatus") == Some("EmailSent") {
        Some("emailed")
    } else {
        Some("updated")
    }
}
