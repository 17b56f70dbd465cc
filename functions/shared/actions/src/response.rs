//! The response of an action.

mod content_digest;
mod matched_by;
mod people;
mod warning;

pub use content_digest::ContentDigest;
pub(crate) use content_digest::UNDO;
pub use matched_by::MatchedBy;
pub use warning::{Warning, note_change};

use std::collections::BTreeMap;

use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

/// An action's response. Amounts are decimal texts.
#[skip_serializing_none]
#[derive(Clone, Serialize, Deserialize, derive_more::Debug)]
#[debug("Response({status:?}, {document:?})")]
pub struct Response {
    /// The outcome: a document made now, made before, previewed, or none.
    pub status: Status,
    /// The document.
    pub document: Option<Document>,
    /// Every document, in the order in which they were made, of an action that makes several.
    pub documents: Option<Vec<Document>>,
    /// The customer who is billed.
    pub customer: Option<Customer>,
    /// The product that each line was matched with, in the order of the lines.
    #[serde(default)]
    pub products: Vec<Product>,
    /// The amount refunded of the payment with this document and before it, with tax.
    pub refunded_total: Option<String>,
    /// The amount refunded of each line item with this document and before it, before tax; by HubSpot's
    /// id.
    pub refunded_lines: Option<BTreeMap<String, String>>,
    /// Warnings for the caller.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// For a dry run: every object that would be created, in order, in full.
    pub preview: Option<Vec<Creation>>,
    /// The digest of what it was made of; in the ledger alone.
    pub content: Option<ContentDigest>,
    /// True where a failed run of the record and action stands that this success is to have forgotten; for whoever keeps
    /// failures, and in no answer.
    #[serde(skip)]
    pub makes_good: bool,
}

impl Response {
    /// The response when there is nothing to make a document of.
    pub fn nothing_to_do(reason: &str) -> Self {
        Self {
            status: Status::NothingToDo,
            document: None,
            documents: None,
            customer: None,
            products: Vec::new(),
            refunded_total: None,
            refunded_lines: None,
            warnings: vec![Warning::new("nothing_to_do", reason)],
            preview: None,
            content: None,
            makes_good: false,
        }
    }

    /// The same as it is answered, without what the ledger alone keeps.
    #[must_use]
    pub fn as_answered(self) -> Self {
        Self {
            content: None,
            ..self
        }
    }
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// The document was made.
    Created,
    /// It had been made before: the same document, and nothing was written.
    AlreadyCreated,
    /// A dry run: nothing was written.
    Preview,
    /// There is nothing to make a document of.
    NothingToDo,
}

/// A document in QuickBooks.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// QuickBooks' name of its type, such as `Invoice`.
    #[serde(rename = "type")]
    pub kind: String,
    /// QuickBooks' id; none in a preview.
    pub id: Option<String>,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// Its total, as QuickBooks computed it.
    pub total: String,
    /// Its tax, where it has any, as QuickBooks computed it.
    pub tax: Option<String>,
    /// The currency of the total, ISO 4217.
    pub currency: String,
    /// Where a person sees it in QuickBooks.
    pub url: Option<String>,
    /// Where the customer pays it online, where that was asked for and QuickBooks gives one.
    pub payment_link: Option<String>,
}

/// A document as messages name it: by its number, which people look for, and QuickBooks' id, which is another number:
/// `Invoice 1038 (id 145)`.
pub fn named(kind: &str, number: Option<&str>, id: &str) -> String {
    match number {
        Some(number) => format!("{kind} {number} (id {id})"),
        None => format!("{kind} (id {id})"),
    }
}

impl Document {
    /// The document as messages name it.
    pub fn named(&self) -> String {
        let id = self.id.as_deref().unwrap_or("unknown");
        named(&self.kind, self.number.as_deref(), id)
    }
}

/// The customer who is billed.
#[skip_serializing_none]
#[derive(Clone, Serialize, Deserialize, derive_more::Debug, PartialEq, Eq)]
#[debug("Customer({id}, {matched_by})")]
pub struct Customer {
    /// QuickBooks' id.
    pub id: String,
    /// Its display name, if known.
    pub name: Option<String>,
    /// The way it was found.
    pub matched_by: MatchedBy,
}

/// The product of a line.
#[skip_serializing_none]
#[derive(Clone, Serialize, Deserialize, derive_more::Debug, PartialEq, Eq)]
#[debug("Product({line_item} -> {id}, {matched_by})")]
pub struct Product {
    /// HubSpot's id of the line item.
    pub line_item: String,
    /// QuickBooks' id of the item.
    pub id: String,
    /// Its name, if known.
    pub name: Option<String>,
    /// The way it was found.
    pub matched_by: MatchedBy,
}

/// An object that a dry run would create.
#[derive(Clone, Serialize, Deserialize, derive_more::Debug)]
#[debug("Creation({kind})")]
pub struct Creation {
    /// QuickBooks' name of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The body that would be posted; `(new)` stands for the id of an object that would be created
    /// before it.
    pub body: Value,
}

impl Creation {
    /// An object of this kind with this body.
    pub fn new(kind: EntityKind, body: Value) -> Self {
        Self {
            kind: kind.to_string(),
            body,
        }
    }
}

/// An amount as responses show it: with at least the currency's decimals.
pub fn amount(value: Decimal, decimals: u32) -> String {
    let mut value = value.normalize();
    if value.scale() < decimals {
        value.rescale(decimals);
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let cases = [
            ("1480", 2, "1480.00"),
            ("0.1", 2, "0.10"),
            ("1.2345", 2, "1.2345"),
            ("1500.00", 0, "1500"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(amount(value.parse().unwrap(), decimals), expected);
        }
    }
}
