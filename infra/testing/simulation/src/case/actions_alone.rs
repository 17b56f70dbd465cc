//! Every action by itself: with nothing mapped, with all mapped, and in its particular situations.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use strum::VariantArray;

use super::events::{KNOWN, Lines, NEW, TOTAL, deal, payment, refund};
use super::{Action, Case, Change, Event, Made, TokenState};

/// How long Intuit takes a replaced refresh token; the sandbox's usual.
pub(crate) const GRACE: Duration = Duration::from_hours(24);

/// How long an access token lives in an explored case, and at Intuit.
pub(crate) const DAY: Duration = Duration::from_hours(24);
pub(crate) const HOUR: Duration = Duration::from_hours(1);

/// The event of an action for a record.
pub(super) fn event(action: Action, id: &str, lines: Lines) -> Arc<Event> {
    match action {
        Action::CreateInvoice | Action::CreateEstimate => deal(action, id, lines),
        Action::CreateSalesReceipt | Action::CreatePaidInvoice | Action::CreateExpense => {
            payment(action, id, lines)
        }
        Action::CreateRefundReceipt => refund(id, TOTAL, lines),
    }
}

/// So many documents of each type that an action makes, which sum to this total.
pub(super) fn documents(action: Action, count: usize, total: &'static str) -> Vec<Made> {
    let entities: &[&str] = match action {
        Action::CreateInvoice => &["Invoice"],
        Action::CreateEstimate => &["Estimate"],
        Action::CreateSalesReceipt => &["SalesReceipt"],
        Action::CreatePaidInvoice => &["Invoice", "Payment"],
        Action::CreateExpense => &["Purchase"],
        Action::CreateRefundReceipt => &["RefundReceipt"],
    };
    let made = |entity: &&'static str| Made {
        entity,
        count: (count, count),
        cents: crate::audit::cents_of(total),
    };
    entities.iter().map(made).collect()
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

/// What a first event with new names makes beside its document.
fn new_names(action: Action) -> Vec<Made> {
    match action {
        Action::CreateExpense => vec![list("Vendor", 1)],
        _ => vec![list("Customer", 1), list("Item", 2)],
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
        shares_process: false,
        made: documents(action, 1, total(action)),
    }
}

/// Nothing is mapped: a new customer and new products, or a new vendor.
fn cold(action: Action) -> Case {
    let mut case = one(action, "cold", event(action, "1", NEW));
    case.made.extend(new_names(action));
    case
}

/// All is mapped.
fn warm(action: Action) -> Case {
    Case {
        before: vec![event(action, "0", KNOWN)],
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
        made: documents(action, 1, "45.00"),
        ..one(action, "further", refund("1", "75.00", KNOWN))
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
        before: vec![event(action, "0", NEW)],
        changes: vec![inactive],
        made: [documents(action, 1, TOTAL), vec![list("Item", 1)]].concat(),
        ..one(action, "healing", event(action, "1", NEW))
    }
}

pub(super) fn cases() -> Vec<Case> {
    let all = Action::VARIANTS.iter().copied();
    let mut cases: Vec<Case> = all
        .flat_map(|action| [cold(action), warm(action)])
        .collect();
    cases.extend([
        expired(Action::CreateInvoice),
        expired(Action::CreatePaidInvoice),
        further_refund(),
        healing(),
    ]);
    cases
}
