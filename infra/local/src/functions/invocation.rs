//! One invocation, to its end whatever happens in it.

use std::future::Future;

use actions::ActionError;
use serde::Serialize;

use super::function_error::FunctionError;
use super::requests;

/// The answer to the caller of a function.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The function's response, as JSON.
    Response(String),
    /// The function's error, or that it panicked.
    Error(FunctionError),
}

/// Runs a function in a task of its own: a panic ends the invocation, not the server, and a caller
/// who hangs up does not stop the function in the middle.
pub(crate) async fn outcome<R: Serialize + Send + 'static>(
    function: impl Future<Output = Result<R, ActionError>> + Send + 'static,
) -> Outcome {
    let in_it = requests::within(requests::of_invocation(), function);
    match tokio::spawn(in_it).await {
        Ok(Ok(response)) => match serde_json::to_string(&response) {
            Ok(json) => Outcome::Response(json),
            // The name under which Lambda reports an answer that is no JSON.
            Err(error) => Outcome::Error(FunctionError::new(
                "Runtime.MarshalError",
                error.to_string(),
            )),
        },
        Ok(Err(error)) => Outcome::Error(FunctionError::from(&error)),
        // The name under which Lambda reports a function whose process ended.
        Err(_) => Outcome::Error(FunctionError::new(
            "Runtime.ExitError",
            "the function panicked: see the log",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    #[tokio::test]
    async fn a_panic_is_a_function_error() {
        let outcome = outcome::<()>(async { panic!("on purpose") }).await;
        let Outcome::Error(error) = outcome else {
            panic!("{outcome:?}");
        };
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(
            json,
            r#"{"errorType":"Runtime.ExitError","errorMessage":"the function panicked: see the log"}"#
        );
    }
}
