//! The numbers of documents.

use serde::{Deserialize, Serialize};

/// The remedy for a number that another document of the company has (QuickBooks' 6140).
///
/// QuickBooks looks for such documents only while its custom transaction numbers are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberTaken {
    /// Make nothing.
    #[default]
    Refuse,
    /// Number it `1043-2`, and so on to `1043-10`.
    Suffix,
    /// Give both the same number.
    Allow,
}
