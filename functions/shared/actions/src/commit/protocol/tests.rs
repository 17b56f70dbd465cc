//! Promises of the ledger's protocol, decision by decision.

use jiff::{SignedDuration, Timestamp};
use storage::{DocumentRef, EntryState, LedgerEntry, Version, Versioned};

use super::{Claimed, Done, Step, is_own_claim, made_before, next_step};

const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

fn claim(lease_until: Timestamp) -> Claimed {
    Claimed {
        version: Version(3),
        fingerprint: "f".into(),
        generation: 2,
        company: "9130".into(),
        owner: "me".into(),
        lease_until,
        claimed_at: NOW,
        request_id: "qa-1".into(),
        body: "{}".into(),
        context: "c".into(),
        before: None,
    }
}

fn step(entry: LedgerEntry) -> Step {
    let version = Version(3);
    let stored = Versioned {
        version,
        value: entry,
    };
    next_step(Some(&stored), "f", "9130", NOW).unwrap()
}

#[test]
fn a_document_nobody_is_at_is_started() {
    assert_eq!(
        next_step(None, "f", "9130", NOW).unwrap(),
        Step::Start {
            expected: None,
            generation: 0
        }
    );
    let open = claim(NOW).opened(2);
    assert_eq!(
        step(open),
        Step::Start {
            expected: Some(Version(3)),
            generation: 2
        }
    );
}

#[test]
fn a_claim_is_waited_for_until_its_lease_ends_and_then_taken_over_as_it_is() {
    let later = NOW + SignedDuration::from_nanos(1);
    assert_eq!(
        step(claim(later).entry().unwrap()),
        Step::Wait { until: later }
    );
    assert_eq!(
        step(claim(NOW).entry().unwrap()),
        Step::TakeOver(claim(NOW))
    );
}

#[test]
fn a_claim_of_another_company_is_not_posted_in_this_one() {
    let elsewhere = Claimed {
        company: "1".into(),
        ..claim(NOW)
    };
    let company = "1".to_owned();
    assert_eq!(
        step(elsewhere.entry().unwrap()),
        Step::Elsewhere { company }
    );
    let later = NOW + SignedDuration::from_nanos(1);
    let at_work = Claimed {
        lease_until: later,
        ..elsewhere
    };
    assert_eq!(step(at_work.entry().unwrap()), Step::Wait { until: later });
}

#[test]
fn a_claim_whose_context_cannot_be_read_is_no_step_at_all() {
    let LedgerEntry { state, .. } = claim(NOW).entry().unwrap();
    let EntryState::Claimed {
        owner,
        lease_until,
        claimed_at,
        request_id,
        body,
        ..
    } = state
    else {
        panic!("not claimed");
    };
    let damaged = LedgerEntry {
        state: EntryState::Claimed {
            owner,
            lease_until,
            claimed_at,
            request_id,
            body,
            context: "c".into(),
        },
        ..claim(NOW).entry().unwrap()
    };
    assert!(made_before(&damaged).is_err());
    let version = Version(3);
    let stored = Versioned {
        version,
        value: damaged,
    };
    assert!(next_step(Some(&stored), "f", "9130", NOW).is_err());
}

#[test]
fn a_made_document_is_never_made_again_even_if_the_content_changed() {
    let done = LedgerEntry {
        fingerprint: "other".into(),
        generation: 0,
        company: "9130".into(),
        state: EntryState::Done {
            recorded_at: NOW,
            document: DocumentRef {
                entity: "Invoice".into(),
                id: "145".into(),
            },
            response: "r".into(),
        },
    };
    let repeat = Step::Repeat(Done {
        version: Version(3),
        fingerprint: "other".into(),
        generation: 0,
        company: "9130".into(),
        document: DocumentRef {
            entity: "Invoice".into(),
            id: "145".into(),
        },
        response: "r".into(),
        same_content: false,
    });
    assert_eq!(step(done), repeat);
}

#[test]
fn a_further_document_that_is_not_made_leaves_the_one_before() {
    let done = LedgerEntry {
        fingerprint: "f".into(),
        generation: 0,
        company: "9130".into(),
        state: EntryState::Done {
            recorded_at: NOW,
            document: DocumentRef {
                entity: "RefundReceipt".into(),
                id: "145".into(),
            },
            response: "r".into(),
        },
    };
    let further = Claimed {
        before: Some(Box::new(done.clone())),
        ..claim(NOW)
    };
    let Step::TakeOver(found) = step(further.entry().unwrap()) else {
        panic!("not taken over");
    };
    assert_eq!(found, further);
    let before = made_before(&further.entry().unwrap()).unwrap();
    assert_eq!(before, Some(done.clone()));
    let generation = 3;
    assert_eq!(found.opened(generation), LedgerEntry { generation, ..done });
}

#[test]
fn an_own_claim_is_known_by_its_owner() {
    let mine = claim(NOW);
    let theirs = Claimed {
        owner: "they".into(),
        ..mine.clone()
    };
    assert!(is_own_claim(&mine.entry().unwrap(), &mine));
    assert!(!is_own_claim(&theirs.entry().unwrap(), &mine));
    assert!(!is_own_claim(&mine.opened(3), &mine));
}

#[test]
fn a_request_id_is_forgotten_after_its_memory() {
    let memory = SignedDuration::from_mins(60);
    assert!(!claim(NOW).is_forgotten(NOW + SignedDuration::from_mins(59), memory));
    assert!(claim(NOW).is_forgotten(NOW + memory, memory));
}
