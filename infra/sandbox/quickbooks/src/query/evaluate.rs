//! Rows that a query selects, in its order.

use std::cmp::Ordering;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::found::{found, moment};
use super::statement::{Comparison, Condition, Order, Query, Selection, Test};
use super::{filterable, sorting};
use crate::company::{
    Company, Entity, Fields, Row, Sequence, Table, decimal, is_active, text, value_of, view,
};
use crate::fault::Fault;
use crate::options::OpenQuestions;

/// The content of the `QueryResponse`.
pub(super) fn evaluate(
    company: &Company,
    query: &Query,
    open_questions: OpenQuestions,
) -> Result<Value, Fault> {
    let unknown =
        || Fault::query_invalid(&format!("invalid context declaration: {}", query.entity));
    let entity: Entity = query.entity.parse().map_err(|_| unknown())?;
    let conditions = resolve(entity, &query.conditions, open_questions)?;
    let orders = sorting::resolve(entity, &query.order)?;
    if conditions.is_empty() && entity != Entity::TaxCode {
        return Ok(of_all(company, entity, query, &orders));
    }
    let found = found(company, entity, &conditions);
    let selected = || {
        let rows = rows(company, entity, found.as_deref());
        rows.filter(|row| is_selected(entity, &row.fields, &conditions))
    };
    if query.selection == Selection::Count {
        return Ok(total(selected().count()));
    }
    let is_in_order = found.is_none() && orders.is_empty() && entity != Entity::TaxCode;
    let (page, total) = if is_in_order {
        let page = selected().skip(query.start - 1).take(query.max).collect();
        (page, entity.lists_with_total().then(|| selected().count()))
    } else {
        let mut rows: Vec<&Row> = selected().collect();
        if let Some(table) = company.table(entity).filter(|_| found.is_some()) {
            rows.sort_by(|a, b| table.default_order(a, b));
        }
        sorting::sort(&mut rows, &orders);
        let total = entity.lists_with_total().then_some(rows.len());
        (page(entity, &rows, query), total)
    };
    Ok(response(company, entity, query, page, total))
}

/// The answer to a query without conditions: where the order asked for stands ready, neither its count nor a page far
/// behind the first one costs a look at the other rows.
fn of_all(company: &Company, entity: Entity, query: &Query, orders: &[Order]) -> Value {
    let Some(table) = company.table(entity) else {
        let is_count = query.selection == Selection::Count;
        return if is_count { total(0) } else { object([]) };
    };
    let count = table.shown_count();
    if query.selection == Selection::Count {
        return total(count);
    }
    let skipped = query.start - 1;
    let page: Vec<&Row> = if let Some((sequence, is_backwards)) = sorting::ready(entity, orders) {
        let rows = table.shown_from(sequence, is_backwards, skipped);
        rows.take(query.max).collect()
    } else {
        let mut rows: Vec<&Row> = table.shown_from(Sequence::Listed, false, 0).collect();
        sorting::sort(&mut rows, orders);
        rows.into_iter().skip(skipped).take(query.max).collect()
    };
    let total = entity.lists_with_total().then_some(count);
    response(company, entity, query, page, total)
}

fn total(count: usize) -> Value {
    object([("totalCount", Value::from(count))])
}

fn response(
    company: &Company,
    entity: Entity,
    query: &Query,
    page: Vec<&Row>,
    total: Option<usize>,
) -> Value {
    if page.is_empty() {
        return object([]);
    }
    let count = page.len();
    let shown = page
        .into_iter()
        .map(|row| project(view::listed(company, entity, row), &query.selection));
    let mut response = Map::new();
    response.insert(entity.name().to_owned(), Value::Array(shown.collect()));
    response.insert("startPosition".to_owned(), Value::from(query.start));
    response.insert("maxResults".to_owned(), Value::from(count));
    if let Some(total) = total {
        response.insert("totalCount".to_owned(), Value::from(total));
    }
    Value::Object(response)
}

/// Those rows, or else all of the entity in the order of a list that asks for none.
fn rows<'c>(
    company: &'c Company,
    entity: Entity,
    found: Option<&[&'c Row]>,
) -> impl Iterator<Item = &'c Row> {
    let all = company
        .table(entity)
        .filter(|_| found.is_none())
        .into_iter()
        .flat_map(Table::in_order);
    found.unwrap_or_default().iter().copied().chain(all)
}

fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    Value::Object(
        properties
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// Checks the conditions and spells their properties as the schema does.
fn resolve(
    entity: Entity,
    conditions: &[Condition],
    open_questions: OpenQuestions,
) -> Result<Vec<Condition>, Fault> {
    let resolve = |condition: &Condition| {
        let property = filterable::resolve(entity, &condition.property)?;
        if property == "Id" {
            check_id_test(entity, &condition.test)?;
        }
        if filterable::is_time(entity, &property) {
            check_values(&condition.test, is_time, "a date", open_questions)?;
        } else if filterable::is_flag(entity, &property) {
            check_values(&condition.test, is_flag, "true or false", open_questions)?;
        }
        let test = match &condition.test {
            // Once, and not for every row.
            Test::Like(pattern) => Test::Like(pattern.to_lowercase()),
            test => test.clone(),
        };
        Ok(Condition { property, test })
    };
    conditions.iter().map(resolve).collect()
}

/// Checks that a property is compared with values of its kind.
fn check_values(
    test: &Test,
    is_of_kind: fn(&str) -> bool,
    kind: &str,
    open_questions: OpenQuestions,
) -> Result<(), Fault> {
    let values = match test {
        Test::Compare(_, value) | Test::Like(value) => std::slice::from_ref(value),
        Test::In(values) => values,
    };
    match values.iter().find(|value| !is_of_kind(value)) {
        Some(value) => {
            let detail = format!("value {value} is not {kind}");
            open_questions.refuse(|| Fault::query_invalid(&detail))
        }
        None => Ok(()),
    }
}

/// A time is compared with a date, or with a moment of one.
fn is_time(value: &str) -> bool {
    let is_day = value.len() == 10 && value.parse::<Date>().is_ok();
    is_day || value.parse::<Timestamp>().is_ok() || value.parse::<DateTime>().is_ok()
}

fn is_flag(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "true" | "false")
}

