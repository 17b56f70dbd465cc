//! The way a QuickBooks object was found, as responses say it.

use serde::{Deserialize, Serialize};

use crate::settings::MatchRule;

/// The way a QuickBooks object was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MatchedBy {
    /// By a stored mapping.
    Mapping,
    /// The options name it.
    Options,
    /// The settings name it.
    Settings,
    /// The sale of a refund is booked to it.
    Sale,
    /// A customer of the same name and e-mail.
    NameAndEmail,
    /// A customer of the same e-mail.
    Email,
    /// A customer or product of the same name.
    Name,
    /// A product of the same SKU.
    Sku,
    /// A product of the same fully qualified name.
    FullyQualifiedName,
    /// It was created.
    Created,
    /// It was inactive and has been made active again.
    Reactivated,
}

impl From<MatchRule> for MatchedBy {
    fn from(rule: MatchRule) -> Self {
        match rule {
            MatchRule::NameAndEmail => Self::NameAndEmail,
            MatchRule::Email => Self::Email,
            MatchRule::Name => Self::Name,
        }
    }
}
