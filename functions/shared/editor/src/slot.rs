//! The places among a record's properties, each for one kind of document.

use hubspot::ObjectType;

/// A place among a record's properties: an estimate does not take the invoice's, nor an expense the sale's.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::VariantArray, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Slot {
    /// The document of the sale: an invoice, a sales receipt, or an invoice that is paid.
    Sale,
    /// The estimate.
    Estimate,
    /// The expense of a payment's fee.
    Expense,
    /// The refund receipt.
    Refund,
}

impl Slot {
    /// The places that a type of record has.
    pub const fn of_type(object_type: &ObjectType) -> &'static [Self] {
        match object_type {
            ObjectType::Payment => &[Self::Sale, Self::Expense, Self::Refund],
            _ => &[Self::Sale, Self::Estimate],
        }
    }

    /// The name of the place for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Estimate => "estimate",
            Self::Expense => "expense",
            Self::Refund => "refund",
        }
    }
}
