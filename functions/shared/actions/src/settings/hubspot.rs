//! The HubSpot account of a connection.

use serde::{Deserialize, Serialize};
use storage::PortalId;

/// The HubSpot account whose records a connection books.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct HubSpot {
    /// The account's number (Hub ID). Needed where a record is given by its id, or a request names its
    /// account; a request of another account is refused. It is fixed once the connection has booked
    /// something: ids of two accounts may be the same numbers.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub portal_id: Option<PortalId>,
    /// True when changes of the account's records, which HubSpot reports by its webhooks, are events for this
    /// connection; by default so where the account has one connection, and not where it has several.
    pub webhooks: Option<bool>,
    /// The label of the association whose contact comes first, such as `Billing contact`; the contacts
    /// without it follow in HubSpot's order.
    pub contact_label: Option<String>,
    /// The label of the association whose company comes first.
    pub company_label: Option<String>,
}
