//! The ways in which HubSpot is told what became of a record.

use serde::{Deserialize, Serialize};

/// The ways in which HubSpot is told what became of a record, besides the workflow that waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Outcomes {
    /// True when the document's number, total and link, or the error, are written into properties of the
    /// record. `manage-connection` makes the properties (`set_up_hubspot`).
    pub properties: bool,
    /// The outcomes of which a note is put on the record's timeline.
    pub notes: Notes,
    /// True when an invoice of QuickBooks is mirrored as an invoice in HubSpot that nobody is billed by. With
    /// HubSpot's own sync of invoices on, the sale would be booked twice.
    pub hubspot_invoice: bool,
}

impl Default for Outcomes {
    fn default() -> Self {
        Self {
            properties: true,
            notes: Notes::default(),
            hubspot_invoice: false,
        }
    }
}

/// The outcomes of which a note is put on the record's timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notes {
    /// None, but where HubSpot does not take the properties.
    #[default]
    Never,
    /// Those that wait for a person.
    Failures,
    /// All: documents too.
    Always,
}
