//! A change that HubSpot reports.

use editor::RecordType;
use hubspot::{ObjectId, ObjectType};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use storage::PortalId;
use strum::VariantArray;

use crate::error::Refusal;
use crate::run::digest;

/// The longest name of an occasion that an action takes.
const LONGEST_OCCASION: usize = 128;

/// The property of a payment whose value is told as it became by the change, too.
const STATUS: &str = "hs_latest_status";

/// A change of a deal, a quote or a payment.
///
/// HubSpot does not promise that an event's id is unique, so a change is known by its record, its property and its
/// time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) portal: PortalId,
    pub(super) record: RecordType,
    pub(super) id: ObjectId,
    /// The property that changed; `None` when the record was created.
    pub(super) property: Option<String>,
    /// The status that a payment came to by this change. What it is by now, HubSpot's record says: a change can be
    /// delivered a day late.
    pub(super) became: Option<String>,
    /// In milliseconds since 1970.
    pub(super) occurred_at: i64,
}

/// The changes of a batch.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Those that can be events, in their order; what else HubSpot reports is passed over.
    pub(super) changes: Vec<Change>,
    /// The number of those that are of a record of ours, and that cannot be read.
    pub(super) unreadable: usize,
}

/// A change of a record of ours that cannot be read.
struct Unreadable;

/// The changes of a batch, each read by itself: an odd one does not keep the others back.
///
/// <https://developers.hubspot.com/docs/guides/api/app-management/webhooks>
pub(super) fn parse(body: &[u8]) -> Result<Batch, Refusal> {
    let events: Vec<Value> = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    let mut batch = Batch::default();
    for event in &events {
        match Change::read(event) {
            Ok(change) => batch.changes.extend(change),
            Err(Unreadable) => batch.unreadable += 1,
        }
    }
    Ok(batch)
}

impl Change {
    /// The change that an event reports; none of what is no change of a record of ours.
    fn read(event: &Value) -> Result<Option<Self>, Unreadable> {
        // `deal.propertyChange`, or `object.propertyChange` with the type beside it.
        let subscription = event["subscriptionType"].as_str().unwrap_or_default();
        let Some((prefix, kind)) = subscription.rsplit_once('.') else {
            return Ok(None);
        };
        let told = event["objectTypeId"].as_str().unwrap_or(prefix);
        let Some(record) = record_type(&ObjectType::from(told)) else {
            return Ok(None);
        };
        let property = match kind {
            "propertyChange" => {
                let name = event["propertyName"].as_str().ok_or(Unreadable)?;
                if !is_property(name) {
                    return Ok(None);
                }
                Some(name)
            }
            "creation" | "restore" => None,
            _ => return Ok(None),
        };
        let became = event["propertyValue"].as_str();
        let became = became.filter(|value| property == Some(STATUS) && is_property(value));
        let occurred_at = event["occurredAt"].as_i64().ok_or(Unreadable)?;
        Timestamp::from_millisecond(occurred_at).map_err(|_| Unreadable)?;
        Ok(Some(Self {
            portal: field(event, "portalId")?,
            record,
            id: field(event, "objectId")?,
            property: property.map(str::to_owned),
            became: became.map(str::to_owned),
            occurred_at,
        }))
    }

    /// The record that changed.
    pub(super) fn key(&self) -> (RecordType, ObjectId) {
        (self.record, self.id.clone())
    }

    /// The name of the change: the same whenever it is delivered.
    pub(super) fn occasion(&self) -> String {
        let property = self.property.as_deref().unwrap_or("created");
        let (record, id, at) = (self.record.id(), &self.id, self.occurred_at);
        let plain = format!("change-{record}-{id}-{property}-{at}");
        if plain.len() <= LONGEST_OCCASION {
            return plain;
        }
        format!("change-{record}-{id}-{}-{at}", digest(property))
    }
}

fn field<'e, T: Deserialize<'e>>(event: &'e Value, name: &str) -> Result<T, Unreadable> {
    T::deserialize(&event[name]).map_err(|_| Unreadable)
}

fn record_type(object_type: &ObjectType) -> Option<RecordType> {
    let mut known = RecordType::VARIANTS.iter().copied();
    known.find(|record| record.object_type() == *object_type)
}

/// The names of HubSpot's properties, and of statuses, are lower-case letters, digits and underscores.
fn is_property(name: &str) -> bool {
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=100).contains(&name.len()) && name.bytes().all(is_taken)
}
