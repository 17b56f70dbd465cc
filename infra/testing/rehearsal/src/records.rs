//! Records by id, without HubSpot: those that a test puts there, with the properties that are asked for.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use actions::ActionError;
use actions::records::{ReadOrder, ReadingRecord, Records};
use actions::request::EnrolledRecord;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Records by type and id; each read is counted.
///
/// Like HubSpot it gives the properties that were asked for and no others, and lists only those that were
/// asked for.
#[derive(Default)]
pub struct GivenRecords {
    records: Mutex<HashMap<(String, String), Value>>,
    orders: Mutex<Vec<ReadOrder>>,
}

impl GivenRecords {
    /// Puts the record of a request there, in place of an earlier one.
    pub fn put(&self, record: &Value) {
        let text = |name: &str| record[name].as_str().map(str::to_owned);
        let kind = text("object_type").expect("a record has a type");
        let kind = hubspot::ObjectType::from(kind.as_str()).to_string();
        let id = text("id").expect("a record's id is a text");
        let mut records = self.records.lock().expect("no test panicked");
        records.insert((kind, id), record.clone());
    }

    /// The orders by which records were read.
    pub fn orders(&self) -> Vec<ReadOrder> {
        self.orders.lock().expect("no test panicked").clone()
    }

    fn find(&self, order: &ReadOrder) -> Result<EnrolledRecord, ActionError> {
        let mut orders = self.orders.lock().expect("no test panicked");
        orders.push(order.clone());
        let records = self.records.lock().expect("no test panicked");
        let found = records.get(&(order.object_type.to_string(), order.id.clone()));
        let found = found.ok_or_else(|| ActionError::RecordNotFound {
            message: format!("{}: HubSpot has no such record", order.label()),
        })?;
        Ok(serde_json::from_value(answered(found, order)).expect("a test's record can be read"))
    }
}

impl Records for GivenRecords {
    fn read<'r>(&'r self, order: &'r ReadOrder, _deadline: Timestamp) -> ReadingRecord<'r> {
        let found = self.find(order);
        Box::pin(async move { found })
    }
}

/// The record as HubSpot would answer the order.
fn answered(record: &Value, order: &ReadOrder) -> Value {
    let mut answer = Map::new();
    answer.insert("object_type".to_owned(), record["object_type"].clone());
    answer.insert("id".to_owned(), record["id"].clone());
    let properties = asked(&record["properties"], &order.properties);
    answer.insert("properties".to_owned(), properties);
    for (list, wanted) in &order.associated {
        let objects = record[list.to_string()].as_array().into_iter().flatten();
        let objects = objects.map(|object| {
            let mut object = object.clone();
            object["properties"] = asked(&object["properties"], wanted);
            object
        });
        answer.insert(list.to_string(), objects.collect());
    }
    Value::Object(answer)
}

/// The properties asked for; those without a value are null.
fn asked(properties: &Value, wanted: &BTreeSet<String>) -> Value {
    let one = |name: &String| (name.clone(), properties[name.as_str()].clone());
    Value::Object(wanted.iter().map(one).collect())
}
