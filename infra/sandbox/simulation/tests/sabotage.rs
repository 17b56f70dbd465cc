//! The simulation misses every protection that is taken out, so it is not blind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use simulation::{Promise, RandomRuns, Sabotage};

/// Enough random runs for each protection to be missed many times.
const RUNS: u64 = 400;

/// The promises that are broken without a protection.
fn broken_without(sabotage: Option<Sabotage>) -> BTreeSet<Promise> {
    let runs = RandomRuns { seed: 1, sabotage };
    let broken = runs.run(RUNS, 1, &|_| {}).unwrap();
    let breaches = broken.into_iter().flat_map(|run| run.breaches);
    breaches.map(|breach| breach.promise).collect()
}

#[test]
fn with_all_protections_no_promise_is_broken() {
    assert_eq!(broken_without(None), BTreeSet::new());
}

#[test]
fn without_request_ids_a_document_is_made_twice() {
    let broken = broken_without(Some(Sabotage::NoRequestId));
    assert!(broken.contains(&Promise::OneDocument), "{broken:?}");
}

#[test]
fn without_the_stored_body_a_document_is_made_twice() {
    let broken = broken_without(Some(Sabotage::NoStoredBody));
    assert!(broken.contains(&Promise::OneDocument), "{broken:?}");
}

#[test]
fn without_fencing_a_document_is_made_twice() {
    let broken = broken_without(Some(Sabotage::NoFencing));
    assert!(broken.contains(&Promise::OneDocument), "{broken:?}");
}

#[test]
fn without_leases_two_invocations_post_the_same_document_at_once() {
    let broken = broken_without(Some(Sabotage::NoLease));
    assert!(broken.contains(&Promise::OneAtWork), "{broken:?}");
}
