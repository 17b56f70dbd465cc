//! Keeps every connection's refresh token alive, and says in good time which one ends.
//!
//! Intuit's refresh token ends 100 days after the last refresh: a connection whose workflows rest for
//! longer would be cut. Run at least daily, this refreshes every connection that nobody else has
//! refreshed within the hour. What it cannot prevent it reports: a refresh token ends for good five
//! years after a person granted it, or when the grant is revoked in QuickBooks.

mod report;

pub use report::{ENDING_SOON_DAYS, Failure, Report};

use actions::books::access::{AccessError, AccessTokens};
use actions::books::environment::Environment;
use actions::pipeline::failed;
use actions::{ActionError, ErrorType};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use quickbooks::Transport;
use storage::{Connection, Failures, Settings, Tokens};

use report::Finding;

/// The number of connections worked on at once: each waits for Intuit most of its second, and a
/// thousand take a few minutes.
const AT_ONCE: usize = 8;

/// Refreshes what has to be refreshed, and reports on all connections; one that fails does not keep
/// the others from being refreshed.
///
/// # Errors
///
/// [`ActionError::StorageUnavailable`] when the connections cannot be listed.
pub async fn refresh_all<S, T, E>(
    store: &S,
    access: &AccessTokens<S, T, E>,
    environment: &E,
    deadline: Timestamp,
) -> Result<Report, ActionError>
where
    S: Settings + Tokens + Failures + Sync,
    T: Transport + Sync,
    E: Environment,
{
    let connections = store.list_connections().await?;
    let refreshes = connections.into_iter().map(|connection| async move {
        let refreshed = access.access_token(&connection, deadline).await;
        let now = environment.now();
        let days_left = days_left(store, &connection, now).await;
        let error = refreshed.err();
        if let Some(error) = &error {
            let why = (error_type(error), error.to_string());
            failed::keep_of(store, &connection, "refresh-tokens", why, now).await;
        }
        finding(connection, error.as_ref(), days_left)
    });
    let findings = stream::iter(refreshes).buffer_unordered(AT_ONCE);
    Ok(Report::of(findings.collect().await))
}

/// The life left to the refresh token, as far as the store says; of a connection that could not be
/// refreshed too, since that is when it counts.
async fn days_left<S: Tokens>(store: &S, connection: &Connection, now: Timestamp) -> Option<f64> {
    let stored = store.load_tokens(connection).await.ok()??;
    let left = stored.value.refresh_expires_at.duration_since(now);
    Some(left.as_secs_f64() / 86_400.0)
}

fn finding(
    connection: Connection,
    failure: Option<&AccessError>,
    days_left: Option<f64>,
) -> Finding {
    let error_type = failure.map(error_type);
    match failure {
        // Set up and not connected yet, or disconnected by a person: nothing to keep alive.
        Some(AccessError::NotConnected) => {}
        Some(error) => {
            let error_type = error_type.map(<&str>::from);
            tracing::warn!(%connection, errorType = error_type, %error, days_left, "not refreshed");
        }
        None => tracing::info!(%connection, days_left, "alive"),
    }
    Finding {
        connection,
        error_type,
        days_left,
    }
}

/// The contract's name of what kept a connection from being refreshed.
fn error_type(error: &AccessError) -> ErrorType {
    match error {
        AccessError::NotConnected => ErrorType::ConnectionNotFound,
        AccessError::ReauthorizationRequired { .. } => ErrorType::ReauthorizationRequired,
        AccessError::AppRefused { .. } => ErrorType::SettingMissing,
        AccessError::InProgress => ErrorType::InProgress,
        AccessError::Unavailable { .. } => ErrorType::QuickBooksUnavailable,
        AccessError::Throttled { .. } => ErrorType::QuickBooksThrottled,
        AccessError::Storage(_) => ErrorType::StorageUnavailable,
    }
}
