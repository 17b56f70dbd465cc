//! Events that give their record by its type and id: every attempt reads HubSpot first.

use std::sync::Arc;

use sandbox_hubspot::{InProcessSandbox as Portal, PlantedRecord};
use serde_json::Value;

use super::actions_alone::{ACTIONS, DAY, GRACE, documents, event};
use super::events::{KNOWN, TOTAL, by_id, changed_deal, record_of};
use super::{Action, Case, Event, Made, TokenState};
use crate::error::SimulationError;

fn one(action: Action, situation: &str, worker: Arc<Event>, made: Vec<Made>) -> Case {
    Case {
        name: format!("{action}/{situation}"),
        action,
        before: vec![event(action, "9", KNOWN)],
        changes: Vec::new(),
        workers: vec![worker],
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: false,
        shares_process: false,
        made: Some(made),
        is_one_sale: false,
    }
}

/// All is mapped, and the record is HubSpot's.
fn warm(action: Action) -> Case {
    let total = if action == Action::CreateExpense {
        "4.65"
    } else {
        TOTAL
    };
    let whole = event(action, "1", KNOWN);
    let made = documents(action, 1, total);
    one(action, "by-id", by_id(&whole, None), made)
}

/// Somebody changes the record after the first attempt that fails: it is booked once, as it was or as it is.
fn changed() -> Case {
    let action = Action::CreateInvoice;
    let changed = record_of(&changed_deal(action, "1"));
    let worker = by_id(&event(action, "1", KNOWN), Some(changed));
    let invoice = Made {
        entity: "Invoice",
        count: (1, 1),
        cents: None,
    };
    one(action, "by-id-and-changed", worker, vec![invoice])
}

pub(super) fn cases() -> Vec<Case> {
    let warm = ACTIONS.into_iter().map(warm);
    warm.chain([changed()]).collect()
}

/// Puts the record of an event into HubSpot, with all that is associated with it.
pub(crate) fn plant(portal: &Portal, record: &Value) -> Result<(), SimulationError> {
    for planted in PlantedRecord::with_associated(record) {
        portal.plant(&planted.object_type, planted.record)?;
    }
    Ok(())
}
