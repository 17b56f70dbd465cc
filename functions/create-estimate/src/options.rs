//! The estimate's own options.

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
            date => date
                .parse()
                .map(Self::On)
                .map_err(|_| D::Error::custom("expected YYYY-MM-DD, or none")),
        }
    }
}
