//! Why an action did not make a document: the contract's error types.

mod place;
mod standing;
mod wait;

use std::time::Duration;

use storage::StorageError;
use strum::VariantArray;

pub use place::OfRecord;
pub(crate) use wait::AFTER_MIDNIGHT;
use wait::Wait;

/// Why an action failed. The variant's name is the contract's `errorType`.
///
/// Messages say what is wrong, with which record and field, and what to do. They end up in logs and
/// in the history of state machines, so they hold ids and field names, and never the value of a
/// property that may be personal.
#[derive(Debug, thiserror::Error, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(ErrorType),
    doc = "The stable names of the contract's errors.",
    derive(strum::IntoStaticStr, strum::VariantArray, strum::Display, Hash)
)]
pub enum ActionError {
    /// The event is malformed, names an unknown option, or the record is of the wrong type.
    #[error("{message}")]
    InvalidRequest {
        /// The fault, its place, and the way out.
        message: String,
    },
    /// The record lacks something a document needs.
    #[error("{message}")]
    RecordIncomplete {
        /// The missing part, the record, and the way out.
        message: String,
    },
    /// HubSpot has no such record, or it is archived.
    #[error("{message}")]
    RecordNotFound {
        /// The record, and the way out.
        message: String,
    },
    /// HubSpot refuses the account's token, or the app lacks a scope.
    #[error("{message}")]
    HubSpotAccessDenied {
        /// The account, the missing scopes, and the way out.
        message: String,
    },
    /// HubSpot does not answer, or the account's quota is used up; nothing was done.
    #[error("{message}")]
    HubSpotUnavailable {
        /// The observation, and the time to wait where HubSpot says it.
        message: String,
    },
    /// The contact does not meet the connection's sync filter; nothing was made anywhere.
    #[error("{message}")]
    ContactNotEligible {
        /// The contact, and the conditions it does not meet.
        message: String,
    },
    /// Several QuickBooks customers fit equally.
    #[error("{message}")]
    CustomerAmbiguous {
        /// The record, the candidates' ids, and the way out.
        message: String,
    },
    /// Lines have no QuickBooks product, and creation is off.
    #[error("{message}")]
    ProductNotFound {
        /// Every such line, and what to do.
        message: String,
    },
    /// A paid invoice has a taxable line, and the settings forbid it.
    #[error("{message}")]
    TaxableLineItem {
        /// The lines, and the way out.
        message: String,
    },
    /// The payment is not refunded, or only in part, and the settings forbid it.
    #[error("{message}")]
    RefundNotSupported {
        /// The refunded amount, and the way out.
        message: String,
    },
    /// No connection of this name is set up.
    #[error(
        "{record}connection {connection} is not set up: connect it to a QuickBooks company first"
    )]
    ConnectionNotFound {
        /// The record that was to be booked.
        record: OfRecord,
        /// The name asked for.
        connection: String,
    },
    /// A setting that is needed is not set.
    #[error("{message}")]
    SettingMissing {
        /// The setting, and its use.
        message: String,
    },
    /// The same record and action, but the content differs from what was posted.
    #[error("{message}")]
    IdempotencyConflict {
        /// The document that was posted, and what to do.
        message: String,
    },
    /// The record's sale has another document already.
    #[error("{message}")]
    AlreadyBooked {
        /// The document, and the way out.
        message: String,
    },
    /// A refund of a sale that is not known here, where the settings forbid it, or whose invoice is open.
    #[error("{message}")]
    SaleNotBooked {
        /// The payment, and the way out.
        message: String,
    },
    /// The ledger's entry for a record cannot be read, and a retry reads the same again.
    #[error("{message}")]
    LedgerCorrupt {
        /// The record, the ledger entry, and what to do.
        message: String,
    },
    /// The refresh token is revoked or expired: a person must reconnect.
    #[error(
        "{record}connection {connection} must be connected to QuickBooks again: its refresh token is no \
         longer accepted"
    )]
    ReauthorizationRequired {
        /// The record that was to be booked.
        record: OfRecord,
        /// The connection to reconnect.
        connection: String,
    },
    /// QuickBooks' business validation refused; nothing was made.
    #[error("QuickBooks refused: {text} (code {code}, intuit_tid {intuit_tid})")]
    QuickBooksRejected {
        /// QuickBooks' error code, such as `6000`.
        code: String,
        /// QuickBooks' text, without the record's personal data.
        text: String,
        /// Intuit's transaction id, for their support.
        intuit_tid: String,
    },
    /// The company's quota of requests is used up.
    #[error(
        "{record}the QuickBooks company's request quota is used up: {}",
        Wait(*retry_after)
    )]
    QuickBooksThrottled {
        /// The record that was to be booked.
        record: OfRecord,
        /// The time to wait.
        retry_after: Duration,
    },
    /// QuickBooks could not be reached or could not serve: known not to be done.
    #[error("QuickBooks is not available: {detail}")]
    QuickBooksUnavailable {
        /// The observation.
        detail: String,
    },
    /// The request was sent and no usable answer came: the retry finds out and never posts twice.
    #[error(
        "it is not known yet whether QuickBooks made the document: {detail}: run the same request again, which \
         finds out and never posts twice"
    )]
    OutcomeUnknown {
        /// The observation.
        detail: String,
    },
    /// Another invocation holds the claim or the token lease.
    #[error("{detail}")]
    InProgress {
        /// The thing that is held, and the end of that.
        detail: String,
    },
    /// The store did not answer or cannot be read.
    #[error("{detail}")]
    StorageUnavailable {
        /// The observation.
        detail: String,
    },
}

