//! The promises of a store in a file alone: it outlives the process, and it is one process's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test: what cannot be set up is a failure"
)]

use std::path::Path;

use bytes::Bytes;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use storage::embedded::EmbeddedStore;
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey, Mapping,
    MappingKey, MappingKind, Mappings, ReadRequest, Settings, SettingsDocument, Snapshot,
    SnapshotReader, StorageError, TokenSet, Tokens, Version,
};

#[tokio::test]
async fn everything_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = EmbeddedStore::open(&path).unwrap();
    fill(&store).await;
    let before = read(&store).await;
    drop(store);

    let store = EmbeddedStore::open(&path).unwrap();
    let after = read(&store).await;
    assert_eq!(after.settings, before.settings);
    assert_eq!(after.mappings, before.mappings);
    assert_eq!(after.entries, before.entries);
    assert_eq!((after.mappings.len(), after.entries.len()), (1, 1));
    let keys = store.find_by_document(&us(), &invoice()).await.unwrap();
    assert_eq!(keys, [deal()]);
    let tokens = store.load_tokens(&us()).await.unwrap().unwrap();
    assert_eq!(tokens.value.access_token.expose_secret(), "access");
}

/// The file as it is on the disk after an answered write is what a killed process leaves behind.
#[tokio::test]
async fn an_answered_claim_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (path, left) = (folder.path().join("store"), folder.path().join("left"));
    let store = EmbeddedStore::open(&path).unwrap();
    let claim = claim();
    put(&store, None, &claim).await;
    std::fs::copy(&path, &left).unwrap();
    put(&store, Some(Version(1)), &done()).await;

    let restarted = EmbeddedStore::open(&left).unwrap();
    let stands = read(&restarted).await.entries.remove(&deal()).unwrap();
    assert_eq!((stands.version, stands.value), (Version(1), claim));
}

#[tokio::test]
async fn a_file_that_is_open_already_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let first = EmbeddedStore::open(&path).unwrap();

    let refused = EmbeddedStore::open(&path).unwrap_err();
    assert!(matches!(refused, StorageError::Unavailable { .. }));
    let said = refused.to_string();
    assert!(
        said.contains("store.redb is open in another process"),
        "{said}"
    );

    drop(first);
    EmbeddedStore::open(&path).unwrap();
}

#[test]
fn a_file_of_something_else_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let notes = "not a database\n".repeat(1_000);
    std::fs::write(&path, &notes).unwrap();
    EmbeddedStore::open(&path).unwrap_err();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), notes);
}

#[test]
fn a_folder_that_does_not_exist_is_said_with_its_path() {
    let refused = EmbeddedStore::open(Path::new("no/such/folder/store")).unwrap_err();
    let said = refused.to_string();
    assert!(
        said.contains("no/such/folder/store cannot be opened"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    EmbeddedStore::open(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn clones_share_one_store() {
    let store = EmbeddedStore::in_memory().unwrap();
    fill(&store.clone()).await;
    assert_eq!(read(&store).await.entries.len(), 1);
}

async fn fill(store: &EmbeddedStore) {
    let settings = SettingsDocument("{\"currency\":\"USD\"}".into());
    store.put_settings(&us(), None, &settings).await.unwrap();
    store.put_mappings(&us(), &[term()]).await.unwrap();
    put(store, None, &done()).await;
    store.store_tokens(&us(), None, &tokens()).await.unwrap();
}

async fn put(store: &EmbeddedStore, expected: Option<Version>, entry: &LedgerEntry) {
    let answer = store.compare_and_put(&us(), &deal(), expected, entry).await;
    assert!(matches!(answer.unwrap(), CompareAndPut::Written(_)));
}

async fn read(store: &EmbeddedStore) -> Snapshot {
    let request = ReadRequest {
        entries: vec![deal()],
        ..ReadRequest::of(us())
    };
    store.read(&request).await.unwrap()
}

fn us() -> Connection {
    Connection::try_from("us-books").unwrap()
}

fn deal() -> LedgerKey {
    LedgerKey("create-invoice/deal/9001/Invoice".into())
}

fn invoice() -> DocumentRef {
    DocumentRef {
        entity: "Invoice".into(),
        id: "145".into(),
    }
}

fn moment() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn claim() -> LedgerEntry {
    entry(EntryState::Claimed {
        owner: "a".into(),
        lease_until: moment(),
        claimed_at: moment(),
        request_id: "c1".into(),
        body: Bytes::from_static(b"{}"),
        context: String::new(),
    })
}

fn done() -> LedgerEntry {
    entry(EntryState::Done {
        recorded_at: moment(),
        document: invoice(),
        response: "{}".into(),
    })
}

fn entry(state: EntryState) -> LedgerEntry {
    LedgerEntry {
        fingerprint: "9f86".into(),
        generation: 0,
        company: "9130".into(),
        state,
    }
}

fn term() -> Mapping {
    Mapping {
        key: MappingKey {
            kind: MappingKind::Term,
            source: "name:net 30".into(),
        },
        quickbooks_id: "3".into(),
        name: "Net 30".into(),
        mapped_at: moment(),
    }
}

fn tokens() -> TokenSet {
    TokenSet {
        realm_id: "9130".into(),
        access_token: SecretString::from("access"),
        access_expires_at: moment(),
        refresh_token: SecretString::from("refresh"),
        refresh_expires_at: moment(),
    }
}
