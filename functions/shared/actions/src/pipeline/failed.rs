//! Failures kept with their connection, for whoever asks how it is.

use jiff::Timestamp;
use serde::Deserialize;
use storage::{Connection, Failures, LastFailure};

use crate::{ActionError, ErrorType};

/// An event, of which only the connection matters.
#[derive(Deserialize)]
struct Event {
    connection: Option<String>,
    detail: Option<Box<Event>>,
}

/// Keeps the failure of a function with the connection of its event.
///
/// An error that says nothing of the connection is not kept: that there is none of its name, that somebody else
/// is at work, and that the store does not answer. If it cannot be kept, that is logged and no more.
pub async fn keep<S: Failures>(
    store: &S,
    function: &str,
    event: &[u8],
    error: &ActionError,
    now: Timestamp,
) {
    if let Some(connection) = connection(event) {
        let why = (ErrorType::from(error), error.to_string());
        keep_of(store, &connection, function, why, now).await;
    }
}

/// The same, where the connection is known, and what failed has a name and words of its own.
pub async fn keep_of<S: Failures>(
    store: &S,
    connection: &Connection,
    function: &str,
    (error_type, message): (ErrorType, String),
    now: Timestamp,
) {
    let is_of_connection = match error_type {
        ErrorType::ConnectionNotFound | ErrorType::InProgress | ErrorType::StorageUnavailable => {
            false
        }
        ErrorType::InvalidRequest
        | ErrorType::RecordIncomplete
        | ErrorType::RecordNotFound
        | ErrorType::HubSpotAccessDenied
        | ErrorType::HubSpotUnavailable
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
        | ErrorType::ReauthorizationRequired
        | ErrorType::QuickBooksRejected
        | ErrorType::QuickBooksThrottled
        | ErrorType::QuickBooksUnavailable
        | ErrorType::OutcomeUnknown => true,
    };
    if !is_of_connection {
        return;
    }
    let error_type: &str = error_type.into();
    let failure = LastFailure {
        function: function.to_owned(),
        error_type: error_type.to_owned(),
        message,
        at: now,
    };
    if let Err(error) = store.keep_failure(connection, &failure).await {
        tracing::warn!(%error, "the failure cannot be kept with its connection");
    }
}

fn connection(event: &[u8]) -> Option<Connection> {
    let event: Event = serde_json::from_slice(event).ok()?;
    let inner = event.detail.and_then(|detail| detail.connection);
    let name = event.connection.or(inner)?;
    Connection::try_from(name.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use storage::embedded::EmbeddedStore;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    #[tokio::test]
    async fn a_failure_is_kept_with_the_connection_of_its_event() {
        let store = EmbeddedStore::in_memory().unwrap();
        let error = ActionError::incomplete("deal 9001: no line items");
        let events = [
            (r#"{"connection": "us"}"#, "us"),
            (r#"{"detail": {"connection": "uk"}}"#, "uk"),
        ];
        for (event, name) in events {
            keep(&store, "create-invoice", event.as_bytes(), &error, NOW).await;
            let connection = Connection::try_from(name).unwrap();
            let kept = store.last_failure(&connection).await.unwrap().unwrap();
            assert_eq!(kept.error_type, "RecordIncomplete", "{name}");
            assert_eq!(kept.message, "deal 9001: no line items");
            assert_eq!((kept.function.as_str(), kept.at), ("create-invoice", NOW));
        }
    }

    #[tokio::test]
    async fn what_says_nothing_of_the_connection_is_not_kept() {
        let store = EmbeddedStore::in_memory().unwrap();
        let errors = [
            ActionError::not_connected("us"),
            ActionError::InProgress {
                detail: String::new(),
            },
            ActionError::StorageUnavailable {
                detail: String::new(),
            },
        ];
        for error in errors {
            keep(
                &store,
                "create-invoice",
                br#"{"connection": "us"}"#,
                &error,
                NOW,
            )
            .await;
        }
        keep(
            &store,
            "create-invoice",
            b"nonsense",
            &ActionError::incomplete("x"),
            NOW,
        )
        .await;
        let us = Connection::try_from("us").unwrap();
        assert_eq!(store.last_failure(&us).await.unwrap(), None);
    }
}
