//! The values that the tests store.

use bytes::Bytes;
use jiff::Timestamp;
use secrecy::SecretString;
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, HoldMode, Holder, Ledger, LedgerEntry,
    LedgerKey, Mapping, MappingKey, MappingKind, ReadRequest, Reservation, ReservationKey,
    ReservationPut, Reservations, Reserve, Snapshot, SnapshotReader, StorageError, TokenSet,
    Version,
};

/// A connection that only the test of this name uses.
pub(crate) fn connection(test: &str) -> Connection {
    Connection::try_from(test).unwrap()
}

pub(crate) fn deal() -> LedgerKey {
    LedgerKey("create-invoice/deal/9001/Invoice".into())
}

pub(crate) fn moment() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

pub(crate) fn claim(owner: &str, body: impl Into<Bytes>) -> LedgerEntry {
    entry(EntryState::Claimed {
        owner: owner.to_owned(),
        lease_until: moment(),
        claimed_at: moment(),
        request_id: "qa-1".into(),
        body: body.into(),
        context: "{}".into(),
    })
}

pub(crate) fn done() -> LedgerEntry {
    entry(EntryState::Done {
        recorded_at: moment(),
        document: DocumentRef {
            entity: "Invoice".into(),
            id: "145".into(),
        },
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

pub(crate) fn mapping(kind: MappingKind, source: &str) -> Mapping {
    Mapping {
        key: MappingKey {
            kind,
            source: source.to_owned(),
        },
        quickbooks_id: "58".into(),
        name: "Ada O'Keefe".into(),
        mapped_at: moment(),
    }
}

pub(crate) fn tokens(mark: &str) -> TokenSet {
    TokenSet {
        realm_id: "9130".into(),
        access_token: SecretString::from(format!("access {mark}")),
        access_expires_at: moment(),
        refresh_token: SecretString::from(format!("refresh {mark}")),
        refresh_expires_at: moment(),
    }
}

pub(crate) async fn put<S: Ledger>(
    store: &S,
    connection: &Connection,
    expected: Option<Version>,
    entry: &LedgerEntry,
) -> Result<CompareAndPut, StorageError> {
    let key = deal();
    store
        .compare_and_put(connection, &key, expected, entry)
        .await
}

/// Claims the deal, and reserves these with it for the first time.
pub(crate) async fn reserve<S: Reservations>(
    store: &S,
    connection: &Connection,
    keys: &[&str],
) -> Result<Reserve, StorageError> {
    let holder = Holder {
        entries: vec![deal()],
        version: Version(1),
        unit: "create-invoice/deal/9001".into(),
        mode: HoldMode::Exclusive,
    };
    let puts = keys.iter().map(|key| ReservationPut {
        key: ReservationKey((*key).to_owned()),
        expected: None,
        reservation: Reservation {
            holders: vec![holder.clone()],
        },
    });
    let (key, claim, puts) = (deal(), claim("a", "{}"), puts.collect::<Vec<_>>());
    let put = store.put_with_reservations(connection, &key, None, &claim, &puts);
    put.await
}

/// Reads the entry of the deal and these mappings.
pub(crate) async fn read<S: SnapshotReader>(
    store: &S,
    connection: &Connection,
    mappings: &[MappingKey],
) -> Result<Snapshot, StorageError> {
    let request = ReadRequest {
        mappings: mappings.to_vec(),
        entries: vec![deal()],
        ..ReadRequest::of(connection.clone())
    };
    store.read(&request).await
}
