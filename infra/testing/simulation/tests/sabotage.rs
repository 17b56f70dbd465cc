//! The simulation misses every protection that is taken out, so it is not blind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use simulation::{Promise, RandomRuns, Sabotage};

/// A protection that is not missed within so many runs counts as not missed at all.
const MOST_RUNS: u64 = 2_000;

/// `true` if a promise is broken without a protection.
fn is_broken_without(sabotage: Sabotage, promise: Promise) -> bool {
    let runs = RandomRuns {
        seed: 1,
        sabotage: Some(sabotage),
    };
    (0..MOST_RUNS).any(|number| {
        let breaches = runs.breaches(number).unwrap();
        breaches.iter().any(|breach| breach.promise == promise)
    })
}

#[test]
fn without_request_ids_a_document_is_made_twice() {
    assert!(is_broken_without(
        Sabotage::NoRequestId,
        Promise::OneDocument
    ));
}

#[test]
fn without_the_stored_body_a_document_is_made_twice() {
    assert!(is_broken_without(
        Sabotage::NoStoredBody,
        Promise::OneDocument
    ));
}

#[test]
fn without_fencing_a_document_is_made_twice() {
    assert!(is_broken_without(Sabotage::NoFencing, Promise::OneDocument));
}

#[test]
fn without_reservations_a_sale_gets_two_documents() {
    assert!(is_broken_without(Sabotage::NoReservation, Promise::OneSale));
}

#[test]
fn with_a_gateway_believed_a_document_is_made_twice() {
    assert!(is_broken_without(
        Sabotage::GatewayBelieved,
        Promise::OneDocument
    ));
}

#[test]
fn without_leases_two_invocations_post_the_same_document_at_once() {
    assert!(is_broken_without(Sabotage::NoLease, Promise::OneAtWork));
}