/// Ids are compared for equality alone, and with numbers (but for the two pseudo tax codes).
fn check_id_test(entity: Entity, test: &Test) -> Result<(), Fault> {
    let ids = match test {
        Test::Compare(Comparison::Equal, id) => std::slice::from_ref(id),
        Test::In(ids) => ids,
        Test::Compare(..) | Test::Like(_) => {
            return Err(Fault::query_invalid(
                "property 'Id' can only be compared with = and IN",
            ));
        }
    };
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    match ids
        .iter()
        .find(|id| !is_number(id) && entity != Entity::TaxCode)
    {
        Some(id) => Err(Fault::invalid_id(id)),
        None => Ok(()),
    }
}

/// Inactive rows are hidden unless the query says something about `Active`.
fn is_selected(entity: Entity, fields: &Fields, conditions: &[Condition]) -> bool {
    let asks_for_active = conditions
        .iter()
        .any(|condition| condition.property == "Active");
    let is_hidden = !entity.is_transaction() && !is_active(fields) && !asks_for_active;
    !is_hidden && conditions.iter().all(|condition| holds(fields, condition))
}

fn holds(fields: &Fields, condition: &Condition) -> bool {
    let Some(value) = value_of(fields, &condition.property) else {
        return false;
    };
    match &condition.test {
        Test::Compare(comparison, wanted) => {
            compare(value, wanted).is_some_and(|ordering| agrees(*comparison, ordering))
        }
        Test::In(wanted) => wanted
            .iter()
            .any(|wanted| compare(value, wanted) == Some(Ordering::Equal)),
        Test::Like(pattern) => is_like(&plain(value).to_lowercase(), pattern),
    }
}

fn agrees(comparison: Comparison, ordering: Ordering) -> bool {
    match comparison {
        Comparison::Equal => ordering.is_eq(),
        Comparison::Less => ordering.is_lt(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::AtMost => ordering.is_le(),
        Comparison::AtLeast => ordering.is_ge(),
        Comparison::NotEqual => ordering.is_ne(),
    }
}

/// Numbers and times by value, texts without regard to case.
fn compare(value: &Value, wanted: &str) -> Option<Ordering> {
    match value {
        Value::Number(_) => {
            Some(decimal::read(value)?.cmp(&Decimal::from_str(wanted.trim()).ok()?))
        }
        Value::Bool(flag) => Some(flag.cmp(&wanted.to_lowercase().parse().ok()?)),
        Value::String(text) => match (Timestamp::from_str(text), moment(wanted)) {
            (Ok(time), Some(wanted)) => Some(time.cmp(&wanted)),
            _ => Some(text.to_lowercase().cmp(&wanted.to_lowercase())),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// `%` stands for any run of characters, and nothing else is special.
fn is_like(text: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('%') else {
        return text == pattern;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('%').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else {
            return false;
        };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

/// The tax codes of a US company that are no rows of its own, in the order in which they come.
const PSEUDO_CODES: [&str; 3] = ["TAX", "NON", "CustomSalesTax"];

/// The rows asked for. The pseudo tax codes come before them, on top of the number asked for (a known fault of
/// QuickBooks, by the tests of python-quickbooks).
fn page<'a>(entity: Entity, rows: &[&'a Row], query: &Query) -> Vec<&'a Row> {
    let id = |row: &Row| text(&row.fields, "Id").unwrap_or_default().to_owned();
    let is_pseudo =
        |row: &Row| entity == Entity::TaxCode && PSEUDO_CODES.contains(&id(row).as_str());
    let pseudo = PSEUDO_CODES.iter().filter_map(|code| {
        let mut rows = rows.iter().filter(|row| is_pseudo(row));
        rows.find(|row| id(row) == *code)
    });
    let real = rows
        .iter()
        .filter(|row| !is_pseudo(row))
        .skip(query.start - 1)
        .take(query.max);
    pseudo.chain(real).copied().collect()
}

/// A projection answers the properties asked for.
fn project(mut row: Value, selection: &Selection) -> Value {
    let Selection::Properties(wanted) = selection else {
        return row;
    };
    let is_wanted = |name: &str| {
        matches!(name, "domain" | "sparse")
            || wanted.iter().any(|wanted| {
                wanted
                    .split('.')
                    .next()
                    .is_some_and(|head| head.eq_ignore_ascii_case(name))
            })
    };
    if let Some(fields) = row.as_object_mut() {
        fields.retain(|name, _| is_wanted(name));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_stands_for_any_text_and_nothing_else_does() {
        let cases = [
            ("amy's bird", "amy%", true),
            ("amy's bird", "%bird", true),
            ("amy's bird", "%'s%", true),
            ("amy's bird", "%", true),
            ("amy's bird", "a%y%d", true),
            ("amy's bird", "bird%", false),
            ("amy's bird", "amy_s bird", false),
            ("ab", "ab%b", false),
            ("", "%", true),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(is_like(text, pattern), expected, "{text} like {pattern}");
        }
    }
}
