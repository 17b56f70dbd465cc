//! The enrolled record as a request carries it.

use hubspot::{ObjectType, Properties, Record};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::properties::Associated;
use crate::text::shortened;

/// A HubSpot record in a workflow, with the records associated with it.
#[derive(Deserialize, derive_more::Debug)]
pub struct EnrolledRecord {
    /// Its type: a deal, a quote, a payment.
    pub object_type: ObjectType,
    /// HubSpot's id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The record's properties; none where it is given by its id alone.
    #[serde(default)]
    pub properties: Properties,
    /// The associated contacts, in HubSpot's order.
    #[serde(default)]
    pub contacts: Vec<Record>,
    /// The associated companies, in HubSpot's order.
    #[serde(default)]
    pub companies: Vec<Record>,
    /// The record's own line items.
    #[serde(default)]
    pub line_items: Vec<Record>,
    /// The associated deals.
    #[serde(default)]
    pub deals: Vec<Record>,
    /// The associated quotes.
    #[serde(default)]
    pub quotes: Vec<Record>,
    /// The associated payments.
    #[serde(default)]
    pub payments: Vec<Record>,
    /// The associated HubSpot invoices.
    #[serde(default)]
    pub invoices: Vec<Record>,
    /// The discounts on the record as a whole.
    #[serde(default)]
    pub discounts: Vec<Record>,
    /// The fees on the record as a whole.
    #[serde(default)]
    pub fees: Vec<Record>,
    /// The taxes on the record as a whole.
    #[serde(default)]
    pub taxes: Vec<Record>,
    /// True when the record is given by its type and id alone.
    #[serde(skip)]
    pub(super) by_id: bool,
    /// True when it was read from HubSpot.
    #[serde(skip)]
    is_read: bool,
    /// The objects that its own `associations` tell, and its lists lack, as messages say it.
    #[serde(skip)]
    pub(super) lacks: Vec<String>,
    /// The contacts and companies that they tell, by their ids.
    #[serde(skip)]
    pub(super) told_parties: Vec<(Associated, String)>,
}

impl EnrolledRecord {
    /// A record as it was read, with nothing associated with it yet.
    pub(crate) const fn read(object_type: ObjectType, id: String, properties: Properties) -> Self {
        Self {
            object_type,
            id,
            properties,
            contacts: Vec::new(),
            companies: Vec::new(),
            line_items: Vec::new(),
            deals: Vec::new(),
            quotes: Vec::new(),
            payments: Vec::new(),
            invoices: Vec::new(),
            discounts: Vec::new(),
            fees: Vec::new(),
            taxes: Vec::new(),
            by_id: false,
            is_read: true,
            lacks: Vec::new(),
            told_parties: Vec::new(),
        }
    }

    /// One of its lists of associated objects.
    pub(crate) const fn list_mut(&mut self, list: Associated) -> &mut Vec<Record> {
        match list {
            Associated::Contacts => &mut self.contacts,
            Associated::Companies => &mut self.companies,
            Associated::LineItems => &mut self.line_items,
            Associated::Deals => &mut self.deals,
            Associated::Quotes => &mut self.quotes,
            Associated::Payments => &mut self.payments,
            Associated::Invoices => &mut self.invoices,
            Associated::Discounts => &mut self.discounts,
            Associated::Fees => &mut self.fees,
            Associated::Taxes => &mut self.taxes,
        }
    }

    /// True when the record is given by its type and id alone, to be read from HubSpot.
    pub const fn is_by_id(&self) -> bool {
        self.by_id
    }

    /// True when it was read from HubSpot, so that all is there that HubSpot has of it.
    pub const fn is_read(&self) -> bool {
        self.is_read
    }

    /// The way to complete it: for a record that was given, whose giver may load more, or for one that was read from
    /// HubSpot, of which all is loaded.
    pub const fn way_to_complete<'a>(&self, given: &'a str, read: &'a str) -> &'a str {
        if self.is_read { read } else { given }
    }

    /// The id of the first contact, or company, that its own `associations` tell.
    pub(crate) fn told_party(&self, list: Associated) -> Option<&str> {
        let mut told = self.told_parties.iter();
        let first = told.find(|(of, _)| *of == list)?;
        Some(&first.1)
    }

    /// The people and companies associated with it.
    pub fn people(&self) -> impl Iterator<Item = &Record> {
        self.contacts.iter().chain(&self.companies)
    }

    /// The record as messages name it, such as `deal 9001`.
    pub fn label(&self) -> String {
        // A type of record is a text of the caller's where it is none of HubSpot's.
        let object_type = shortened(&self.object_type.to_string());
        format!("{object_type} {}", self.id)
    }
}

/// An id as HubSpot writes it: a string, and in some answers a number.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = match Value::deserialize(deserializer)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null => return Err(D::Error::invalid_type(Unexpected::Unit, &"an id")),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            return Err(D::Error::custom("invalid type: an id is a string"));
        }
    };
    if (1..=MAX_ID_LENGTH).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(id)
    } else {
        Err(D::Error::custom(
            "an id is 1 to 128 visible ASCII characters",
        ))
    }
}

/// HubSpot's ids have some 20 characters; ours go into keys, whose length stores limit.
const MAX_ID_LENGTH: usize = 128;

/// Like [`id`], but `null` and `""` say that there is none.
pub(super) fn optional_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        value => id(value).map(Some).map_err(D::Error::custom),
    }
}
