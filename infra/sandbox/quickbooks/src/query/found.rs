//! Rows that a condition leaves without a look at the others.

use jiff::Timestamp;

use super::statement::{Comparison, Condition, Test};
use crate::company::{Company, Entity, Row, Sequence, Table};

/// The rows of the condition that leaves fewest, where one asks for an id, for a value that is looked up or begins so, or
/// for what was made or changed since.
pub(super) fn found<'c>(
    company: &'c Company,
    entity: Entity,
    conditions: &[Condition],
) -> Option<Vec<&'c Row>> {
    let table = company.table(entity)?;
    let counted = conditions.iter().filter_map(|condition| {
        let values = values(&condition.test)?;
        let counts = values.iter().map(|value| match &*condition.property {
            "Id" => Some(1),
            property => table.count_with_value(property, value),
        });
        Some((counts.sum::<Option<usize>>()?, condition, values))
    });
    if let Some((_, condition, values)) = counted.min_by_key(|(count, ..)| *count) {
        return with_values(table, &condition.property, &values);
    }
    let mut conditions = conditions.iter();
    conditions.find_map(|condition| beginning(table, condition).or_else(|| since(table, condition)))
}

/// The values of which a condition wants one.
fn values(test: &Test) -> Option<Vec<&String>> {
    let mut values = match test {
        Test::Compare(Comparison::Equal, value) => vec![value],
        Test::In(values) => values.iter().collect(),
        Test::Compare(..) | Test::Like(_) => return None,
    };
    values.sort_unstable_by_key(|value| value.to_lowercase());
    values.dedup_by_key(|value| value.to_lowercase());
    Some(values)
}

fn with_values<'c>(table: &'c Table, property: &str, values: &[&String]) -> Option<Vec<&'c Row>> {
    if property == "Id" {
        return Some(values.iter().filter_map(|id| table.get(id)).collect());
    }
    let rows = values.iter().map(|value| table.with_value(property, value));
    Some(rows.collect::<Option<Vec<_>>>()?.concat())
}

/// The rows whose text begins so: `LIKE 'Amy%'`.
fn beginning<'c>(table: &'c Table, condition: &Condition) -> Option<Vec<&'c Row>> {
    let Test::Like(pattern) = &condition.test else {
        return None;
    };
    let prefix = pattern.strip_suffix('%')?;
    if prefix.contains('%') {
        return None;
    }
    table.beginning(&condition.property, prefix)
}

/// The rows that were made or changed at the moment that is asked for, or later.
fn since<'c>(table: &'c Table, condition: &Condition) -> Option<Vec<&'c Row>> {
    let sequence = match condition.property.as_str() {
        "MetaData.CreateTime" => Sequence::Created,
        "MetaData.LastUpdatedTime" => Sequence::Updated,
        _ => return None,
    };
    let Test::Compare(Comparison::Greater | Comparison::AtLeast, time) = &condition.test else {
        return None;
    };
    Some(table.since(sequence, moment(time)?).collect())
}

/// A moment, or the start of a day in UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    text.parse()
        .ok()
        .or_else(|| format!("{text}T00:00:00Z").parse().ok())
}
