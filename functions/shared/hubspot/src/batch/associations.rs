//! The associations of several records.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Deserializer};

use crate::{
    api_error::ApiError,
    associations::{Associated, Associations},
    batch::BatchWire,
    object::ObjectId,
    page::Paging,
};

/// The associations of several records, sorted by what became of each id that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssociationBatch {
    /// The records in the order in which they were asked for, those without any associations included.
    pub answered: Vec<AssociationsOf>,
    /// The ids of which the answer says nothing.
    pub unanswered: Vec<ObjectId>,
    /// Errors other than that a record has no associations.
    pub refused: Vec<ApiError>,
}

/// The associations of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssociationsOf {
    /// The record.
    pub from: ObjectId,
    /// The records that it is associated with; there may be a further page.
    pub associations: Associations,
}

impl AssociationBatch {
    /// The associations of a record, if the answer tells them.
    pub fn of(&self, from: &ObjectId) -> Option<&Associations> {
        let mut answered = self.answered.iter();
        let of = answered.find(|of| of.from == *from);
        of.map(|of| &of.associations)
    }

    /// Sorts an answer by the ids that were asked for.
    ///
    /// HubSpot tells of a record without associations by an error that names it in its context. Should errors
    /// not name any, there must be as many of them as there are records left.
    pub(crate) fn sorted(asked: &[ObjectId], answer: BatchWire<AssociationsOf>) -> Self {
        let told = folded(answer.results);
        let errors = answer.errors.into_iter().flatten();
        let (none, refused): (Vec<ApiError>, Vec<ApiError>) =
            errors.partition(|error| error.is("NO_ASSOCIATIONS_FOUND"));
        let named: HashSet<&str> = none.iter().flat_map(from_ids).collect();
        let is_left = |id: &ObjectId| !told.contains_key(id) && !named.contains(id.as_str());
        let left = asked.iter().filter(|id| is_left(id)).count();
        let nameless = none.iter().filter(|error| from_ids(error).next().is_none());
        let left_has_none = nameless.count() >= left && refused.is_empty();
        let mut batch = Self::default();
        for id in asked {
            match told.get(id) {
                None if is_left(id) && !left_has_none => batch.unanswered.push(id.clone()),
                associations => batch.answered.push(AssociationsOf {
                    from: id.clone(),
                    associations: associations.cloned().unwrap_or_default(),
                }),
            }
        }
        batch.refused = refused;
        batch
    }
}

/// The associations by record; those of a record may be told in several results.
fn folded(results: Vec<AssociationsOf>) -> HashMap<ObjectId, Associations> {
    let mut told: HashMap<ObjectId, Associations> = HashMap::new();
    for AssociationsOf { from, associations } in results {
        told.entry(from).or_default().append(associations);
    }
    told
}

fn from_ids(error: &ApiError) -> impl Iterator<Item = &str> {
    error.values("fromObjectId")
}

#[derive(Deserialize)]
struct Wire {
    from: From,
    to: Vec<Associated>,
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct From {
    id: ObjectId,
}

impl<'de> Deserialize<'de> for AssociationsOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let after = wire.paging.and_then(Paging::after);
        Ok(Self {
            from: wire.from.id,
            associations: Associations::page(wire.to, after),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::AssociationBatch;
    use crate::{batch::BatchWire, object::ObjectId};

    fn id(id: &str) -> ObjectId {
        ObjectId::new(id).unwrap()
    }

    fn sorted(asked: &[&str], answer: Value) -> AssociationBatch {
        let asked: Vec<ObjectId> = asked.iter().map(|one| id(one)).collect();
        let answer: BatchWire<_> = serde_json::from_value(answer).unwrap();
        AssociationBatch::sorted(&asked, answer)
    }

    fn to(ids: &[u64]) -> Value {
        let types = json!([{ "category": "HUBSPOT_DEFINED", "typeId": 3, "label": null }]);
        let one = |id: &u64| json!({ "toObjectId": id, "associationTypes": types });
        ids.iter().map(one).collect()
    }

    fn none(from: &str) -> Value {
        json!({ "status": "error", "category": "OBJECT_NOT_FOUND",
            "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND", "message": "No company is associated with deal.",
            "context": { "fromObjectId": [from], "fromObjectType": ["deal"], "toObjectType": ["company"] } })
    }

    /// The ids told of each record that was answered, and those of which nothing was told.
    fn shown(batch: &AssociationBatch) -> String {
        let answered = batch.answered.iter().map(|of| {
            let ids: Vec<&str> = of.associations.ids().map(ObjectId::as_str).collect();
            format!("{}: [{}]", of.from, ids.join(" "))
        });
        let unanswered = batch.unanswered.iter().map(|id| format!("{id}: ?"));
        answered.chain(unanswered).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_associations_of_each_record_come_in_the_order_asked() {
        let results = json!([
            { "from": { "id": "2" }, "to": to(&[21, 22]) },
            { "from": { "id": "1" }, "to": to(&[11, 11]), "paging": { "next": { "after": "x" } } },
        ]);
        let batch = sorted(
            &["1", "2"],
            json!({ "status": "COMPLETE", "results": results }),
        );
        assert_eq!(shown(&batch), "1: [11], 2: [21 22]");
        assert_eq!(batch.of(&id("1")).unwrap().after(), Some("x"));
        assert_eq!(batch.of(&id("2")).unwrap().after(), None);
        assert_eq!(batch.of(&id("3")), None);
    }

    #[test]
    fn a_record_without_associations_has_none_and_is_no_error() {
        let results = json!([{ "from": { "id": "1" }, "to": to(&[11]) }]);
        let nameless = json!({ "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND" });
        let refused = json!({ "category": "VALIDATION_ERROR" });
        for (errors, expected) in [
            (json!([none("2")]), "1: [11], 2: []"),
            (json!([nameless]), "1: [11], 2: []"),
            (json!([]), "1: [11], 2: ?"),
            (json!(null), "1: [11], 2: ?"),
            (json!([none("3")]), "1: [11], 2: ?"),
            (json!([refused]), "1: [11], 2: ?"),
            (json!([nameless, refused]), "1: [11], 2: ?"),
            (json!([none("2"), refused]), "1: [11], 2: []"),
        ] {
            let batch = sorted(&["1", "2"], json!({ "results": results, "errors": errors }));
            assert_eq!(shown(&batch), expected, "{errors}");
        }
    }

    #[test]
    fn fewer_errors_than_records_left_say_nothing_of_any() {
        let nameless = json!({ "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND" });
        let batch = sorted(&["1", "2"], json!({ "results": [], "errors": [nameless] }));
        assert_eq!(shown(&batch), "1: ?, 2: ?");
    }

    #[test]
    fn a_record_told_in_two_results_has_the_associations_of_both() {
        let results = json!([
            { "from": { "id": "1" }, "to": to(&[11]) },
            { "from": { "id": 1 }, "to": to(&[12, 11]) },
        ]);
        let batch = sorted(&["1"], json!({ "results": results }));
        assert_eq!(shown(&batch), "1: [11 12]");
    }
}
