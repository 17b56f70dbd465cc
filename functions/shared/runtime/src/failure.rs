//! The failures of a function, as Lambda and Step Functions see them.

use actions::text::bounded;
use actions::{ActionError, ErrorType};
use lambda_runtime::Diagnostic;

/// The most bytes of a message, far below the 32 KiB that a workflow's cause may have
/// (<https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html>). A deal of many lines that all
/// lack a product has the longest.
const LONGEST: usize = 8_000;

/// Why an invocation has no answer: the contract's `errorType` and a message without personal data.
///
/// `Debug` shows both, since the Lambda runtime logs it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The function failed as the contract says.
    Typed(ActionError),
    /// A defect: the code panicked.
    Panicked,
    /// The invocation's time was over before the function came back.
    OutOfTime,
}

impl Failure {
    /// The contract's name of this failure.
    ///
    /// A panic and a cut-off are `OutcomeUnknown`: either may have happened after a request was sent,
    /// and the contract's promise for that name is what holds for them too (a retry finds out and
    /// never posts twice). A name of their own would be one more that every workflow must know.
    pub(crate) fn error_type(&self) -> &'static str {
        match self {
            Self::Typed(error) => error.error_type(),
            Self::Panicked | Self::OutOfTime => ErrorType::OutcomeUnknown.into(),
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::Typed(error) => bounded(error.to_string(), LONGEST),
            // The panic's own message may quote a record.
            Self::Panicked => "the function met a defect of its own and stopped; its log says \
                where. Whether a document was made is not known: try again"
                .to_owned(),
            Self::OutOfTime => "the function's time was over before it was done. Whether a \
                document was made is not known: try again, with a longer timeout"
                .to_owned(),
        }
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        Self {
            error_type: failure.error_type().to_owned(),
            error_message: failure.message(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_leaves_room_in_the_cause_of_a_workflow_that_fails_with_it() {
        let lines = "“Hours” ".repeat(4_000);
        let failure = Failure::Typed(ActionError::incomplete(&lines));
        assert!(failure.message().len() < 32_768 / 2);
        assert!(Diagnostic::from(failure).error_message.len() < 32_768 / 2);
        let short = Failure::Typed(ActionError::incomplete("no amount"));
        assert!(!short.message().contains('…'));
    }

    #[test]
    fn the_error_type_is_the_contract_s_name() {
        let table = [
            (
                Failure::Typed(ActionError::incomplete("no amount")),
                "RecordIncomplete",
                false,
            ),
            (Failure::Panicked, "OutcomeUnknown", true),
            (Failure::OutOfTime, "OutcomeUnknown", true),
        ];
        for (failure, name, is_retryable) in table {
            let diagnostic = Diagnostic::from(failure);
            assert_eq!(diagnostic.error_type, name);
            assert!(!diagnostic.error_message.is_empty());
            assert_eq!(
                ErrorType::OutcomeUnknown.is_retryable() && name == "OutcomeUnknown",
                is_retryable
            );
        }
    }
}
