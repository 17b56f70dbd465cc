//! The records of a batch, sorted into found and not found.

use std::collections::HashMap;

use crate::{api_error::ApiError, batch::BatchWire, object::ObjectId, record::StoredRecord};

/// The records of a batch read, sorted by what became of each id that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordBatch {
    /// The records in the order in which they were asked for, each once. HubSpot answers in another order. One that
    /// others were merged into stands where the first of them was asked for.
    pub found: Vec<StoredRecord>,
    /// The ids that no record answers to: deleted, archived, or never there.
    pub missing: Vec<ObjectId>,
    /// Records that answer to no id asked for: others were merged into them, and HubSpot does not tell which.
    pub unexpected: Vec<StoredRecord>,
    /// Errors other than that a record is not found. With one of them, a missing id may exist.
    pub refused: Vec<ApiError>,
}

impl RecordBatch {
    /// Adds the records of another batch behind these.
    pub fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
        self.missing.append(&mut other.missing);
        self.unexpected.append(&mut other.unexpected);
        self.refused.append(&mut other.refused);
    }

    /// Sorts an answer by the ids that were asked for.
    pub(crate) fn sorted(asked: &[ObjectId], answer: BatchWire<StoredRecord>) -> Self {
        let places = places(&answer.results);
        let mut answered: Vec<Option<StoredRecord>> =
            answer.results.into_iter().map(Some).collect();
        let mut batch = Self::default();
        for id in asked {
            match places.get(id) {
                None => batch.missing.push(id.clone()),
                Some(place) => {
                    let record = answered.get_mut(*place).and_then(Option::take);
                    batch.found.extend(record);
                }
            }
        }
        batch.unexpected = answered.into_iter().flatten().collect();
        let errors = answer.errors.into_iter().flatten();
        batch.refused = errors
            .filter(|error| !error.is("OBJECT_NOT_FOUND"))
            .collect();
        batch
    }
}

/// The place of the record that answers to an id; a record's own id comes before those merged into another.
fn places(records: &[StoredRecord]) -> HashMap<ObjectId, usize> {
    let merged = records.iter().zip(0..);
    let merged = merged.flat_map(|(record, place)| {
        let ids = record.merged_ids().into_iter();
        ids.map(move |id| (id, place))
    });
    let own = records.iter().map(|record| record.id.clone()).zip(0..);
    merged.chain(own).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{
        collection::vec,
        prelude::{prop_assert, prop_assert_eq, proptest},
    };
    use serde_json::{Value, json};

    use super::RecordBatch;
    use crate::{batch::BatchWire, object::ObjectId};

    fn ids(ids: &[&str]) -> Vec<ObjectId> {
        ids.iter().map(|id| ObjectId::new(id).unwrap()).collect()
    }

    fn sorted(asked: &[&str], answer: Value) -> RecordBatch {
        let answer: BatchWire<_> = serde_json::from_value(answer).unwrap();
        RecordBatch::sorted(&ids(asked), answer)
    }

    fn found(batch: &RecordBatch) -> Vec<&str> {
        batch
            .found
            .iter()
            .map(|record| record.id.as_str())
            .collect()
    }

    #[test]
    fn records_come_in_the_order_in_which_they_were_asked_for() {
        let batch = sorted(
            &["7", "9", "8"],
            json!({ "status": "COMPLETE", "results": [{ "id": "7" }, { "id": "8" }, { "id": "9" }] }),
        );
        assert_eq!(found(&batch), ["7", "9", "8"]);
        assert!(
            batch.missing.is_empty() && batch.unexpected.is_empty() && batch.refused.is_empty()
        );
    }

    #[test]
    fn an_id_without_a_record_is_missing_whatever_the_errors_say_of_it() {
        for errors in [
            json!([{ "status": "error", "category": "OBJECT_NOT_FOUND", "message": "m", "context": { "ids": ["2"] } }]),
            json!([{ "category": "OBJECT_NOT_FOUND" }]),
            json!([]),
            json!(null),
        ] {
            let batch = sorted(
                &["1", "2"],
                json!({ "results": [{ "id": "1" }], "numErrors": 1, "errors": errors }),
            );
            assert_eq!(found(&batch), ["1"]);
            assert_eq!(batch.missing, ids(&["2"]));
            assert!(batch.refused.is_empty());
        }
    }

    #[test]
    fn an_error_of_another_kind_is_told_apart_from_not_found() {
        let batch = sorted(
            &["1"],
            json!({ "results": [], "errors": [{ "category": "VALIDATION_ERROR", "message": "m" }] }),
        );
        assert_eq!(batch.refused.len(), 1);
        assert!(batch.refused[0].is("VALIDATION_ERROR"));
    }

    #[test]
    fn records_that_were_merged_are_found_once_under_their_new_id() {
        let survivor = json!({ "id": "9", "properties": { "hs_merged_object_ids": "3;4" } });
        let batch = sorted(
            &["3", "7", "4"],
            json!({ "results": [{ "id": "7" }, survivor] }),
        );
        assert_eq!(found(&batch), ["9", "7"]);
        assert!(batch.missing.is_empty() && batch.unexpected.is_empty());
    }

    #[test]
    fn a_record_that_nobody_asked_for_is_not_passed_off_as_one() {
        let batch = sorted(&["3"], json!({ "results": [{ "id": "9" }] }));
        assert!(batch.found.is_empty());
        assert_eq!(batch.missing, ids(&["3"]));
        assert_eq!(batch.unexpected.len(), 1);
    }

    proptest! {
        #[test]
        fn every_id_is_found_or_missing_and_nothing_else_is(
            asked in proptest::sample::subsequence((1..60_u64).collect::<Vec<_>>(), 0..60),
            there in vec(1..60_u64, 0..60),
        ) {
            let asked: Vec<String> = asked.iter().rev().map(u64::to_string).collect();
            let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
            let mut there: Vec<String> = there.iter().map(u64::to_string).collect();
            there.sort();
            there.dedup();
            let results: Vec<Value> = there.iter().map(|id| json!({ "id": id })).collect();
            let batch = sorted(&asked, json!({ "results": results }));
            let expected: Vec<&str> = asked.iter().copied().filter(|id| there.iter().any(|known| known == id)).collect();
            prop_assert_eq!(found(&batch), expected);
            prop_assert_eq!(batch.found.len() + batch.missing.len(), asked.len());
            prop_assert_eq!(batch.found.len() + batch.unexpected.len(), there.len());
            prop_assert!(batch.missing.iter().all(|id| !there.iter().any(|known| known == id.as_str())));
        }
    }
}