impl ActionError {
    /// The contract's name of this error, such as `RecordIncomplete`.
    pub fn error_type(&self) -> &'static str {
        ErrorType::from(self).into()
    }

    /// True when the same request may succeed later without a person doing anything.
    pub fn is_retryable(&self) -> bool {
        ErrorType::from(self).is_retryable()
    }

    /// True when QuickBooks refused since something that the request referred to is gone.
    pub fn is_stale_reference(&self) -> bool {
        match self {
            Self::QuickBooksRejected { code, text, .. } => {
                quickbooks::Fault::tells_stale_reference(code, text)
            }
            _ => false,
        }
    }

    /// A refusal by QuickBooks with what to do about it; any other error stays as it is.
    #[must_use]
    pub fn advised(self, advice: Option<String>) -> Self {
        match (self, advice) {
            (
                Self::QuickBooksRejected {
                    code,
                    text,
                    intuit_tid,
                },
                Some(advice),
            ) => Self::QuickBooksRejected {
                code,
                text: format!("{text}; {advice}"),
                intuit_tid,
            },
            (error, _) => error,
        }
    }

    /// An [`ActionError::InvalidRequest`] with this message.
    pub fn invalid(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::InvalidRequest { message }
    }

    /// An [`ActionError::ConnectionNotFound`] of this connection.
    pub fn not_connected(connection: impl Into<String>) -> Self {
        Self::ConnectionNotFound {
            record: OfRecord::default(),
            connection: connection.into(),
        }
    }

    /// An [`ActionError::ReauthorizationRequired`] of this connection.
    pub fn not_authorized(connection: impl Into<String>) -> Self {
        Self::ReauthorizationRequired {
            record: OfRecord::default(),
            connection: connection.into(),
        }
    }

    /// An [`ActionError::QuickBooksThrottled`] for this long.
    pub fn throttled(retry_after: Duration) -> Self {
        Self::QuickBooksThrottled {
            record: OfRecord::default(),
            retry_after,
        }
    }

    /// An [`ActionError::RecordIncomplete`] with this message.
    pub fn incomplete(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::RecordIncomplete { message }
    }
}

