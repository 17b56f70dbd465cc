//! A property's text does not have the type it is read as.

/// The most characters shown of a value that should have been a number.
const SHOWN_CHARS: usize = 40;

/// A property cannot be read as the type asked for.
///
/// Names the property and what was expected. A value is shown for numbers only, and then only when
/// it looks like one: a text in a number's place may be a person's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PropertyError {
    /// Not a decimal number, or one of more digits than can be kept exactly.
    #[error("property `{property}`: expected a decimal number such as 1480.00, found {found}")]
    NotANumber {
        /// HubSpot's internal name of the property.
        property: String,
        /// The first 40 characters of the value in quotes, or its length when it is a text.
        found: String,
    },
    /// Not a date or an instant.
    #[error(
        "property `{property}`: expected YYYY-MM-DD, a timestamp with an offset \
         (2026-03-31T09:00:00Z) or milliseconds since 1970"
    )]
    NotADate {
        /// HubSpot's internal name of the property.
        property: String,
    },
    /// Neither `true` nor `false`.
    #[error("property `{property}`: expected true or false")]
    NotABoolean {
        /// HubSpot's internal name of the property.
        property: String,
    },
}

impl PropertyError {
    pub(super) fn not_a_number(property: &str, value: &str) -> Self {
        Self::NotANumber {
            property: property.to_owned(),
            found: shown(value),
        }
    }

    pub(super) fn not_a_date(property: &str) -> Self {
        Self::NotADate {
            property: property.to_owned(),
        }
    }

    pub(super) fn not_a_boolean(property: &str) -> Self {
        Self::NotABoolean {
            property: property.to_owned(),
        }
    }
}

/// The start of a value that may be a mistyped number; of any other only its length.
///
/// Three letters are enough for a currency code or an exponent beside digits, and for `NaN`; by themselves they may be
/// a person.
fn shown(value: &str) -> String {
    let letters = value.chars().filter(|char| char.is_alphabetic()).count();
    let is_word = letters == value.chars().count() && !value.eq_ignore_ascii_case("nan");
    if letters > 3 || (is_word && letters > 0) {
        return format!("a text of {} characters", value.chars().count());
    }
    let start: String = value.chars().take(SHOWN_CHARS).collect();
    let cut = if start.len() < value.len() { "…" } else { "" };
    format!("\"{start}{cut}\"")
}
