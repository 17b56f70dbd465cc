//! Records that a record names only after its document was made.

use storage::{HoldMode, Holder, LedgerKey, ReservationKey, ReservationPut, Version};

use super::{SaleStanding, Scope, State, number_of};
use crate::response::named;

/// The records that a record names by now, and did not when its document was made.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// The reservations of what nobody else has.
    pub puts: Vec<ReservationPut>,
    /// The documents that others made of the rest: the unit, and what it made, as messages name it.
    pub booked: Vec<(String, String)>,
}

/// The kind of a document that settles another, and is no second one.
pub(super) const SETTLES: &str = "Payment";

impl SaleStanding {
    /// The records that the record names and its document, under the first of `entries`, does not hold: the reservations to write
    /// with that entry at `version`, and the documents of others.
    ///
    /// One that somebody else is at work on is left to a later run: it is not known yet whether there will be a document.
    pub fn late(&self, entries: &[LedgerKey], version: Version, scope: Scope) -> Late {
        let mut late = Late::default();
        let puts = self.puts(entries, version, 0, scope, None).into_iter();
        for put in puts.filter(|put| !self.is_held(&put.key, entries)) {
            let others = self.others_beside(&put.key, scope);
            if others.is_empty() {
                late.puts.push(put);
            }
            for holder in others {
                let State::Made(document, entry) = self.state(holder) else {
                    continue;
                };
                let number = number_of(document, entry);
                let made = named(&document.entity, number.as_deref(), &document.id);
                let booked = (holder.unit.clone(), made);
                let is_told = document.entity == SETTLES || late.booked.contains(&booked);
                if !is_told && !self.is_beside_own(holder, entries) {
                    late.booked.push(booked);
                }
            }
        }
        late
    }

    /// True where the document of these entries holds the key.
    fn is_held(&self, key: &ReservationKey, entries: &[LedgerKey]) -> bool {
        let mut holders = self.holders(key);
        holders.any(|holder| holder.entries.first() == entries.first())
    }

    /// The others that have the key, so that the document may not hold it too, and have not let go.
    fn others_beside(&self, key: &ReservationKey, scope: Scope) -> Vec<&Holder> {
        let own = self.mode(key, scope);
        let others = self.holders(key).filter(|holder| {
            let shares = matches!(
                (own, holder.mode),
                (HoldMode::Beside, _)
                    | (_, HoldMode::Beside)
                    | (HoldMode::Shared, HoldMode::Shared)
            );
            !shares && self.is_other(holder) && !matches!(self.state(holder), State::Released)
        });
        others.collect()
    }

    /// True where the two documents hold something together: the second was made although the first was known.
    fn is_beside_own(&self, other: &Holder, entries: &[LedgerKey]) -> bool {
        self.keys.all().any(|key| {
            let mut holders = self.holders(key);
            self.is_held(key, entries) && holders.any(|holder| holder.entries == other.entries)
        })
    }

    pub(super) fn holders(&self, key: &ReservationKey) -> impl Iterator<Item = &Holder> {
        let held = self.reservations.get(key);
        held.into_iter().flat_map(|held| &held.value.holders)
    }
}
