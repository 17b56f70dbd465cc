//! The keys under which the sale of a record is reserved.

use hubspot::{ObjectType, Record};
use storage::{MOST_RESERVATIONS, ReservationKey};

use crate::ActionError;
use crate::record::merged;
use crate::record::payment::is_recurring;
use crate::request::EnrolledRecord;

/// The keys under which the sale of a record is reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleKeys {
    /// The record's own.
    pub own: ReservationKey,
    /// Those of what it is associated with, and of the records that were merged into it.
    pub associated: Vec<ReservationKey>,
    /// Those of the records that were merged into it alone.
    former: Vec<ReservationKey>,
}

impl SaleKeys {
    /// The keys of a record: its own, and those of its deals, quotes, payments and HubSpot invoices.
    ///
    /// A recurring payment is a sale of its own, and so is not that of its deal.
    pub fn of(record: &EnrolledRecord) -> Self {
        let own = key(&record.object_type.to_string(), &record.id);
        let lists = [
            ("deal", &record.deals),
            ("quote", &record.quotes),
            ("payment", &record.payments),
            ("invoice", &record.invoices),
        ];
        // What was booked of a record that was merged into this one is this one's.
        let former = merged::ids_of_enrolled(record).into_iter();
        let former = former.map(|id| key(&record.object_type.to_string(), id));
        let former: Vec<ReservationKey> = former.filter(|key| *key != own).collect();
        let is_recurring =
            record.object_type == ObjectType::Payment && is_recurring(&record.properties);
        let lists = lists.into_iter().filter(|_| !is_recurring);
        let mut associated: Vec<ReservationKey> = lists
            .flat_map(|(object_type, records)| {
                let records = records.iter().filter(|record| !is_apart(record));
                let ids = records.flat_map(merged::ids_of);
                ids.map(|id| key(object_type, id)).collect::<Vec<_>>()
            })
            .chain(former.iter().cloned())
            .filter(|key| *key != own)
            .collect();
        associated.sort();
        associated.dedup();
        Self {
            own,
            associated,
            former,
        }
    }

    /// All keys, the record's own first.
    pub fn all(&self) -> impl Iterator<Item = &ReservationKey> {
        std::iter::once(&self.own).chain(&self.associated)
    }

    /// True for the record itself, such as `payment/3001`, under any id that it ever had.
    pub fn is_of_record(&self, record: &str) -> bool {
        let mut ids = std::iter::once(&self.own).chain(&self.former);
        ids.any(|key| key.0 == record)
    }

    /// Checks that all can be reserved in one transaction.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for more associated records than that.
    pub fn check(&self, label: &str) -> Result<(), ActionError> {
        if self.associated.len() < MOST_RESERVATIONS {
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "{label}: it is associated with {} deals, quotes, payments and invoices, and a sale can be \
             reserved for {} of them at once: give `hs_payment_type` with its recurring payments, which \
             are sales of their own, or leave out what is not of this sale",
            self.associated.len(),
            MOST_RESERVATIONS - 1
        )))
    }
}

/// True for an associated payment that is a sale of its own.
fn is_apart(record: &Record) -> bool {
    is_recurring(&record.properties)
}

fn key(object_type: &str, id: &str) -> ReservationKey {
    ReservationKey(format!("{object_type}/{id}"))
}

#[cfg(test)]
mod tests;
