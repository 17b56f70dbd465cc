//! Objects of QuickBooks as they are asked for, read and written, whatever their kind.

use quickbooks::entity::{Customer, Item, Vendor};
use quickbooks::{BatchItem, CallError, Condition, Entity, EntityKind, MAX_RESULTS, Query};
use serde::Serialize;
use serde_json::{Value, json};
use storage::Mapping;

use super::outcome::ResolvedObject;
use crate::ActionError;
use crate::response::MatchedBy;

/// The property that holds the name of an object.
pub(crate) fn name_property(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Customer | EntityKind::Vendor => "DisplayName",
        _ => "Name",
    }
}

/// Queries for mapped objects by id; inactive ones are not among the rows, so they count as dead.
pub(crate) fn by_ids<'m>(
    kind: EntityKind,
    mappings: impl Iterator<Item = &'m Mapping>,
) -> Vec<Query> {
    let ids: Vec<&str> = mappings
        .map(|mapping| mapping.quickbooks_id.as_str())
        .collect();
    let query = |ids: &[&str]| {
        Query::select(kind)
            .filter(Condition::is_in("Id", ids.iter().copied()))
            .max_results(MAX_RESULTS)
    };
    ids.chunks(50).map(query).collect()
}

/// The body that creates an object.
pub(crate) fn to_body(object: &impl Serialize) -> Result<Value, ActionError> {
    serde_json::to_value(object).map_err(|error| ActionError::invalid(error.to_string()))
}

/// The object in the answer to its creation.
pub(crate) fn identity_of(
    kind: EntityKind,
    made: &BatchItem,
) -> Result<ResolvedObject, ActionError> {
    let (id, name) = match kind {
        EntityKind::Customer => {
            let customer: Customer = read(made)?;
            (customer.id, customer.display_name)
        }
        EntityKind::Vendor => {
            let vendor: Vendor = read(made)?;
            (vendor.id, vendor.display_name)
        }
        _ => {
            let item: Item = read(made)?;
            (item.id, item.name)
        }
    };
    let id = id.ok_or_else(|| ActionError::OutcomeUnknown {
        detail: format!("QuickBooks' answer holds a {kind} without an Id"),
    })?;
    Ok(ResolvedObject {
        id,
        name: Some(name.unwrap_or_default()),
        matched_by: MatchedBy::Created,
    })
}

fn read<E: Entity>(made: &BatchItem) -> Result<E, ActionError> {
    made.entity().map_err(|error| unreadable(&error))
}

/// The error for an answer that cannot be read. What a batch of creations did is found out by asking
/// again, so it is unknown; so is what a query would have said.
pub(crate) fn unreadable(error: &CallError) -> ActionError {
    ActionError::OutcomeUnknown {
        detail: format!("QuickBooks' answer cannot be read: {error}"),
    }
}

/// The update that makes an inactive object active again, under the name it had.
pub(crate) fn reactivation(kind: EntityKind, id: &str, sync_token: &str, name: &str) -> Value {
    json!({
        "Id": id,
        "SyncToken": sync_token,
        "sparse": true,
        "Active": true,
        name_property(kind): name,
    })
}
