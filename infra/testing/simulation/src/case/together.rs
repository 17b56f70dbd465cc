//! Several workers at once: on one event, and on events that share what is new.

use std::sync::Arc;
use std::time::Duration;

use super::actions_alone::{DAY, GRACE, documents, event, list};
use super::events::{KNOWN, NEW, TOTAL, changed_deal, overtaken_deal, refund};
use super::{Action, Case, Event, Made, TokenState};

fn several(name: &str, action: Action, workers: Vec<Arc<Event>>) -> Case {
    Case {
        name: format!("{action}/{name}"),
        action,
        before: Vec::new(),
        changes: Vec::new(),
        workers,
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: false,
        shares_process: false,
        made: None,
        is_one_sale: false,
    }
}

/// Several workers on one event of known names.
fn same_event(action: Action, workers: usize) -> Case {
    let total = if action == Action::CreateExpense {
        "4.65"
    } else {
        TOTAL
    };
    Case {
        before: vec![event(action, "9", KNOWN)],
        made: Some(documents(action, 1, total)),
        ..several(
            &format!("{workers}-on-one-event"),
            action,
            vec![event(action, "1", KNOWN); workers],
        )
    }
}

/// Two workers on one event of new names.
fn same_new_event(action: Action) -> Case {
    let mut made = documents(action, 1, TOTAL);
    made.extend([list("Customer", 1), list("Item", 2)]);
    Case {
        made: Some(made),
        ..several(
            "2-on-one-new-event",
            action,
            vec![event(action, "1", NEW); 2],
        )
    }
}

/// Events of different records that share a new customer and new products.
fn shared_names(action: Action, records: &[&str], total: &'static str) -> Case {
    let events = records.iter().map(|id| event(action, id, NEW)).collect();
    let mut made = documents(action, records.len(), total);
    made.extend([list("Customer", 1), list("Item", 2)]);
    let name = format!("{}-share-new-names", records.len());
    Case {
        made: Some(made),
        ..several(&name, action, events)
    }
}

/// A deal is enrolled again while the first enrolment is at work, with another amount.
fn changed() -> Case {
    let action = Action::CreateInvoice;
    let events = vec![overtaken_deal(action, "1"), changed_deal(action, "1")];
    let invoice = Made {
        entity: "Invoice",
        count: (1, 1),
        cents: None,
    };
    Case {
        before: vec![event(action, "9", KNOWN)],
        made: Some(vec![invoice]),
        ..several("2-of-changed-content", action, events)
    }
}

/// Parts of one payment are given back, and the events overtake each other.
fn refunds(parts: &[&str], all: &'static str) -> Case {
    let events = parts.iter().map(|part| refund("1", part, KNOWN)).collect();
    let receipts = Made {
        entity: "RefundReceipt",
        count: (1, parts.len()),
        cents: super::cents_of(all),
    };
    Case {
        before: vec![refund("9", TOTAL, KNOWN)],
        made: Some(vec![receipts]),
        ..several(
            &format!("{}-parts", parts.len()),
            Action::CreateRefundReceipt,
            events,
        )
    }
}

/// Two records while the access token has ended; Intuit takes a replaced refresh token for `grace`.
fn expired(name: &str, shares_process: bool, grace: Duration) -> Case {
    let action = Action::CreateInvoice;
    let events = vec![event(action, "1", KNOWN), event(action, "2", KNOWN)];
    Case {
        before: vec![event(action, "9", KNOWN)],
        made: Some(documents(action, 2, "300.00")),
        token: TokenState::Expired,
        shares_process,
        grace,
        ..several(name, action, events)
    }
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        same_event(Action::CreateInvoice, 2),
        same_event(Action::CreateInvoice, 3),
        same_event(Action::CreateEstimate, 2),
        same_event(Action::CreateSalesReceipt, 2),
        same_event(Action::CreatePaidInvoice, 2),
        same_event(Action::CreateExpense, 2),
        same_event(Action::CreateRefundReceipt, 2),
        same_new_event(Action::CreateInvoice),
        shared_names(Action::CreateInvoice, &["1", "2"], "300.00"),
        shared_names(Action::CreateInvoice, &["1", "2", "3"], "450.00"),
        changed(),
        refunds(&["30.00", "75.00"], "75.00"),
        refunds(&["30.00", "75.00", "150.00"], "150.00"),
        expired("2-with-expired-token", false, GRACE),
        expired("2-in-one-process-with-expired-token", true, GRACE),
        expired("2-with-expired-token-and-no-grace", false, Duration::ZERO),
    ]
}
