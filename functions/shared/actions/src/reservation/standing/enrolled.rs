//! Documents made of a record for an enrolment, before its connection made them once per record.

use storage::{EntryState, LedgerEntry, LedgerKey, Versioned};

use super::SaleStanding;

impl SaleStanding {
    /// The entries of the documents that the record's own action made of it for an enrolment, where it gets them once by now: they
    /// are its documents. None where there are several such, or they are not finished.
    pub fn made_for_enrolment(&self) -> Option<Vec<(LedgerKey, Versioned<LedgerEntry>)>> {
        let held = self.reservations.get(&self.keys.own);
        let holders = held.into_iter().flat_map(|held| &held.value.holders);
        let mut own = holders.filter(|holder| holder.unit == self.unit && self.is_other(holder));
        let (holder, None) = (own.next()?, own.next()) else {
            return None;
        };
        let done = |key: &LedgerKey| {
            let entry = self.entries.get(key)?;
            let is_done = matches!(entry.value.state, EntryState::Done { .. });
            is_done.then(|| (key.clone(), entry.clone()))
        };
        holder.entries.iter().map(done).collect()
    }
}
