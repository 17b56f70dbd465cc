//! One sale for which several actions and records are enrolled at once: it gets one document, in every order of
//! their requests, with a fault at each of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use simulation::{Bounds, Case, Exploration, Simulation};

/// Every order of the workers' requests, with so many faults in the whole run.
fn explore(name: &str, faults: u32) -> Exploration {
    let bounds = Bounds {
        faults,
        ..Bounds::default()
    };
    let simulation = Simulation::of(Case::named(name).unwrap(), None).unwrap();
    let found = simulation.explore(bounds, 0).unwrap();
    if let Some(failure) = &found.failure {
        let transcript = simulation.replay(bounds, &failure.path).unwrap();
        let (path, breach) = (&failure.path, &failure.breaches[0]);
        panic!("{name} by {path}: {breach}\n{}", transcript.join("\n"));
    }
    found
}

macro_rules! cases {
    ($($test:ident: $case:literal, $faults:literal;)+) => {
        const EXPLORED: &[&str] = &[$($case),+];
        $(
            #[test]
            fn $test() {
                let found = explore($case, $faults);
                assert!(found.complete > 5, "{found:?}");
            }
        )+
    };
}

cases! {
    a_deal_and_its_quote_get_one_invoice_whatever_fails:
        "create-invoice/and-that-of-its-quote", 1;
    a_deal_gets_an_invoice_or_a_sales_receipt_whatever_fails:
        "create-invoice/and-its-sales-receipt", 1;
    a_quote_gets_an_invoice_or_its_payment_a_receipt_whatever_fails:
        "create-invoice/and-the-receipt-of-its-payment", 1;
    a_quote_and_its_payment_get_one_sales_receipt_whatever_fails:
        "create-sales-receipt/of-a-quote-and-its-payment", 1;
    an_invoiced_deal_is_paid_once_whatever_fails:
        "create-invoice/and-its-payment", 1;
    an_invoiced_quote_is_paid_once_whatever_fails:
        "create-invoice/of-a-quote-and-its-payment", 1;
    two_part_payments_are_received_on_one_invoice:
        "create-paid-invoice/two-part-payments", 0;
    three_of_one_sale_get_one_document:
        "create-invoice/three-of-one-sale", 0;
}

#[test]
fn every_case_of_one_sale_is_explored() {
    let mut all: Vec<String> = Case::one_sale().into_iter().map(|case| case.name).collect();
    all.sort();
    let mut explored = EXPLORED.to_vec();
    explored.sort_unstable();
    assert_eq!(all, explored);
}
