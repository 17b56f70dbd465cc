//! The digests of ledger entries.

use jiff::{SignedDuration, Timestamp};
use storage::{EntryState, LedgerEntry, Reservation, ReservationKey};

use crate::digest::Digest;

/// Adds an entry without what nothing depends on: the name of a claim's owner, which is compared with none
/// but its own, and when it was recorded.
pub(super) fn add_entry(digest: &mut Digest, entry: &LedgerEntry) {
    digest.add((&entry.fingerprint, entry.generation));
    match &entry.state {
        EntryState::Open => digest.add("open"),
        EntryState::Claimed {
            owner: _,
            lease_until,
            claimed_at,
            request_id,
            body,
            context,
        } => digest.add((lease_until, claimed_at, request_id, body, context)),
        EntryState::Done {
            recorded_at: _,
            document,
            response,
        } => digest.add((document, response)),
    }
}

/// Adds a reservation. The versions of its holders' entries are compared only with entries that were not read
/// in one moment, as the embedded store reads them.
pub(super) fn add_reservation(
    digest: &mut Digest,
    key: &ReservationKey,
    version: Option<u64>,
    reservation: &Reservation,
) {
    digest.add((key, version));
    for holder in &reservation.holders {
        digest.add((&holder.entries, &holder.unit, format!("{:?}", holder.mode)));
    }
}

/// A claim of this age is looked up before it is posted, as the settings have it.
const OLD: SignedDuration = SignedDuration::from_hours(1);

/// Adds an entry as far as a worker between two attempts depends on it.
pub(super) fn add_entry_between_attempts(digest: &mut Digest, entry: &LedgerEntry, now: Timestamp) {
    let EntryState::Claimed {
        lease_until,
        claimed_at,
        request_id,
        body,
        context,
        owner: _,
    } = &entry.state
    else {
        return add_entry(digest, entry);
    };
    digest.add((&entry.fingerprint, entry.generation));
    let left = Some(lease_until.duration_since(now)).filter(SignedDuration::is_positive);
    let is_old = now.duration_since(*claimed_at) >= OLD;
    digest.add((left.map(|left| left.as_millis()), is_old));
    digest.add((request_id, body, context));
}
