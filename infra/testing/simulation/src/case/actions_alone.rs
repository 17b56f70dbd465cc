//! Every action by itself: with nothing mapped, with all mapped, and in its particular situations.

use std::sync::Arc;
use std::time::Duration;

use quickbooks::EntityKind;
use serde_json::json;

use super::events::{self, KNOWN, Lines, NEW, TOTAL, deal, payment, refund};
use super::{Action, Case, Change, Event, Made, TokenState};

/// The time for which Intuit takes a replaced refresh token; the sandbox's usual.
pub(crate) const GRACE: Duration = Duration::from_hours(24);

/// The life of an access token in an explored case, and at Intuit.
pub(crate) const DAY: Duration = Duration::from_hours(24);
pub(crate) const HOUR: Duration = Duration::from_hours(1);

/// The actions whose events are written here, in the order in which records are numbered. The samples of every
/// action are simulated beside them.
pub(super) const ACTIONS: [Action; 6] = [
    Action::CreateInvoice,
    Action::CreateEstimate,
    Action::CreateSalesReceipt,
    Action::CreatePaidInvoice,
    Action::CreateExpense,
    Action::CreateRefundReceipt,
];

/// The event of an action for a record.
pub(super) fn event(action: Action, id: &str, lines: Lines) -> Arc<Event> {
    const OF_DEALS: [Action; 2] = [Action::CreateInvoice, Action::CreateEstimate];
    if action == Action::CreateRefundReceipt {
        refund(id, TOTAL, lines)
    } else if OF_DEALS.contains(&action) {
        deal(action, id, lines)
    } else {
        payment(action, id, lines)
    }
}

/// So many documents of each type that an action makes, which sum to this total.
pub(super) fn documents(action: Action, count: usize, total: &'static str) -> Vec<Made> {
    let made = |kind: EntityKind| Made {
        entity: <&'static str>::from(kind),
        count: (count, count),
        cents: super::cents_of(total),
    };
    action.documents().iter().map(made).collect()
}

/// So many new rows of a list.
pub(super) fn list(entity: &'static str, count: usize) -> Made {
    Made {
        entity,
        count: (count, count),
        cents: None,
    }
}

fn total(action: Action) -> &'static str {
    if action == Action::CreateExpense {
        "4.65"
    } else {
        TOTAL
    }
}

/// The rows that a first event with new names makes beside its document.
fn new_names(action: Action) -> Vec<Made> {
    if action == Action::CreateExpense {
        vec![list("Vendor", 1)]
    } else {
        vec![list("Customer", 1), list("Item", 2)]
    }
}

/// A case of one event.
fn one(action: Action, situation: &str, worker: Arc<Event>) -> Case {
    Case {
        name: format!("{action}/{situation}"),
        action,
        before: Vec::new(),
        changes: Vec::new(),
        workers: vec![worker],
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: false,
        shares_process: false,
        made: Some(documents(action, 1, total(action))),
        is_one_sale: false,
    }
}

/// Nothing is mapped: a new customer and new products, or a new vendor.
fn cold(action: Action) -> Case {
    Case {
        made: Some([documents(action, 1, total(action)), new_names(action)].concat()),
        ..one(action, "cold", event(action, "1", NEW))
    }
}

/// All is mapped.
fn warm(action: Action) -> Case {
    Case {
        before: vec![event(action, "9", KNOWN)],
        ..one(action, "warm", event(action, "1", KNOWN))
    }
}

/// All is mapped, and the access token has ended.
fn expired(action: Action) -> Case {
    Case {
        name: format!("{action}/expired-token"),
        token: TokenState::Expired,
        ..warm(action)
    }
}

/// A further part of a payment is given back.
fn further_refund() -> Case {
    let action = Action::CreateRefundReceipt;
    Case {
        before: vec![refund("1", "30.00", KNOWN)],
        // The receipts of before stand already; what is further given back is 45.00.
        made: Some(documents(action, 1, "45.00")),
        ..one(action, "further", refund("1", "75.00", KNOWN))
    }
}

/// A part of a taxed payment, which QuickBooks computes a cent off at first: the receipt is deleted and made
/// again, with a cent moved.
fn taxed_refund() -> Case {
    let action = Action::CreateRefundReceipt;
    Case {
        before: vec![refund("9", TOTAL, KNOWN)],
        made: Some(documents(action, 1, "30.15")),
        ..one(action, "taxed", events::taxed_refund("1"))
    }
}

/// A mapped product was made inactive, so that QuickBooks refuses the document at first.
fn healing() -> Case {
    let action = Action::CreateInvoice;
    let inactive = Change {
        entity: "Item",
        name_property: "Name",
        name: "Novelty",
        body: json!({"Active": false}),
    };
    Case {
        before: vec![event(action, "9", NEW)],
        changes: vec![inactive],
        made: Some([documents(action, 1, TOTAL), vec![list("Item", 1)]].concat()),
        ..one(action, "healing", event(action, "1", NEW))
    }
}

pub(super) fn cases() -> Vec<Case> {
    let all = ACTIONS.into_iter();
    let mut cases: Vec<Case> = all
        .flat_map(|action| [cold(action), warm(action)])
        .collect();
    cases.extend([
        expired(Action::CreateInvoice),
        expired(Action::CreatePaidInvoice),
        further_refund(),
        taxed_refund(),
        healing(),
    ]);
    cases
}
