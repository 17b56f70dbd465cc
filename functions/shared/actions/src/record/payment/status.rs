//! The state of a payment, and what is booked of it in each.

use strum::{Display, EnumString};

/// HubSpot's `hs_latest_status`.
#[derive(Clone, Debug, PartialEq, Eq, EnumString, Display)]
#[strum(serialize_all = "snake_case", ascii_case_insensitive)]
pub enum PaymentStatus {
    /// Under way: whether the buyer is charged is not known yet.
    Processing,
    /// The buyer was charged.
    Succeeded,
    /// The buyer was not charged, or the bank took the charge back before it was settled.
    Failed,
    /// Charged, and a refund is under way.
    ProcessingRefund,
    /// Charged, and a part was given back.
    PartiallyRefunded,
    /// Charged, and all of it was given back.
    Refunded,
    /// Charged; the buyer's bank asked for it back, and the money stayed.
    DisputedWon,
    /// Charged; the buyer's bank asked for it back, and took it.
    DisputedLost,
    /// Charged; the buyer's bank asks for it back, and waits for an answer.
    DisputedActionRequired,
    /// Charged; the buyer's bank asks for it back, and has an answer.
    DisputedAwaitingDecision,
    /// A state that is not among HubSpot's of today.
    #[strum(default)]
    Other(String),
}

impl PaymentStatus {
    /// True when the buyer was charged: that is a sale, whatever became of the money later. A refund and
    /// a lost dispute are bookings of their own, since books that know of those and not of the sale show
    /// an income below zero.
    pub const fn is_charged(&self) -> bool {
        match self {
            Self::Succeeded
            | Self::ProcessingRefund
            | Self::PartiallyRefunded
            | Self::Refunded
            | Self::DisputedWon
            | Self::DisputedLost
            | Self::DisputedActionRequired
            | Self::DisputedAwaitingDecision => true,
            Self::Processing | Self::Failed | Self::Other(_) => false,
        }
    }

    /// The way out for a payment in this state that was not charged.
    pub(super) const fn until_charged(&self) -> &'static str {
        match self {
            Self::Processing => "enrol it once it has succeeded",
            Self::Other(_) => {
                "this is none of the states in which a payment is known to be charged: enrol it once it has \
                 succeeded, or book it in QuickBooks by hand"
            }
            _ => "nothing was paid with it: leave such payments out of the workflow",
        }
    }

    /// The way out for a refund of a payment in this state, where nothing was given back.
    pub const fn until_refunded(&self) -> &'static str {
        match self {
            Self::ProcessingRefund => {
                "its refund is under way: enrol it once HubSpot says refunded"
            }
            Self::DisputedLost => {
                "its bank took the money back, which is no refund of yours: book that in QuickBooks by hand"
            }
            Self::DisputedActionRequired | Self::DisputedAwaitingDecision => {
                "its dispute is open, which is no refund: leave such payments out of the workflow"
            }
            Self::Failed => {
                "nothing was paid with it, or its bank took it back before it was settled: what is booked of it is for you to \
                 void in QuickBooks; leave such payments out of the workflow"
            }
            _ => "it is not refunded: enrol it once it is",
        }
    }

    /// The part of the warning for a disputed payment that says what is left to do.
    pub(super) const fn disputed(&self) -> Option<&'static str> {
        match self {
            Self::DisputedLost => Some(
                "its dispute was lost, and the bank took the money back: the sale is booked, and the loss \
                 is for you to book in QuickBooks by hand",
            ),
            Self::DisputedActionRequired | Self::DisputedAwaitingDecision => Some(
                "its dispute is open: the sale is booked, and if the dispute is lost, that is for you to book in \
                 QuickBooks by hand",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
