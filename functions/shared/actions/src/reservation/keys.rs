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
    /// Those of what it is associated with.
    pub associated: Vec<ReservationKey>,
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
        let is_recurring =
            record.object_type == ObjectType::Payment && is_recurring(&record.properties);
        let lists = lists.into_iter().filter(|_| !is_recurring);
        let mut associated: Vec<ReservationKey> = lists
            .flat_map(|(object_type, records)| {
                let records = records.iter().filter(|record| !is_apart(record));
                let ids = records.flat_map(merged::ids_of);
                ids.map(|id| key(object_type, id)).collect::<Vec<_>>()
            })
            .chain(former)
            .filter(|key| *key != own)
            .collect();
        associated.sort();
        associated.dedup();
        Self { own, associated }
    }

    /// All keys, the record's own first.
    pub fn all(&self) -> impl Iterator<Item = &ReservationKey> {
        std::iter::once(&self.own).chain(&self.associated)
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
mod tests {
    use serde_json::{Value, json};

    use super::SaleKeys;

    fn keys(record: Value) -> Vec<String> {
        let keys = SaleKeys::of(&serde_json::from_value(record).unwrap());
        keys.all().map(|key| key.0.clone()).collect()
    }

    #[test]
    fn a_sale_is_that_of_the_record_and_of_what_it_is_associated_with() {
        let deal = json!({"object_type": "deal", "id": "1", "deals": [{"id": "1"}],
            "quotes": [{"id": "3"}, {"id": "2"}],
            "payments": [{"id": "4"}, {"id": "5", "properties": {"hs_payment_type": "recurring"}}]});
        assert_eq!(keys(deal), ["deal/1", "payment/4", "quote/2", "quote/3"]);
        let payment = json!({"object_type": "payment", "id": "4", "deals": [{"id": "1"}],
            "invoices": [{"id": "6"}],
            "properties": {"hs_payment_type": "one_time_or_initial"}});
        assert_eq!(keys(payment), ["payment/4", "deal/1", "invoice/6"]);
    }

    #[test]
    fn the_sale_of_a_record_that_was_merged_into_another_is_the_other_s() {
        let deal = json!({"object_type": "deal", "id": "1", "properties": {"hs_merged_object_ids": "8"},
            "quotes": [{"id": "2", "properties": {"hs_merged_object_ids": "7;6"}}]});
        assert_eq!(
            keys(deal),
            ["deal/1", "deal/8", "quote/2", "quote/6", "quote/7"]
        );
    }

    #[test]
    fn a_recurring_payment_is_a_sale_of_its_own() {
        let payment = json!({"object_type": "payment", "id": "5", "deals": [{"id": "1"}],
            "properties": {"hs_payment_type": "RECURRING"}});
        assert_eq!(keys(payment), ["payment/5"]);
    }

    #[test]
    fn more_than_one_transaction_reserves_is_refused() {
        let quotes = |count: u32| {
            (1..=count)
                .map(|id| json!({"id": id.to_string()}))
                .collect()
        };
        let of = |quotes: Value| {
            let record = json!({"object_type": "deal", "id": "1", "quotes": quotes});
            SaleKeys::of(&serde_json::from_value(record).unwrap()).check("deal 1")
        };
        assert!(of(quotes(98)).is_ok());
        let error = of(quotes(99)).unwrap_err().to_string();
        assert!(
            error.contains("deal 1: it is associated with 99"),
            "{error}"
        );
    }
}
