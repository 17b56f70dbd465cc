//! Several operations in one request.

use bytes::Bytes;
use derive_more::Debug;
use serde_json::{Value, json};

use crate::{kind::EntityKind, query::Query, request_error::RequestError};

/// Several operations in one request; each is done or refused by itself, and none sees another’s effect.
///
/// Answered in the order of the items by [`Answer::batch`](crate::Answer::batch). `Debug` shows no
/// contents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Query(Query),
    Write {
        operation: &'static str,
        kind: EntityKind,
        #[debug(skip)]
        object: Value,
    },
}

impl Batch {
    /// Three digits on each side of the `of` of an item id; QuickBooks refuses far fewer items (1040).
    const MAX_ITEMS: usize = 999;

    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a query.
    #[must_use]
    pub fn query(self, query: Query) -> Self {
        self.with(Item::Query(query))
    }

    /// Adds the creation of an object.
    #[must_use]
    pub fn create(self, kind: EntityKind, object: Value) -> Self {
        self.with_write("create", kind, object)
    }

    /// Adds an update; the object holds `Id` and `SyncToken`.
    #[must_use]
    pub fn update(self, kind: EntityKind, object: Value) -> Self {
        self.with_write("update", kind, object)
    }

    /// Tells whether an item can change the company.
    pub(crate) fn writes(&self) -> bool {
        self.items
            .iter()
            .any(|item| matches!(item, Item::Write { .. }))
    }

    /// The number of its queries.
    pub(crate) fn queries(&self) -> u64 {
        let queries = self.items.iter();
        queries
            .map(|item| u64::from(matches!(item, Item::Query(_))))
            .sum()
    }

    pub(crate) fn to_body(&self) -> Result<Bytes, RequestError> {
        let total = self.items.len();
        if !(1..=Self::MAX_ITEMS).contains(&total) {
            return Err(RequestError::BatchSize(total));
        }
        let items = (1..)
            .zip(&self.items)
            .map(|(position, item)| item.to_json(&item_id(position, total)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "BatchItemRequest": items }).to_string().into())
    }

    fn with_write(self, operation: &'static str, kind: EntityKind, object: Value) -> Self {
        self.with(Item::Write {
            operation,
            kind,
            object,
        })
    }

    fn with(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }
}

impl Item {
    fn to_json(&self, id: &str) -> Result<Value, RequestError> {
        match self {
            Self::Query(query) => {
                query.validate()?;
                Ok(json!({ "bId": id, "Query": query.to_string() }))
            }
            Self::Write {
                operation,
                kind,
                object,
            } => Ok(json!({ "bId": id, "operation": operation, kind.name(): object })),
        }
    }
}

/// The id of an item, at most 10 characters: `3of5`. With the total in it, an answer that lacks items
/// shows by itself.
fn item_id(position: usize, total: usize) -> String {
    format!("{position}of{total}")
}

/// Reads an [`item_id`] back: position and total, both from 1.
pub(crate) fn parse_item_id(id: &str) -> Option<(usize, usize)> {
    let (position, total) = id.split_once("of")?;
    Some((position.parse().ok()?, total.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Batch, item_id, parse_item_id};
    use crate::{
        kind::EntityKind,
        query::{Condition, InvalidQuery, Query},
        request_error::RequestError,
    };

    fn body(batch: &Batch) -> Value {
        serde_json::from_slice(&batch.to_body().unwrap()).unwrap()
    }

    #[test]
    fn every_item_names_its_place_and_its_operation() {
        let batch = Batch::new()
            .query(Query::select(EntityKind::Item).filter(Condition::equals("Sku", "HRS")))
            .create(
                EntityKind::Customer,
                json!({ "DisplayName": "Ada O'Keefe" }),
            )
            .update(EntityKind::Customer, json!({ "Id": "1", "SyncToken": "0" }));
        insta::assert_json_snapshot!(body(&batch));
    }

    #[test]
    fn an_item_id_reads_back_and_has_at_most_10_characters() {
        for (position, total) in [(1, 1), (3, 30), (999, 999)] {
            let id = item_id(position, total);
            assert!(id.len() <= 10);
            assert_eq!(parse_item_id(&id), Some((position, total)));
        }
        for id in ["", "bid1", "of", "1of", "of3", "1 of 3"] {
            assert_eq!(parse_item_id(id), None, "{id:?}");
        }
    }

    #[test]
    fn an_empty_batch_and_a_query_that_could_only_be_refused_are_not_sent() {
        assert_eq!(Batch::new().to_body(), Err(RequestError::BatchSize(0)));
        let refused = Batch::new().query(Query::select(EntityKind::Item).start_position(0));
        let refusal = RequestError::Query(InvalidQuery::StartPosition);
        assert_eq!(refused.to_body(), Err(refusal));
    }
}
