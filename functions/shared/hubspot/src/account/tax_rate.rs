//! The tax rates of an account.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{properties::decimal, scalar};

/// A tax rate of the account's, to which a line item's `hs_tax_rate_group_id` points.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/settings/tax-rates>
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxRate {
    /// The id that line items have.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The text on documents.
    #[serde(default)]
    pub label: String,
    /// The rate in percent, such as 6.25.
    #[serde(deserialize_with = "number")]
    pub percentage_rate: Decimal,
    /// It can be given to line items; those that have it keep it.
    #[serde(default)]
    pub active: bool,
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    scalar::optional(deserializer)?.ok_or_else(|| D::Error::custom("a tax rate needs an id"))
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = scalar::optional(deserializer)?.unwrap_or_default();
    decimal(text.trim()).ok_or_else(|| D::Error::custom("a tax rate needs a decimal number"))
}

#[cfg(test)]
mod tests {
    use super::TaxRate;

    #[test]
    fn a_rate_is_exact_whether_it_comes_as_a_number_or_as_text() {
        for (json, expected) in [
            ("6.25", "6.25"),
            ("\"6.25\"", "6.25"),
            ("8.875", "8.875"),
            ("0", "0"),
            ("2.0E1", "20"),
            ("0.1", "0.1"),
        ] {
            let json = format!(
                r#"{{"id":"12","name":"n","label":"l","percentageRate":{json},"active":true}}"#
            );
            let rate: TaxRate = serde_json::from_str(&json).unwrap();
            assert_eq!(rate.percentage_rate, expected.parse().unwrap());
        }
    }

    #[test]
    fn a_rate_without_a_number_is_not_taken_for_nought() {
        for number in ["null", "\"\"", "\"6,25\"", "true"] {
            let json = format!(r#"{{"id":"12","percentageRate":{number}}}"#);
            assert!(serde_json::from_str::<TaxRate>(&json).is_err(), "{number}");
        }
    }
}
