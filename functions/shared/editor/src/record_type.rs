//! The types of records for which actions are offered.

use hubspot::ObjectType;

/// A type of record for which actions are offered, as HubSpot's definitions and requests name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum RecordType {
    /// A deal.
    Deal,
    /// A quote.
    Quote,
    /// A commerce payment.
    Payment,
}

impl RecordType {
    /// The name in definitions and requests. That HubSpot takes `QUOTE` and `COMMERCE_PAYMENT` in a definition is not
    /// documented; [`Self::id`] is the other spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deal => "DEAL",
            Self::Quote => "QUOTE",
            Self::Payment => "COMMERCE_PAYMENT",
        }
    }

    /// The object type id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Deal => "0-3",
            Self::Quote => "0-14",
            Self::Payment => "0-101",
        }
    }

    /// The type of the record that an action is given.
    pub const fn object_type(self) -> ObjectType {
        match self {
            Self::Deal => ObjectType::Deal,
            Self::Quote => ObjectType::Quote,
            Self::Payment => ObjectType::Payment,
        }
    }
}
