//! The reason for which a dropdown cannot be filled.

use actions::ErrorType;
use editor::{Labels, Language, UNAVAILABLE};

use crate::answer::Choice;

/// The reason for which a dropdown cannot be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    NoConnection,
    ChooseConnection,
    Reconnect,
    TryAgain,
    AskAdministrator,
}

impl Notice {
    /// The reason, for somebody in front of the editor.
    pub(crate) const fn of(error: ErrorType) -> Self {
        match error {
            ErrorType::ReauthorizationRequired | ErrorType::ConnectionNotFound => Self::Reconnect,
            ErrorType::QuickBooksThrottled
            | ErrorType::QuickBooksUnavailable
            | ErrorType::HubSpotUnavailable
            | ErrorType::OutcomeUnknown
            | ErrorType::InProgress
            | ErrorType::StorageUnavailable => Self::TryAgain,
            ErrorType::InvalidRequest
            | ErrorType::RecordIncomplete
            | ErrorType::RecordNotFound
            | ErrorType::HubSpotAccessDenied
            | ErrorType::ContactNotEligible
            | ErrorType::CustomerAmbiguous
            | ErrorType::ProductNotFound
            | ErrorType::TaxableLineItem
            | ErrorType::RefundNotSupported
            | ErrorType::SettingMissing
            | ErrorType::IdempotencyConflict
            | ErrorType::AlreadyBooked
            | ErrorType::SaleNotBooked
            | ErrorType::LedgerCorrupt
            | ErrorType::QuickBooksRejected => Self::AskAdministrator,
        }
    }

    /// The option that says it. HubSpot does not tell in which language somebody edits.
    pub(crate) fn choice(self) -> Choice {
        let notices = Labels::of(Language::English).notices();
        let label = match self {
            Self::NoConnection => notices.no_connection,
            Self::ChooseConnection => notices.choose_connection,
            Self::Reconnect => notices.reconnect,
            Self::TryAgain => notices.try_again,
            Self::AskAdministrator => notices.ask_administrator,
        };
        Choice::new(UNAVAILABLE, label)
    }
}
