//! A change that HubSpot reports.

use editor::RecordType;
use hubspot::{ObjectId, ObjectType};
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

/// An event of a batch, as HubSpot sends it.
///
/// <https://developers.hubspot.com/docs/guides/api/app-management/webhooks>
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    portal_id: PortalId,
    #[serde(default)]
    subscription_type: String,
    #[serde(default)]
    object_type_id: Option<String>,
    #[serde(default)]
    object_id: Option<ObjectId>,
    #[serde(default)]
    property_name: Option<String>,
    #[serde(default)]
    property_value: Value,
    #[serde(default)]
    occurred_at: i64,
}

/// The changes of a batch that can be events, in their order; what else HubSpot reports is passed over.
pub(super) fn parse(body: &[u8]) -> Result<Vec<Change>, Refusal> {
    let batch: Vec<Wire> = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    Ok(batch.into_iter().filter_map(Wire::change).collect())
}

impl Wire {
    fn change(self) -> Option<Change> {
        // `deal.propertyChange`, or `object.propertyChange` with the type beside it.
        let (prefix, kind) = self.subscription_type.rsplit_once('.')?;
        let property = match kind {
            "propertyChange" => Some(self.property_name.filter(|name| is_property(name))?),
            "creation" | "restore" => None,
            _ => return None,
        };
        let is_status = property.as_deref() == Some(STATUS);
        let became = self.property_value.as_str();
        let became = became.filter(|value| is_status && is_property(value));
        let told = self.object_type_id.as_deref().unwrap_or(prefix);
        Some(Change {
            portal: self.portal_id,
            record: record_type(&ObjectType::from(told))?,
            id: self.object_id?,
            became: became.map(str::to_owned),
            property,
            occurred_at: self.occurred_at,
        })
    }
}

impl Change {
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

fn record_type(object_type: &ObjectType) -> Option<RecordType> {
    let mut known = RecordType::VARIANTS.iter().copied();
    known.find(|record| record.object_type() == *object_type)
}

/// The names of HubSpot's properties, and of statuses, are lower-case letters, digits and underscores.
fn is_property(name: &str) -> bool {
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=100).contains(&name.len()) && name.bytes().all(is_taken)
}
