//! The sample events of every action in the registry: a new action is simulated with them as soon as it has a row.

use std::sync::Arc;

use registry::{RegisteredAction, Sample};

use super::actions_alone::{DAY, GRACE};
use super::{Case, Event, TokenState};
use crate::error::SimulationError;

/// A case for each sample that gives its record whole, in the order of the actions and of their files. HubSpot, of
/// which the others are read, is simulated elsewhere.
pub(super) fn cases() -> Result<Vec<Case>, SimulationError> {
    let mut cases = Vec::new();
    for action in RegisteredAction::ALL {
        for sample in action.samples() {
            if !sample.is_by_id().map_err(SimulationError::Sample)? {
                cases.push(case(*action, sample));
            }
        }
    }
    Ok(cases)
}

fn case(action: RegisteredAction, sample: &Sample) -> Case {
    let name = sample.name;
    let event = Event {
        action,
        body: sample.event.to_owned(),
        total: None,
        may_be_covered: false,
        may_conflict: false,
        may_be_second: false,
        held: None,
    };
    Case {
        name: format!("{action}/sample-{name}"),
        action,
        before: Vec::new(),
        changes: Vec::new(),
        workers: vec![Arc::new(event)],
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: false,
        shares_process: false,
        made: None,
        is_one_sale: false,
    }
}
