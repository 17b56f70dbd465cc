//! Every fault at every request of every action, in any number of attempts.
//!
//! A case is explored until no further state of the world turns up in which an attempt can begin. Then every
//! run has been covered in which each attempt meets one fault at most, however many attempts there are (three
//! where each may change the request id), and whether the retry comes in the same process or in a new one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use simulation::{Bounds, Case, Exploration, Simulation};

/// More failed attempts in a row than lead to anything new.
const ANY_NUMBER: u32 = 20;

/// Explores a case, and checks that all of it was seen and no promise broken.
fn explore(name: &str) -> Exploration {
    let found = explore_up_to(name, ANY_NUMBER);
    assert!(found.closed_after.is_some(), "{name} has no end: {found:?}");
    found
}

/// Explores a case up to so many failed attempts in a row, and checks that no promise was broken.
fn explore_up_to(name: &str, failed_attempts: u32) -> Exploration {
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
    found
}

macro_rules! cases {
    ($($test:ident: $case:literal,)+) => {
        const EXPLORED: &[&str] = &[$($case),+];
        $(
            #[test]
            fn $test() {
                explore($case);
            }
        )+
    };
}

cases! {
    an_invoice_with_new_names_is_made_once_whatever_fails: "create-invoice/cold",
    an_invoice_with_known_names_is_made_once_whatever_fails: "create-invoice/warm",
    an_estimate_with_new_names_is_made_once_whatever_fails: "create-estimate/cold",
    an_estimate_with_known_names_is_made_once_whatever_fails: "create-estimate/warm",
    a_sales_receipt_with_new_names_is_made_once_whatever_fails: "create-sales-receipt/cold",
    a_sales_receipt_with_known_names_is_made_once_whatever_fails: "create-sales-receipt/warm",
    an_invoice_and_its_payment_with_new_names_are_made_once_whatever_fails: "create-paid-invoice/cold",
    an_invoice_and_its_payment_with_known_names_are_made_once_whatever_fails: "create-paid-invoice/warm",
    an_expense_with_a_new_vendor_is_made_once_whatever_fails: "create-expense/cold",
    an_expense_with_a_known_vendor_is_made_once_whatever_fails: "create-expense/warm",
    a_refund_receipt_with_new_names_is_made_once_whatever_fails: "create-refund-receipt/cold",
    a_refund_receipt_with_known_names_is_made_once_whatever_fails: "create-refund-receipt/warm",
    an_invoice_is_made_once_whatever_fails_while_tokens_are_refreshed: "create-invoice/expired-token",
    an_invoice_and_its_payment_are_made_once_whatever_fails_while_tokens_are_refreshed:
        "create-paid-invoice/expired-token",
}

/// Cases in which an attempt that made nothing raises the generation of the request id, so that there is
/// always one more state: two or three failed attempts in a row are tried.
const ENDLESS: [&str; 3] = [
    "create-refund-receipt/further",
    "create-invoice/healing",
    "create-refund-receipt/taxed",
];

#[test]
fn a_further_refund_is_booked_once_whatever_fails_in_three_attempts() {
    explore_up_to(ENDLESS[0], 3);
}

#[test]
fn a_dead_mapping_is_healed_once_whatever_fails_in_three_attempts() {
    explore_up_to(ENDLESS[1], 3);
}

#[test]
fn a_taxed_refund_made_again_with_a_cent_moved_is_booked_once_whatever_fails_in_two_attempts() {
    explore_up_to(ENDLESS[2], 2);
}

#[test]
fn every_case_of_one_worker_is_explored() {
    let mut all: Vec<String> = Case::alone().into_iter().map(|case| case.name).collect();
    all.sort();
    let mut explored = [EXPLORED, &ENDLESS].concat();
    explored.sort_unstable();
    assert_eq!(all, explored);
}

#[test]
fn every_kind_of_fault_meets_the_request_that_makes_the_document() {
    let found = explore("create-invoice/warm");
    let met = found
        .met
        .iter()
        .filter(|(request, _)| request == "post invoice");
    let faults: Vec<String> = met
        .filter_map(|(_, fault)| fault.map(|fault| fault.to_string()))
        .collect();
    assert_eq!(
        faults,
        [
            "fails before the effect",
            "is lost on the way",
            "takes effect, and the answer is lost",
            "takes effect, and a gateway answers 503",
            "is not sent, since the process dies",
            "takes effect, and the process dies",
            "takes effect, and the answer comes too late",
            "is refused for its access token",
        ]
    );
}
