//! Two records that become one.

use jiff::Timestamp;

use super::Portal;
use super::record::Source;
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

const MERGED: &str = "hs_merged_object_ids";

impl Portal {
    /// Merges a record into another: values that the survivor lacks and all associations go over to it, and the other
    /// one's id means the survivor from then on.
    pub(crate) fn merge(
        &mut self,
        object_type: ObjectType,
        survivor: u64,
        other: u64,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if survivor == other {
            return Err(Refusal::invalid("An object cannot be merged with itself"));
        }
        let records = self.records.get_mut(&object_type);
        let Some(gone) = records.and_then(|records| records.remove(&other)) else {
            return Err(Refusal::no_record());
        };
        let ids = gone.values.get(MERGED).cloned();
        for (&to_type, links) in &gone.links {
            for link in links {
                self.unlink((object_type, other), (to_type, link.to), None);
                for &key in &link.types {
                    self.link((object_type, survivor), (to_type, link.to), key);
                }
            }
        }
        let Some(record) = self.record(object_type, survivor) else {
            return Err(Refusal::no_record());
        };
        for (name, value) in gone.values {
            if name != MERGED && !record.values.contains_key(&name) {
                record.set(&name, Some(value), Source::MergeObjects, now);
            }
        }
        let known = record.values.get(MERGED).cloned();
        let ids: Vec<String> = [known, ids, Some(other.to_string())]
            .into_iter()
            .flatten()
            .collect();
        record.set(MERGED, Some(ids.join(";")), Source::MergeObjects, now);
        record.updated = now;
        let merged = self.merged.entry(object_type).or_default();
        merged.insert(other, survivor);
        Ok(())
    }
}
