//! Comparing a property with an operand when neither says its type.

use std::{cmp::Ordering, collections::BTreeSet};

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::properties::{Moment, exact_decimal, options};

/// Tells whether the two are equal: as numbers, as instants, as sets of options, else as text.
pub(super) fn equal(value: &str, operand: &str) -> bool {
    if let Some(ordering) = same_kind(value, operand) {
        return ordering == Ordering::Equal;
    }
    if value.contains(';') || operand.contains(';') {
        return folded_options(value) == folded_options(operand);
    }
    fold(value) == fold(operand)
}

/// The order of the property and the operand.
///
/// `None` when one of them is a number or an instant and the other is not: no order of a word and
/// a number means anything.
pub(super) fn order(value: &str, operand: &str) -> Option<Ordering> {
    same_kind(value, operand).or_else(|| {
        let both_text = [value, operand].into_iter().all(is_text);
        both_text.then(|| fold(value).cmp(&fold(operand)))
    })
}

/// Tells whether the property, or one of its options, equals the operand.
pub(super) fn includes(value: &str, operand: &str) -> bool {
    equal(value, operand)
        || options(value)
            .into_iter()
            .any(|option| equal(option, operand))
}

fn same_kind(value: &str, operand: &str) -> Option<Ordering> {
    let numbers = number(value).zip(number(operand));
    let instants = || instant(value).zip(instant(operand));
    numbers
        .map(|(value, operand)| value.cmp(&operand))
        .or_else(|| instants().map(|(value, operand)| value.cmp(&operand)))
}

fn is_text(text: &str) -> bool {
    number(text).is_none() && instant(text).is_none()
}

/// A number as HubSpot writes number properties; codes that merely consist of digits are text.
///
/// A leading zero (`01234`) or plus (`+1555`) marks a postal code or a telephone number, which
/// must not equal `1234`. An exponent counts with a point only (`1.0E7`), since `1E3` may be a SKU.
fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if has_leading_zero || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if text.contains('.') {
        crate::properties::decimal(text)
    } else {
        exact_decimal(text)
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    Moment::parse(text)?.instant()
}

fn folded_options(text: &str) -> BTreeSet<String> {
    options(text).into_iter().map(fold).collect()
}

/// Text without its case.
pub(super) fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
