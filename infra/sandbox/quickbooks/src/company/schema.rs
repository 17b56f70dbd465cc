//! The properties each entity has, and the reading of a request's body against them.

mod lists;
mod parts;
mod transactions;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::company::decimal;
use crate::company::entity::Entity;
use crate::fault::Fault;

/// An object's properties, and the name of Intuit's class for it.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) class: &'static str,
    entries: &'static [Entry],
}

/// A part of an object's list of properties.
#[derive(Debug)]
enum Entry {
    Property(Property),
    /// Properties that several objects share.
    Group(&'static [Self]),
}

/// One property of an object.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// The kind of value a property holds, with the rule for what is sent.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Text of at most so many characters.
    Text(usize),
    /// A name: as text, and without colon, tab and line feed.
    Name(usize),
    /// An e-mail address of at most so many characters.
    Email(usize),
    /// A boolean.
    Flag,
    /// A number of any precision.
    Number,
    /// A price of at most 99,999,999,999 (Intuit's page on items).
    Price,
    /// Money: at most 15 digits before the point and two after it.
    Money,
    /// `YYYY-MM-DD`.
    Date,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An object.
    Object(&'static Shape),
    /// A list of objects.
    List(&'static Shape),
    /// Stored as it is sent.
    Free,
    /// Set by the server; a value sent for it is ignored.
    Computed,
}

const fn property(name: &'static str, kind: Kind) -> Entry {
    Entry::Property(Property { name, kind })
}

const fn group(entries: &'static [Entry]) -> Entry {
    Entry::Group(entries)
}

/// The entity's properties.
pub(crate) fn shape(entity: Entity) -> &'static Shape {
    match entity {
        Entity::Invoice => &transactions::INVOICE,
        Entity::Estimate => &transactions::ESTIMATE,
        Entity::SalesReceipt => &transactions::SALES_RECEIPT,
        Entity::CreditMemo => &transactions::CREDIT_MEMO,
        Entity::RefundReceipt => &transactions::REFUND_RECEIPT,
        Entity::Payment => &transactions::PAYMENT,
        Entity::Purchase => &transactions::PURCHASE,
        Entity::Customer => &lists::CUSTOMER,
        Entity::Vendor => &lists::VENDOR,
        Entity::Employee => &lists::EMPLOYEE,
        Entity::Item => &lists::ITEM,
        Entity::Account => &lists::ACCOUNT,
        Entity::Term => &lists::TERM,
        Entity::PaymentMethod => &lists::PAYMENT_METHOD,
        Entity::Class => &lists::CLASS,
        Entity::Department => &lists::DEPARTMENT,
        Entity::TaxCode => &lists::TAX_CODE,
        Entity::TaxRate => &lists::TAX_RATE,
        Entity::CompanyInfo => &lists::COMPANY_INFO,
        Entity::Preferences => &lists::PREFERENCES,
        Entity::ExchangeRate => &lists::EXCHANGE_RATE,
    }
}

impl Shape {
    /// The property of this name.
    pub(crate) fn property(&self, name: &str) -> Option<&'static Property> {
        find(self.entries, &|property| property.name == name)
    }

    /// The first property that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Property) -> bool) -> Option<&'static Property> {
        find(self.entries, &fits)
    }

    /// The names of all properties, in the order in which faults list them.
    fn names(&self) -> Vec<&'static str> {
        names(self.entries)
    }
}

fn find(entries: &'static [Entry], fits: &impl Fn(&Property) -> bool) -> Option<&'static Property> {
    entries.iter().find_map(|entry| match entry {
        Entry::Property(property) => Some(property).filter(|property| fits(property)),
        Entry::Group(entries) => find(entries, fits),
    })
}

fn names(entries: &[Entry]) -> Vec<&'static str> {
    let of_entry = |entry: &Entry| match entry {
        Entry::Property(property) => vec![property.name],
        Entry::Group(entries) => names(entries),
    };
    entries.iter().flat_map(of_entry).collect()
}

/// Reads a request's body: refuses unknown properties and malformed values, brings numbers and dates into the
/// form answers have, drops what the server computes. `null` and `""` stay as `null`: they clear a property.
pub(crate) fn read(entity: Entity, body: &Map<String, Value>) -> Result<Map<String, Value>, Fault> {
    let shape = shape(entity);
    let mut fields = Map::new();
    for (name, value) in body {
        let property = known(shape, name)?;
        if is_blank(value) {
            fields.insert(name.clone(), Value::Null);
        } else if let Some(value) = property.kind.read(name, value)? {
            fields.insert(name.clone(), value);
        }
    }
    Ok(fields)
}

fn known(shape: &Shape, name: &str) -> Result<&'static Property, Fault> {
    shape
        .property(name)
        .ok_or_else(|| Fault::unknown_property(name, shape.class, &shape.names()))
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

