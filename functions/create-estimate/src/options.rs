//! The estimate's own options.

use actions::options::{EXPECTED_YEARS, is_bookable};
use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// The options of `create-estimate` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateOptions {
    /// The last day of the offer; when absent a quote's own, and a deal's offer has none.
    #[serde(default)]
    pub expiration_date: Option<ExpirationDate>,
}

/// The last day of an offer: a date such as `2026-12-31`, or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpirationDate {
    /// The offer does not expire, whatever the quote says.
    None,
    /// It expires after this day.
    On(Date),
}

impl<'de> Deserialize<'de> for ExpirationDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim() {
            "none" => Ok(Self::None),
            date => match date.parse() {
                Ok(date) if is_bookable(date) => Ok(Self::On(date)),
                Ok(_) => Err(D::Error::custom(format!("{EXPECTED_YEARS}, or none"))),
                Err(_) => Err(D::Error::custom("expected YYYY-MM-DD, or none")),
            },
        }
    }
}
