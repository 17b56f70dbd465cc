//! Records that HubSpot merged into another one: what was booked or mapped under their ids counts for
//! the one that is left.
//!
//! HubSpot keeps their ids in `hs_merged_object_ids` of the record that is left, and answers a request for
//! one of them with that record.

use hubspot::{ObjectId, Properties, Record};

use crate::request::{EnrolledRecord, merged_ids};

/// All ids of an enrolled record: its own, then those of the records that were merged into it.
pub fn ids_of_enrolled(record: &EnrolledRecord) -> Vec<&str> {
    ids(&record.id, &record.properties)
}

/// All ids of an associated record: its own, then those of the records that were merged into it.
pub fn ids_of(record: &Record) -> Vec<&str> {
    ids(&record.id, &record.properties)
}

fn ids<'r>(own: &'r str, properties: &'r Properties) -> Vec<&'r str> {
    let mut ids = vec![own];
    for id in merged_ids(properties) {
        if ObjectId::is_valid(id) && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use hubspot::Record;
    use serde_json::json;

    use super::ids_of;

    #[test]
    fn a_record_has_its_own_id_and_those_that_were_merged_into_it() {
        let cases = [
            (json!(null), "9001"),
            (json!(""), "9001"),
            (json!("9000"), "9001 9000"),
            (json!("9000;8999; 9000;9001"), "9001 9000 8999"),
            (json!("9000;x;0;"), "9001 9000"),
        ];
        for (merged, expected) in cases {
            let record = json!({"id": "9001", "properties": {"hs_merged_object_ids": merged}});
            let record: Record = serde_json::from_value(record).unwrap();
            assert_eq!(ids_of(&record).join(" "), expected, "{merged}");
        }
    }
}
