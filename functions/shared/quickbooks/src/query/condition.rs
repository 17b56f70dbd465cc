//! One comparison of a query, with its values escaped.

use std::fmt::{self, Write};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::InvalidQuery;

/// One comparison. Property names are part of the program, hence `&'static str`; values are data.
#[derive(Clone, derive_more::Debug, PartialEq)]
pub struct Condition {
    property: &'static str,
    comparison: Comparison,
    #[debug("{} value(s)", values.len())]
    values: Vec<QueryValue>,
}

#[derive(Clone, Copy, Debug, PartialEq, strum::Display)]
enum Comparison {
    #[strum(to_string = "=")]
    Equals,
    #[strum(to_string = "like")]
    Like,
    #[strum(to_string = ">=")]
    AtLeast,
    #[strum(to_string = "in")]
    In,
}

/// The most spaces of a text that are doubled in every combination.
const EVERY_COMBINATION: usize = 3;

/// A value that a property is compared with; everything but truth values is sent in quotes, numbers too.
#[derive(Clone, PartialEq, derive_more::Debug)]
pub enum QueryValue {
    /// A text, number or date.
    #[debug("Text(..)")]
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
}

impl Condition {
    /// The property is this value; texts are compared without regard to case.
    pub fn equals(property: &'static str, value: impl Into<QueryValue>) -> Self {
        Self::new(property, Comparison::Equals, [value.into()])
    }

    /// The property is one of these values. An empty list is refused before it is sent.
    pub fn is_in<V: Into<QueryValue>>(
        property: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new(property, Comparison::In, values.into_iter().map(Into::into))
    }

    /// The property fits the pattern, in which `%` stands for any text. `%` itself cannot be escaped.
    pub fn like(property: &'static str, pattern: impl Into<QueryValue>) -> Self {
        Self::new(property, Comparison::Like, [pattern.into()])
    }

    /// Tells whether QuickBooks can be asked for exactly this text; see [`Self::resembles`].
    pub fn can_equal(text: &str) -> bool {
        text.chars().all(is_askable)
    }

    /// The property is this text, as far as QuickBooks can be asked: compare the rows that come back.
    ///
    /// The parser of queries refuses characters above U+00FF, such as `’`, `–`, `ł` or `李`, as a lexical
    /// error (4000; reported in quickbooks-ruby issues 54 and 362 and in Intuit’s PHP SDK issue 397),
    /// although names may hold them. Each run of them becomes `%` here, so that every row with this text
    /// is among those found, together with others that differ there. A text of Latin-1 is simply equal.
    pub fn resembles(property: &'static str, text: &str) -> Self {
        if Self::can_equal(text) {
            return Self::equals(property, text);
        }
        Self::like(property, with_any(text, |character| !is_askable(character)))
    }

    /// The property holds this text, alone or among others: compare the rows that come back, since it may be a part of a
    /// longer one there. `%` cannot be escaped, and stands for any text in it too, itself among them.
    pub fn contains(property: &'static str, text: &str) -> Self {
        let text = with_any(text, |character| !is_askable(character));
        Self::like(property, format!("%{}%", text.trim_matches('%')))
    }

    /// Tells whether a text has one form only: all of it can be asked for, and nothing in it is written in
    /// several ways.
    pub fn has_one_form(text: &str) -> bool {
        let mut odd = text
            .chars()
            .filter(|char| has_several_forms(*char) && *char != ' ');
        odd.next().is_none() && !text.contains("  ") && text.trim() == text
    }

