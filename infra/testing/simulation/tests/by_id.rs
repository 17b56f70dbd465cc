//! Records given by their ids: every fault of HubSpot's at every request that reads the record, beside every fault of
//! the store and of QuickBooks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use simulation::{Bounds, Case, Exploration, Simulation};

/// The faults that each request to HubSpot meets.
const FAULTS: [&str; 10] = [
    "fails before the effect",
    "is lost on the way",
    "is not sent, since the process dies",
    "takes effect, and the answer comes too late",
    "is refused, since HubSpot's quota is used up",
    "is answered by HubSpot's failure",
    "is refused, since HubSpot has locked the object",
    "is refused, since HubSpot moves the account",
    "is answered by a page of HubSpot's edge",
    "is answered in part",
];

/// Explores a case up to so many failed attempts in a row, and checks that no promise was broken.
fn explore(name: &str, failed_attempts: u32) -> Exploration {
    let bounds = Bounds {
        faults: 1,
        ..Bounds::default()
    };
    let simulation = Simulation::of(Case::named(name).unwrap(), None).unwrap();
    let found = simulation.explore(bounds, failed_attempts).unwrap();
    if let Some(failure) = &found.failure {
        let transcript = simulation.replay(bounds, &failure.path).unwrap();
        let (path, breach) = (&failure.path, &failure.breaches[0]);
        panic!("{name} by {path}: {breach}\n{}", transcript.join("\n"));
    }
    assert_every_read_met_every_fault(&found, name);
    found
}

fn assert_every_read_met_every_fault(found: &Exploration, name: &str) {
    let mut reads: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (request, fault) in &found.met {
        if request.starts_with("HubSpot: ") {
            let met = reads.entry(request).or_default();
            met.extend(fault.map(|fault| fault.to_string()));
        }
    }
    // The record, the further pages of lines and companies, the companies' labels, and a batch of each type.
    assert!(reads.len() >= 7, "{name}: {:?}", reads.keys());
    let of_quotes = reads.keys().any(|request| request.contains("quotes/deals"));
    let is_payment = !name.starts_with("create-invoice/") && !name.starts_with("create-estimate/");
    assert_eq!(of_quotes, is_payment, "{name}: {:?}", reads.keys());
    let all: BTreeSet<String> = FAULTS.map(str::to_owned).into();
    for (request, met) in reads {
        assert_eq!(met, all, "{name}: {request}");
    }
}

macro_rules! cases {
    ($($test:ident: $case:literal,)+) => {
        const EXPLORED: &[&str] = &[$($case),+];
        $(
            #[test]
            fn $test() {
                explore($case, 1);
            }
        )+
    };
}

// What HubSpot does leaves books and store as they are, so one attempt that fails, and the next, meet all of it.
cases! {
    an_estimate_by_id_is_made_once_whatever_fails: "create-estimate/by-id",
    a_sales_receipt_by_id_is_made_once_whatever_fails: "create-sales-receipt/by-id",
    an_invoice_and_its_payment_by_id_are_made_once_whatever_fails: "create-paid-invoice/by-id",
    an_expense_by_id_is_made_once_whatever_fails: "create-expense/by-id",
    a_refund_receipt_by_id_is_made_once_whatever_fails: "create-refund-receipt/by-id",
    a_deal_that_changes_between_two_attempts_is_invoiced_once: "create-invoice/by-id-and-changed",
}

const WITHOUT_END: &str = "create-invoice/by-id";

#[test]
fn an_invoice_by_id_is_made_once_whatever_fails_in_any_number_of_attempts() {
    let found = explore(WITHOUT_END, 20);
    assert!(found.closed_after.is_some(), "it has no end: {found:?}");
}

#[test]
fn every_case_of_a_record_by_id_is_explored() {
    let mut all: Vec<String> = Case::by_id().into_iter().map(|case| case.name).collect();
    all.sort();
    let mut explored = [EXPLORED, &[WITHOUT_END]].concat();
    explored.sort_unstable();
    assert_eq!(all, explored);
}
