//! An error of a function, as whoever invoked it is told.

use actions::ActionError;
use serde::Serialize;

/// The most bytes of a message, as on AWS.
const LONGEST_MESSAGE: usize = 32_000;

/// An error as AWS Lambda gives it to the caller.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FunctionError {
    /// The stable name.
    pub(crate) error_type: String,
    /// The sentence for people.
    pub(crate) error_message: String,
}

impl FunctionError {
    /// An error of this type, with this message.
    pub(crate) fn new(error_type: &str, message: impl Into<String>) -> Self {
        Self {
            error_type: error_type.to_owned(),
            error_message: message.into(),
        }
    }
}

impl From<&ActionError> for FunctionError {
    fn from(error: &ActionError) -> Self {
        let message = actions::text::bounded(error.to_string(), LONGEST_MESSAGE);
        Self::new(error.error_type(), message)
    }
}

/// The message about a connection that there is not, with those that there are.
pub(crate) fn among(message: &str, connections: &[String]) -> String {
    match connections {
        [] => message.to_owned(),
        names => format!(
            "{message}; there are {}: say which with --connection",
            names.join(", ")
        ),
    }
}