    /// The texts that are this one with two spaces where it has one: a list finds only what is exactly alike,
    /// and in QuickBooks such a name may have been typed. Up to three places are doubled in every
    /// combination; of more, each alone and all together.
    pub fn with_doubled_spaces(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let gaps = words.len().saturating_sub(1);
        let all = u32::try_from(gaps)
            .ok()
            .and_then(|gaps| 1_u64.checked_shl(gaps));
        let all = all.unwrap_or(u64::MAX).wrapping_sub(1);
        let doubled: Vec<u64> = match gaps {
            0 => Vec::new(),
            1..=EVERY_COMBINATION => (1..=all).collect(),
            _ => (0..gaps.min(63))
                .map(|gap| 1 << gap)
                .chain([u64::MAX])
                .collect(),
        };
        let written = |doubled: &u64| {
            let mut text = String::new();
            for (place, word) in words.iter().enumerate() {
                if let Some(gap) = place.checked_sub(1) {
                    text.push_str(if doubled >> gap.min(63) & 1 == 1 {
                        "  "
                    } else {
                        " "
                    });
                }
                text.push_str(word);
            }
            text
        };
        doubled.iter().map(written).collect()
    }

    /// The property is this text, or one that people would take for the same: with another apostrophe (`’`
    /// for `'`), other spaces between words, or accents that are characters of their own. Compare the rows
    /// that come back; the text is given with composed accents.
    pub fn alike(property: &'static str, text: &str) -> Self {
        if text.chars().any(has_several_forms) {
            Self::like(property, pattern(text))
        } else {
            Self::equals(property, text)
        }
    }

    /// The property begins with such a text.
    pub fn begins_alike(property: &'static str, text: &str) -> Self {
        Self::like(
            property,
            format!("{}%", pattern(text).trim_end_matches('%')),
        )
    }

    /// The property is the value or greater.
    pub fn at_least(property: &'static str, value: impl Into<QueryValue>) -> Self {
        Self::new(property, Comparison::AtLeast, [value.into()])
    }

    fn new(
        property: &'static str,
        comparison: Comparison,
        values: impl IntoIterator<Item = QueryValue>,
    ) -> Self {
        Self {
            property,
            comparison,
            values: values.into_iter().collect(),
        }
    }

    pub(super) fn validate(&self) -> Result<(), InvalidQuery> {
        validate_property(self.property)?;
        if self.values.is_empty() {
            return Err(InvalidQuery::EmptyList(self.property));
        }
        Ok(())
    }
}

/// The pattern of a text in which whatever has several forms stands for any text.
fn pattern(text: &str) -> String {
    with_any(text.trim(), has_several_forms)
}

/// The pattern of a text in which each run of these characters stands for any text.
fn with_any(text: &str, stands_for_any: impl Fn(char) -> bool) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if !stands_for_any(character) {
            pattern.push(character);
        } else if !pattern.ends_with('%') {
            pattern.push('%');
        }
    }
    pattern
}

/// True for spaces, control characters, apostrophes, and all that may be an accent or cannot be asked for.
fn has_several_forms(character: char) -> bool {
    let is_spacing = character == ' ' || character.is_ascii_control();
    !character.is_ascii() || is_spacing || matches!(character, '\'' | '`')
}

fn is_askable(character: char) -> bool {
    character <= '\u{ff}'
}

pub(super) fn validate_property(property: &'static str) -> Result<(), InvalidQuery> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    if property.split('.').all(is_name) {
        Ok(())
    } else {
        Err(InvalidQuery::Property(property))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} ", self.property, self.comparison)?;
        if self.comparison != Comparison::In {
            return self
                .values
                .iter()
                .try_for_each(|value| value.fmt(formatter));
        }
        formatter.write_char('(')?;
        for (index, value) in self.values.iter().enumerate() {
            if index > 0 {
                formatter.write_str(", ")?;
            }
            value.fmt(formatter)?;
        }
        formatter.write_char(')')
    }
}

impl fmt::Display for QueryValue {
    /// Quotes and backslashes are escaped with a backslash; doubling a quote is a syntax error (4000).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(formatter),
            Self::Text(text) => {
                formatter.write_char('\'')?;
                for character in text.chars() {
                    if matches!(character, '\'' | '\\') {
                        formatter.write_char('\\')?;
                    }
                    formatter.write_char(character)?;
                }
                formatter.write_char('\'')
            }
        }
    }
}

impl From<&str> for QueryValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for QueryValue {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for QueryValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for QueryValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Decimal> for QueryValue {
    fn from(number: Decimal) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<Date> for QueryValue {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}