impl ErrorType {
    /// The error of this name, if it is one of the contract's.
    pub fn named(name: &str) -> Option<Self> {
        let same = |error: &&Self| <&str>::from(**error) == name;
        Self::VARIANTS.iter().find(same).copied()
    }

    /// The wait with which the message of an error about a quota ends, which is all that a caller behind Lambda is given
    /// of it; for the end of HubSpot's day the longest.
    pub fn retry_after(message: &str) -> Option<Duration> {
        Wait::at_end_of(message).map(|Wait(wait)| wait)
    }

    /// True when the contract lets a workflow retry this error.
    pub const fn is_retryable(self) -> bool {
        match self {
            Self::HubSpotUnavailable
            | Self::QuickBooksThrottled
            | Self::QuickBooksUnavailable
            | Self::OutcomeUnknown
            | Self::InProgress
            | Self::StorageUnavailable => true,
            Self::InvalidRequest
            | Self::RecordIncomplete
            | Self::RecordNotFound
            | Self::HubSpotAccessDenied
            | Self::ContactNotEligible
            | Self::CustomerAmbiguous
            | Self::ProductNotFound
            | Self::TaxableLineItem
            | Self::RefundNotSupported
            | Self::ConnectionNotFound
            | Self::SettingMissing
            | Self::IdempotencyConflict
            | Self::AlreadyBooked
            | Self::SaleNotBooked
            | Self::LedgerCorrupt
            | Self::ReauthorizationRequired
            | Self::QuickBooksRejected => false,
        }
    }
}

impl From<StorageError> for ActionError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unreadable {
                what: storage::LEDGER_ENTRY,
                detail,
            } => Self::LedgerCorrupt {
                message: format!(
                    "a ledger entry cannot be read ({detail}), so it is not known what was made: look in \
                     QuickBooks, and restore the entry from a backup of the ledger before trying again"
                ),
            },
            error => Self::StorageUnavailable {
                detail: error.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use strum::VariantArray;

    use super::{ActionError, ErrorType};

    #[test]
    fn every_error_is_found_by_its_name_and_a_throttle_s_wait_in_its_message() {
        for error in ErrorType::VARIANTS {
            assert_eq!(ErrorType::named((*error).into()), Some(*error));
        }
        assert_eq!(ErrorType::named("Runtime.ExitError"), None);
        for (milliseconds, shown) in [
            (0, 100),
            (42, 100),
            (2_301, 2_400),
            (9_950, 10_000),
            (10_001, 11_000),
            (42_000, 42_000),
        ] {
            let retry_after = Duration::from_millis(milliseconds);
            let throttled = ActionError::throttled(retry_after);
            let shown = Duration::from_millis(shown);
            for message in [
                throttled.to_string(),
                throttled.of_record("deal 9001").to_string(),
            ] {
                assert_eq!(ErrorType::retry_after(&message), Some(shown), "{message}");
            }
        }
        assert_eq!(ErrorType::retry_after("try again in a minute"), None);
        let a_day = Some(Duration::from_hours(24));
        assert_eq!(ErrorType::retry_after(super::AFTER_MIDNIGHT), a_day);
    }

    #[test]
    fn the_error_types_are_the_contract_s() {
        let names: Vec<&'static str> = ErrorType::VARIANTS
            .iter()
            .map(|error_type| (*error_type).into())
            .collect();
        let contract = "InvalidRequest RecordIncomplete RecordNotFound HubSpotAccessDenied HubSpotUnavailable ContactNotEligible CustomerAmbiguous \
            ProductNotFound TaxableLineItem RefundNotSupported ConnectionNotFound SettingMissing \
            IdempotencyConflict AlreadyBooked SaleNotBooked LedgerCorrupt ReauthorizationRequired \
            QuickBooksRejected QuickBooksThrottled \
            QuickBooksUnavailable OutcomeUnknown InProgress StorageUnavailable";
        assert_eq!(names, contract.split_whitespace().collect::<Vec<_>>());
    }
}
