//! A record's properties: text by name, given a type where it is read.

mod definition;
mod error;
mod moment;
mod number;
#[cfg(test)]
pub(crate) mod tests;
mod wire;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

pub use definition::{PropertyDefinition, PropertyGroup, PropertyOption, PropertyType};
pub use error::PropertyError;
pub(crate) use moment::Moment;
pub(crate) use number::{decimal, exact_decimal};

/// The properties of one record, by HubSpot's internal names.
///
/// On the wire a JSON object whose values are strings or null; numbers and booleans are accepted
/// and kept as their exact text. An array or an object as a value is a deserialisation error that
/// names the property. `Debug` shows the names only: values hold people's data.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Properties(BTreeMap<String, Option<String>>);

impl Properties {
    /// The property's text without surrounding white space; absent, null and blank are `None`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name)?.as_deref()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Tells whether the property was loaded, even if it has no value.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The property as an exact decimal number.
    ///
    /// Accepted: `1480.00`, `-3`, `+3`, `.5`, and the exponents HubSpot's calculated numbers come
    /// with (`1.0E7`, `1e3`). Refused rather than guessed at: `1,5`, `1 480`, `$3`, `NaN`, and a
    /// number that does not fit 28 digits, because fitting it would round it.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, PropertyError> {
        self.read(name, |text| {
            number::decimal(text).ok_or_else(|| PropertyError::not_a_number(name, text))
        })
    }

    /// The property as a calendar date: that of `zone` when the property holds an instant.
    ///
    /// Accepted: an ISO date, an ISO timestamp with an offset, and milliseconds since 1970.
    /// Milliseconds at exactly midnight UTC are that UTC date in every zone, because HubSpot
    /// stores its date properties so; an American zone would make them the day before.
    pub fn date(&self, name: &str, zone: &TimeZone) -> Result<Option<Date>, PropertyError> {
        self.read(name, |text| Ok(moment::parse(name, text)?.date(zone)))
    }

    /// The property as an instant; a plain date is its midnight UTC, as HubSpot stores it.
    pub fn timestamp(&self, name: &str) -> Result<Option<Timestamp>, PropertyError> {
        self.read(name, |text| {
            let moment = moment::parse(name, text)?;
            moment
                .instant()
                .ok_or_else(|| PropertyError::not_a_date(name))
        })
    }

    /// The property as a checkbox: `true` or `false`, in any case.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, PropertyError> {
        self.read(name, |text| match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(PropertyError::not_a_boolean(name)),
        })
    }

    /// The chosen options of a multiple-choice property (`a;b;c`), in order, blanks left out.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.get(name).map(options).unwrap_or_default()
    }

    /// The property names in alphabetical order, those without a value included.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn read<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, PropertyError>,
    ) -> Result<Option<T>, PropertyError> {
        self.get(name).map(parse).transpose()
    }
}

/// The options of a `;`-joined text.
pub(crate) fn options(text: &str) -> Vec<&str> {
    text.split(';')
        .map(str::trim)
        .filter(|option| !option.is_empty())
        .collect()
}

impl std::fmt::Debug for Properties {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, value)| (name.into(), Some(value.into())))
                .collect(),
        )
    }
}
