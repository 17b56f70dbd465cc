//! Errors, and the messages that failed runs leave in the queue.

use actions::ErrorType;
use serde_json::Value;
use strum::VariantArray;
use workflows::Stage;

/// The beginning of the cause of an execution that has left itself in the queue of failed runs.
pub(crate) const QUEUED: &str = "Queued: ";

/// The thing for which a run that fails with this error waits.
pub(crate) fn waits_for(error: &str) -> &'static str {
    let of_contract = ErrorType::VARIANTS
        .iter()
        .find(|name| <&str>::from(**name) == error);
    match of_contract {
        Some(
            ErrorType::ConnectionNotFound
            | ErrorType::SettingMissing
            | ErrorType::ReauthorizationRequired
            | ErrorType::HubSpotAccessDenied,
        ) => "connection",
        Some(error) if !error.is_retryable() => "correction",
        _ => "service",
    }
}

/// Every error type of the contract, one of Lambda's, and one that nobody has heard of.
pub(crate) fn errors() -> Vec<&'static str> {
    let of_contract = ErrorType::VARIANTS.iter().map(|error| <&str>::from(*error));
    of_contract
        .chain(["Lambda.ServiceException", "Unheard.Of"])
        .collect()
}

/// Starts the run of a waiting message again, as a person does.
pub(crate) async fn again(stage: &Stage, message: &Value) {
    let workflow = message["workflow"].as_str().unwrap_or_default();
    let execution = stage.run_machine(workflow, &message["input"]).await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "the run again succeeds: {}",
        execution.error
    );
}

/// The only one of these values.
pub(crate) fn only(mut values: Vec<Value>) -> Value {
    assert_eq!(values.len(), 1, "{values:?}");
    values.remove(0)
}
