//! Options of single actions whose values are words of their own. They are read here by the actions, and by the settings
//! whose defaults they stand in.

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::document_date::{EXPECTED_YEARS, is_bookable};
use super::template;
use crate::text::is_email;

/// The e-mail of an invoice: `false`, `true` (QuickBooks sends it at once) or `"later"`
/// (QuickBooks lists it among those to be sent).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SendEmail {
    /// Not at all.
    #[default]
    No,
    /// At once.
    Now,
    /// When a person sends the waiting ones from QuickBooks.
    Later,
}

impl<'de> Deserialize<'de> for SendEmail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // HubSpot's workflow editor sends every input as a text.
        match Value::deserialize(deserializer)? {
            Value::Bool(false) => Ok(Self::No),
            Value::Bool(true) => Ok(Self::Now),
            Value::String(text) => match text.as_str() {
                "false" => Ok(Self::No),
                "true" | "now" => Ok(Self::Now),
                "later" => Ok(Self::Later),
                _ => Err(D::Error::custom("expected true, false or later")),
            },
            _ => Err(D::Error::custom("expected true, false or later")),
        }
    }
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

/// The way an expense was paid (QuickBooks' `PaymentType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentType {
    /// From a bank account.
    #[default]
    Cash,
    /// From a credit card account.
    CreditCard,
}

impl<'de> Deserialize<'de> for PaymentType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Value::deserialize(deserializer)?;
        let text = text.as_str().unwrap_or_default().to_ascii_lowercase();
        match text.replace([' ', '_'], "").as_str() {
            "cash" => Ok(Self::Cash),
            "creditcard" => Ok(Self::CreditCard),
            _ => Err(D::Error::custom("expected Cash or CreditCard")),
        }
    }
}

/// The longest list of addresses for copies, by Intuit's schema.
const MAX_COPIES: usize = 200;

/// The addresses of a list of those who get a copy of an e-mail.
///
/// # Errors
///
/// The fault of the list: it is too long, or holds what is no address.
pub fn copies(list: &str) -> Result<Vec<&str>, String> {
    let list = list.trim();
    if list.chars().count() > MAX_COPIES {
        return Err(format!(
            "has more than the {MAX_COPIES} characters QuickBooks takes"
        ));
    }
    let each: Vec<&str> = list
        .split([',', ';'])
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .collect();
    match each.iter().position(|address| !is_email(address)) {
        None => Ok(each),
        Some(place) => Err(format!(
            "address {} of {} is no e-mail address: correct it, or leave it out",
            place + 1,
            each.len()
        )),
    }
}

/// The fault of such a list before a record's properties are put in, which no record makes right.
pub(crate) fn fault_of_copies(list: &str) -> Option<String> {
    template::fault(list).or_else(|| {
        let parts = list.split([',', ';']);
        let own: Vec<&str> = parts
            .filter(|part| template::names(part).next().is_none())
            .collect();
        copies(&own.join(",")).err()
    })
}
