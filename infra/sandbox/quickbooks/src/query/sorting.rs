//! The order that a query asks for.

use std::cmp::Reverse;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use super::filterable;
use super::statement::Order;
use crate::company::{Entity, Row, Sequence, decimal, listed_by, value_of};
use crate::fault::Fault;

/// Spells the properties as the schema does.
pub(super) fn resolve(entity: Entity, orders: &[Order]) -> Result<Vec<Order>, Fault> {
    let resolve = |order: &Order| {
        Ok(Order {
            property: filterable::resolve(entity, &order.property)?,
            is_descending: order.is_descending,
        })
    };
    orders.iter().map(resolve).collect()
}

/// The order in which the rows stand ready, and `true` where it is read backwards.
pub(super) fn ready(entity: Entity, orders: &[Order]) -> Option<(Sequence, bool)> {
    let [order] = orders else {
        return orders.is_empty().then_some((Sequence::Listed, false));
    };
    let sequence = match order.property.as_str() {
        "Id" => Sequence::Id,
        "MetaData.CreateTime" => Sequence::Created,
        "MetaData.LastUpdatedTime" => Sequence::Updated,
        // Backwards, rows of one name would stand in another order than sorting leaves them in.
        property if listed_by(entity) == Some(property) && !order.is_descending => Sequence::Listed,
        _ => return None,
    };
    Some((sequence, order.is_descending))
}

/// Sorts by what is asked for; rows that are equal in it stand as in a list that asks for nothing.
pub(super) fn sort(rows: &mut [&Row], orders: &[Order]) {
    for order in orders.iter().rev() {
        if order.is_descending {
            rows.sort_by_cached_key(|row| Reverse(key(&order.property, row)));
        } else {
            rows.sort_by_cached_key(|row| key(&order.property, row));
        }
    }
}

/// A value to sort by. Rows without the property come first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Missing,
    Flag(bool),
    Number(Decimal),
    Moment(Timestamp, u64),
    Text(String),
}

fn key(property: &str, row: &Row) -> Key {
    let Some(value) = value_of(&row.fields, property) else {
        return Key::Missing;
    };
    // Within a second, what was changed last is the last.
    let then = || match property {
        "MetaData.LastUpdatedTime" => row.touched,
        _ => row.fields.get("Id").and_then(number_of).unwrap_or(u64::MAX),
    };
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => Key::Missing,
        Value::Bool(flag) => Key::Flag(*flag),
        Value::Number(_) => decimal::read(value).map_or(Key::Missing, Key::Number),
        Value::String(text) if property.starts_with("MetaData.") => {
            let time = text.parse().ok();
            time.map_or(Key::Missing, |time| Key::Moment(time, then()))
        }
        // Ids are numbers by their meaning; other texts are none, whatever they look like.
        Value::String(text) if property == "Id" || property.ends_with("Ref") => {
            number_of(value).map_or_else(|| Key::Text(text.clone()), |id| Key::Number(id.into()))
        }
        Value::String(text) => Key::Text(text.clone()),
    }
}

fn number_of(id: &Value) -> Option<u64> {
    id.as_str()?.parse().ok()
}