impl Kind {
    fn read(&self, path: &str, value: &Value) -> Result<Option<Value>, Fault> {
        let read = match self {
            Self::Text(max) => text(path, value, *max)?,
            Self::Name(max) => name(path, value, *max)?,
            Self::Email(max) => email(path, value, *max)?,
            Self::Flag => flag(value)?,
            Self::Number => decimal::trimmed(number(path, value)?),
            Self::Price => price(path, value)?,
            Self::Money => money(path, value)?,
            Self::Date => date(path, value)?,
            Self::Choice(words) => choice(path, value, words)?,
            Self::Object(shape) => Value::Object(object(path, value, shape)?),
            Self::List(shape) => list(path, value, shape)?,
            Self::Free => value.clone(),
            Self::Computed => return Ok(None),
        };
        Ok(Some(read))
    }
}

fn object(path: &str, value: &Value, shape: &Shape) -> Result<Map<String, Value>, Fault> {
    let sent = value.as_object().ok_or_else(Fault::unreadable)?;
    let mut fields = Map::new();
    for (name, value) in sent {
        let property = known(shape, name)?;
        if is_blank(value) {
            continue;
        }
        if let Some(value) = property.kind.read(&format!("{path}.{name}"), value)? {
            fields.insert(name.clone(), value);
        }
    }
    Ok(fields)
}

fn list(path: &str, value: &Value, shape: &Shape) -> Result<Value, Fault> {
    let sent = value.as_array().ok_or_else(Fault::unreadable)?;
    let read = sent
        .iter()
        .map(|element| object(path, element, shape).map(Value::Object));
    read.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn text(path: &str, value: &Value, max: usize) -> Result<Value, Fault> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return Err(Fault::unreadable()),
    };
    let length = text.chars().count();
    if length > max {
        Err(Fault::length(path, max, length))
    } else {
        Ok(Value::String(text))
    }
}

fn name(path: &str, value: &Value, max: usize) -> Result<Value, Fault> {
    let value = text(path, value, max)?;
    let name = value.as_str().unwrap_or_default();
    if name.contains([':', '\t', '\n', '\r']) {
        return Err(Fault::invalid_characters(path));
    }
    Ok(Value::from(name.trim()))
}

fn email(path: &str, value: &Value, max: usize) -> Result<Value, Fault> {
    let value = text(path, value, max)?;
    let addresses = value.as_str().unwrap_or_default();
    let is_address = |address: &str| {
        address
            .trim()
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    };
    if addresses.split(',').all(is_address) {
        Ok(value)
    } else {
        Err(Fault::invalid_email(path))
    }
}

fn flag(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::String(word) if word == "true" || word == "false" => Ok(Value::Bool(word == "true")),
        _ => Err(Fault::unreadable()),
    }
}

fn number(path: &str, value: &Value) -> Result<Decimal, Fault> {
    match value {
        Value::Number(_) | Value::String(_) => {
            decimal::read(value).ok_or_else(|| Fault::invalid_decimal(path, &plain(value)))
        }
        _ => Err(Fault::unreadable()),
    }
}

/// More than two decimals are refused only after the rule about quantity and price had its say, see `lines`.
fn money(path: &str, value: &Value) -> Result<Value, Fault> {
    let amount = number(path, value)?.normalize();
    let too_large = amount.abs().trunc() >= Decimal::from(1_000_000_000_000_000_i64);
    if too_large {
        return Err(Fault::invalid_amount(path, &plain(value)));
    }
    Ok(if amount.scale() > 2 {
        decimal::trimmed(amount)
    } else {
        decimal::money(amount)
    })
}

fn price(path: &str, value: &Value) -> Result<Value, Fault> {
    let price = number(path, value)?;
    if price.abs() > Decimal::from(99_999_999_999_i64) {
        return Err(Fault::invalid_decimal(path, &plain(value)));
    }
    Ok(decimal::trimmed(price))
}

fn date(path: &str, value: &Value) -> Result<Value, Fault> {
    let text = value.as_str().ok_or_else(Fault::unreadable)?;
    // A time after the date is cut off, as QuickBooks was seen to do.
    let day = text.get(..10).unwrap_or(text);
    let date: Date = day.parse().map_err(|_| Fault::invalid_date(path, text))?;
    Ok(Value::from(date.to_string()))
}

fn choice(path: &str, value: &Value, words: &[&str]) -> Result<Value, Fault> {
    let word = value.as_str().ok_or_else(Fault::unreadable)?;
    if words.contains(&word) {
        Ok(value.clone())
    } else {
        Err(Fault::invalid_enumeration(path, word))
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::IntoEnumIterator;

    use super::{Kind, Shape, shape};
    use crate::company::Entity;

    /// Checks that groups do not bring a property twice: the second one's rules would never apply.
    fn names_each_property_once(shape: &Shape) {
        let names = shape.names();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(distinct.len(), names.len(), "{}: {names:?}", shape.class);
        for name in names {
            if let Kind::Object(part) | Kind::List(part) = shape.property(name).unwrap().kind {
                names_each_property_once(part);
            }
        }
    }

    #[test]
    fn every_property_of_an_object_is_named_once() {
        for entity in Entity::iter() {
            names_each_property_once(shape(entity));
        }
    }
}
