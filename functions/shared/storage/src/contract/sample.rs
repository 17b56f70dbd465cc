//! The values that the tests store.

use bytes::Bytes;
use jiff::Timestamp;

use crate::{
    CompareAndPut, DocumentRef, EntryState, LedgerEntry, LedgerKey, Mapping, MappingKey,
    MappingKind, ReservationKey, SettingsDocument, Version, Versioned,
};

/// Seconds of a day.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// A moment, `seconds` after an arbitrary one.
pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub(super) fn ledger_key(key: &str) -> LedgerKey {
    LedgerKey(key.to_owned())
}

pub(super) fn reservation_key(key: &str) -> ReservationKey {
    ReservationKey(key.to_owned())
}

pub(super) fn open() -> LedgerEntry {
    entry(EntryState::Open)
}

pub(super) fn claimed_by(owner: &str) -> LedgerEntry {
    claimed_with(owner, Bytes::from_static(b"{\"Line\":[]}"))
}

pub(super) fn claimed_with(owner: &str, body: Bytes) -> LedgerEntry {
    entry(EntryState::Claimed {
        owner: owner.to_owned(),
        lease_until: moment(60),
        claimed_at: moment(0),
        request_id: "c1-4f7a".into(),
        body,
        context: "{\"customer\":\"58\"}".into(),
    })
}

pub(super) fn done(document: &DocumentRef) -> LedgerEntry {
    entry(EntryState::Done {
        recorded_at: moment(2),
        document: document.clone(),
        response: "{\"total\":\"1480.00\"}".into(),
    })
}

pub(super) fn document(entity: &str, id: &str) -> DocumentRef {
    DocumentRef {
        entity: entity.to_owned(),
        id: id.to_owned(),
    }
}

fn entry(state: EntryState) -> LedgerEntry {
    LedgerEntry {
        fingerprint: "9f86d081884c7d65".into(),
        generation: 3,
        company: "9130".into(),
        state,
    }
}

/// The stored entry, if the write was refused.
pub(super) fn refused(answer: CompareAndPut) -> Option<Versioned<LedgerEntry>> {
    match answer {
        CompareAndPut::Written(_) => None,
        CompareAndPut::Current(stands) => Some(*stands),
    }
}

/// The version that was written.
pub(super) fn written(answer: &CompareAndPut) -> Version {
    match answer {
        CompareAndPut::Written(version) => *version,
        CompareAndPut::Current(stands) => panic!("not written, {:?} stands", stands.version),
    }
}

pub(super) fn mapping_key(kind: MappingKind, source: &str) -> MappingKey {
    MappingKey {
        kind,
        source: source.to_owned(),
    }
}

pub(super) fn mapping(kind: MappingKind, source: &str, quickbooks_id: &str) -> Mapping {
    Mapping {
        key: mapping_key(kind, source),
        quickbooks_id: quickbooks_id.to_owned(),
        name: format!("Ünïcode {quickbooks_id} O'Keefe"),
        mapped_at: moment(0),
    }
}

pub(super) fn settings(text: &str) -> SettingsDocument {
    SettingsDocument(text.to_owned())
}
