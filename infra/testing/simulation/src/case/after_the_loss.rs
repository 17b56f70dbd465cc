//! Events whose documents were made before the ledger was lost: nothing is made a second time.

use super::actions_alone::{ACTIONS, DAY, GRACE, documents, event};
use super::events::KNOWN;
use super::{Action, Case, Made, TokenState};

fn lost(action: Action) -> Case {
    let booked = event(action, "1", KNOWN);
    let nothing = documents(action, 0, "0.00").into_iter();
    Case {
        name: format!("{action}/lost-ledger"),
        action,
        before: vec![booked.clone()],
        changes: Vec::new(),
        workers: vec![booked],
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: true,
        shares_process: false,
        made: Some(
            nothing
                .map(|made| Made {
                    cents: None,
                    ..made
                })
                .collect(),
        ),
        is_one_sale: false,
    }
}

pub(super) fn cases() -> Vec<Case> {
    ACTIONS.into_iter().map(lost).collect()
}
