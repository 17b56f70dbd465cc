//! Several workers at once, in every interleaving of their requests.
//!
//! Where a worker stops before each of its requests, every order is taken in which the workers can go on;
//! of two orders that lead to the same state one is followed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use simulation::{Bounds, Case, Simulation};

/// Every order of the workers' requests, and nothing fails.
fn every_order(name: &str) {
    let bounds = Bounds::default();
    let simulation = Simulation::of(Case::named(name).unwrap(), None).unwrap();
    let found = simulation.explore(bounds, 0).unwrap();
    if let Some(failure) = &found.failure {
        let transcript = simulation.replay(bounds, &failure.path).unwrap();
        let (path, breach) = (&failure.path, &failure.breaches[0]);
        panic!("{name} by {path}: {breach}\n{}", transcript.join("\n"));
    }
    assert!(found.complete > 5, "{name}: {found:?}");
}

macro_rules! cases {
    ($($test:ident: $case:literal,)+) => {
        const EXPLORED: &[&str] = &[$($case),+];
        $(
            #[test]
            fn $test() {
                every_order($case);
            }
        )+
    };
}

cases! {
    two_workers_on_one_deal_make_one_invoice: "create-invoice/2-on-one-event",
    three_workers_on_one_deal_make_one_invoice: "create-invoice/3-on-one-event",
    two_workers_on_one_deal_make_one_estimate: "create-estimate/2-on-one-event",
    two_workers_on_one_payment_make_one_sales_receipt: "create-sales-receipt/2-on-one-event",
    two_workers_on_one_payment_make_one_paid_invoice: "create-paid-invoice/2-on-one-event",
    two_workers_on_one_payment_make_one_expense: "create-expense/2-on-one-event",
    two_workers_on_one_refund_make_one_refund_receipt: "create-refund-receipt/2-on-one-event",
    two_workers_on_one_deal_of_new_names_make_each_of_them_once: "create-invoice/2-on-one-new-event",
    a_deal_that_changes_while_it_is_booked_is_booked_once_as_one_of_the_two:
        "create-invoice/2-of-changed-content",
    two_parts_of_a_refund_give_back_what_was_refunded: "create-refund-receipt/2-parts",
    three_parts_of_a_refund_give_back_what_was_refunded: "create-refund-receipt/3-parts",
    two_processes_refresh_the_tokens_once: "create-invoice/2-with-expired-token",
    two_tasks_of_one_process_refresh_the_tokens_once: "create-invoice/2-in-one-process-with-expired-token",
    two_processes_keep_the_connection_where_intuit_forgives_nothing:
        "create-invoice/2-with-expired-token-and-no-grace",
}

/// Cases with too many orders to take them all: some are drawn from seeds.
const DRAWN: [&str; 2] = [
    "create-invoice/2-share-new-names",
    "create-invoice/3-share-new-names",
];

/// Draws runs of a case in which nothing fails, and checks that no promise is broken.
fn draw(name: &str, runs: u64) {
    let simulation = Simulation::of(Case::named(name).unwrap(), None).unwrap();
    for seed in 0..runs {
        let breaches = simulation.draw(Bounds::default(), seed).unwrap();
        assert!(breaches.is_empty(), "{name}, seed {seed}: {breaches:?}");
    }
}

#[test]
fn two_deals_that_share_new_names_make_each_of_them_once() {
    draw(DRAWN[0], 100);
}

#[test]
fn three_deals_that_share_new_names_make_each_of_them_once() {
    draw(DRAWN[1], 100);
}

#[test]
fn every_case_of_several_workers_is_enumerated_or_drawn() {
    let mut all: Vec<String> = Case::together().into_iter().map(|case| case.name).collect();
    all.sort();
    let mut tried = [EXPLORED, &DRAWN].concat();
    tried.sort_unstable();
    assert_eq!(all, tried);
}
