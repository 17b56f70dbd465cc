//! The cost of one action in the embedded store: the read, the claim and the record.
//!
//! `cargo run --release -p storage --example embedded_cost --features embedded -- [folder]`

#![allow(clippy::disallowed_methods, reason = "a measurement")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement: it prints, and stops at the first failure"
)]

use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use storage::embedded::EmbeddedStore;
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey,
    ReadRequest, SnapshotReader, Version,
};

const CYCLES: usize = 500;
/// An invoice of about twenty lines.
const BODY_BYTES: usize = 6_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".into());
    let path = std::path::Path::new(&folder).join(format!("cost-{}.redb", std::process::id()));
    let store = EmbeddedStore::open(&path).unwrap();
    let mut cycles = Vec::with_capacity(CYCLES);
    for number in 0..CYCLES {
        cycles.push(cycle(&store, LedgerKey(format!("deal/{number}"))).await);
    }
    drop(store);
    std::fs::remove_file(&path).unwrap();
    for (index, step) in ["read", "claim", "record", "all"].iter().enumerate() {
        let mut times: Vec<_> = cycles.iter().map(|cycle| cycle[index]).collect();
        times.sort();
        let (median, slow) = (times[CYCLES / 2], times[CYCLES * 99 / 100]);
        println!("{step:>7}: median {median:?}, 99 % within {slow:?}");
    }
}

/// The times of the read, the claim, the record and all of them.
async fn cycle(store: &EmbeddedStore, key: LedgerKey) -> [Duration; 4] {
    let request = ReadRequest {
        entries: vec![key.clone()],
        ..ReadRequest::of(us())
    };
    let begin = Instant::now();
    store.read(&request).await.unwrap();
    let read = begin.elapsed();
    put(store, &key, None, claimed()).await;
    let claim = begin.elapsed().saturating_sub(read);
    put(store, &key, Some(Version(1)), done(&key)).await;
    let all = begin.elapsed();
    [read, claim, all.saturating_sub(read + claim), all]
}

fn us() -> Connection {
    Connection::try_from("us-books").unwrap()
}

async fn put(store: &EmbeddedStore, key: &LedgerKey, expected: Option<Version>, state: EntryState) {
    let entry = entry(state);
    let answer = store.compare_and_put(&us(), key, expected, &entry).await;
    assert!(matches!(answer.unwrap(), CompareAndPut::Written(_)));
}

fn entry(state: EntryState) -> LedgerEntry {
    LedgerEntry {
        fingerprint: "9f86d081884c7d65".into(),
        generation: 0,
        company: "9130".into(),
        state,
    }
}

fn claimed() -> EntryState {
    EntryState::Claimed {
        owner: "a".into(),
        lease_until: Timestamp::MAX,
        claimed_at: Timestamp::MIN,
        request_id: "c1".into(),
        body: Bytes::from("x".repeat(BODY_BYTES)),
        context: String::new(),
    }
}

fn done(key: &LedgerKey) -> EntryState {
    EntryState::Done {
        recorded_at: Timestamp::MIN,
        document: DocumentRef {
            entity: "Invoice".into(),
            id: key.0.clone(),
        },
        response: "{}".into(),
    }
}
