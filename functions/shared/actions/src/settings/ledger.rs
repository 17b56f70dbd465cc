//! The ledger's gaps.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of a connection's ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LedgerState {
    /// The moment since which entries may be missing, after the ledger was restored or lost. While it is set, every action
    /// looks its document up in QuickBooks by its mark before it posts: two metered reads for each document that is made,
    /// and one more for each further thousand documents of its kind since then.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub incomplete_since: Option<Timestamp>,
}
