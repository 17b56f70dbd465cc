//! The SDK's errors, as the port's: what happened, never the request or the answer.

use std::error::Error;

use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;

use crate::StorageError;

/// The error for a call that failed after all its attempts.
///
/// A service's message may quote a key or a value, so of an answer only its code is told, and the
/// request id by which AWS finds it.
pub(super) fn of<E, R>(operation: &str, error: &SdkError<E, R>) -> StorageError
where
    E: ProvideErrorMetadata + Error + 'static,
    SdkError<E, R>: RequestId,
    R: std::fmt::Debug,
{
    let happened = match error {
        SdkError::TimeoutError(_) => "was not answered in time".to_owned(),
        SdkError::DispatchFailure(failure) => failure.as_connector_error().map_or_else(
            || "could not be sent".to_owned(),
            |error| format!("could not be sent: {}", causes(error)),
        ),
        SdkError::ServiceError(answer) => {
            let code = answer.err().code().unwrap_or("an unnamed error");
            let request = error.request_id().unwrap_or("without a request id");
            format!("was answered with {code} ({request})")
        }
        SdkError::ResponseError(_) => "had an answer that cannot be read".to_owned(),
        _ => "could not be made".to_owned(),
    };
    unavailable(format!("{operation} {happened}"))
}

/// A failed connection holds no more than addresses.
fn causes(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    texts.join(": ")
}

/// A request was put together without one of its parts.
pub(super) fn incomplete(error: &BuildError) -> StorageError {
    unavailable(format!("a request to DynamoDB is incomplete: {error}"))
}

pub(super) fn unavailable(detail: impl Into<String>) -> StorageError {
    StorageError::Unavailable {
        detail: detail.into(),
    }
}

pub(super) fn unreadable(what: &'static str, detail: impl Into<String>) -> StorageError {
    StorageError::Unreadable {
        what,
        detail: detail.into(),
    }
}
