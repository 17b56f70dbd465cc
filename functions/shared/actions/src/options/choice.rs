//! Where the customer and the products come from.

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The customer who is billed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CustomerChoice {
    /// The first associated contact.
    #[default]
    AssociatedContact,
    /// The first associated company, with the first contact's e-mail.
    AssociatedCompany,
    /// One QuickBooks customer, whatever the record.
    QuickBooks {
        /// QuickBooks' id of the customer.
        id: String,
    },
}

/// The products that are sold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProductChoice {
    /// The product of each line item.
    #[default]
    LineItems,
    /// One QuickBooks product for every line.
    QuickBooks {
        /// QuickBooks' id of the product.
        id: String,
    },
}

impl<'de> Deserialize<'de> for CustomerChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "expected associated_contact, associated_company or an object with a \
            `quickbooks_id`, whose id is a text of digits and no number";
        let value = Value::deserialize(deserializer)?;
        match value.as_str() {
            Some("associated_contact") => Ok(Self::AssociatedContact),
            Some("associated_company") => Ok(Self::AssociatedCompany),
            _ => quickbooks_id(&value)
                .map(|id| Self::QuickBooks { id })
                .ok_or_else(|| D::Error::custom(expected)),
        }
    }
}

impl<'de> Deserialize<'de> for ProductChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "expected line_items or an object with a `quickbooks_id`, whose id is a text \
            of digits and no number";
        let value = Value::deserialize(deserializer)?;
        match value.as_str() {
            Some("line_items") => Ok(Self::LineItems),
            _ => quickbooks_id(&value)
                .map(|id| Self::QuickBooks { id })
                .ok_or_else(|| D::Error::custom(expected)),
        }
    }
}

/// Yes or no, as a truth value or as the text that HubSpot's workflow editor sends for one.
pub fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    match (value.as_bool(), value.as_str().map(str::trim)) {
        (Some(truth), _) => Ok(truth),
        (None, Some("true")) => Ok(true),
        (None, Some("false")) => Ok(false),
        (None, _) => Err(D::Error::custom("expected true or false")),
    }
}

/// The same, where leaving it out is a third answer.
pub fn given_truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    truth(deserializer).map(Some)
}

/// The id in `{"quickbooks_id": "58"}`: digits, and nothing else beside it.
pub(super) fn quickbooks_id(value: &Value) -> Option<String> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let id = object.get("quickbooks_id")?.as_str()?.trim();
    is_id(id).then(|| id.to_owned())
}

/// QuickBooks' ids are digits; the longest seen have 19.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
/// Reads an exchange rate: a decimal number above zero, as a text or a number.
pub(super) fn exchange_rate<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Decimal>, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let rate: Option<Decimal> = text.parse().ok();
    let rate = rate.filter(|rate| *rate > Decimal::ZERO);
    let expected = || D::Error::custom("expected a decimal number above zero, such as 1.0842");
    rate.map(Some).ok_or_else(expected)
}
