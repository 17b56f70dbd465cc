//! The outcome of a run, as the outputs of its action.

use std::collections::BTreeMap;

use actions::response::Warning;
use actions::{ErrorType, Response, Status};
use hubspot::ExecutionState;
use serde::Deserialize;
use serde_json::Value;

use crate::{Labels, Language, Output, PLEASE_CHECK, RUN_FAILED};

/// The longest value of an output; HubSpot is said to cut at 65,000 characters, and nobody reads as much.
const LONGEST: usize = 2_000;

/// The outcome of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The action answered.
    Succeeded(BTreeMap<Output, String>),
    /// The action, or the run, failed.
    Failed {
        /// The contract's `errorType`, or [`RUN_FAILED`].
        code: &'static str,
        /// The message; it names records and fields, and no person.
        message: String,
    },
}

/// The error of an execution, as Lambda gives it to a state machine.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cause {
    error_message: String,
}

impl Outcome {
    /// The outcome of a run whose action gave this response.
    pub fn of_response(response: &Response) -> Self {
        let document = response.document.as_ref();
        let text = |text: Option<&String>| text.cloned();
        let is_booked = matches!(response.status, Status::Created | Status::AlreadyCreated);
        let warnings = messages(&response.warnings).filter(|_| is_booked);
        let outputs = [
            (Output::Status, Some(response.status.to_string())),
            (Output::DocumentType, document.map(|it| it.kind.clone())),
            (
                Output::DocumentId,
                document.and_then(|it| text(it.id.as_ref())),
            ),
            (
                Output::DocumentNumber,
                document.and_then(|it| text(it.number.as_ref())),
            ),
            (Output::DocumentTotal, document.map(|it| it.total.clone())),
            (
                Output::DocumentCurrency,
                document.map(|it| it.currency.clone()),
            ),
            (
                Output::DocumentUrl,
                document.and_then(|it| text(it.url.as_ref())),
            ),
            (
                Output::PaymentLink,
                document.and_then(|it| text(it.payment_link.as_ref())),
            ),
            (
                Output::Check,
                warnings.is_some().then(|| PLEASE_CHECK.to_owned()),
            ),
            (Output::Warnings, warnings),
        ];
        let given = outputs
            .into_iter()
            .filter_map(|(output, value)| Some((output, value?)));
        Self::Succeeded(given.collect())
    }

    /// The outcome of a run that failed with this error and cause, as a state machine has them.
    ///
    /// A cause that is no error of a function may quote the run's input, so it is left out.
    pub fn of_failure(error: &str, cause: &str) -> Self {
        let Some(known) = ErrorType::named(error) else {
            return Self::failed(RUN_FAILED, &broken_off(error));
        };
        let cause = serde_json::from_str::<Cause>(cause);
        let message = cause.map_or_else(
            |_| "the history of the run in Step Functions says more".to_owned(),
            |cause| cause.error_message,
        );
        Self::failed(known.into(), &in_words_of_the_form(&message))
    }

    /// A failure with this code of the model and this message.
    pub fn failed(code: &'static str, message: &str) -> Self {
        let message = short(message, LONGEST);
        Self::Failed { code, message }
    }

    /// One of the `outcomes` that the workflows report: `{action, status, response}` or `{action, status, failure}`.
    /// `None` for something else.
    pub fn of_workflow(outcome: &Value) -> Option<Self> {
        match outcome["status"].as_str()? {
            "succeeded" => {
                let response = without_nulls(&outcome["response"]);
                let response = serde_json::from_value::<Response>(response).ok()?;
                Some(Self::of_response(&response))
            }
            "failed" => {
                let failure = &outcome["failure"];
                let text = |name: &str| failure[name].as_str().unwrap_or_default();
                Some(Self::of_failure(text("Error"), text("Cause")))
            }
            _ => None,
        }
    }

    /// The state in which HubSpot's workflow goes on.
    pub fn state(&self) -> ExecutionState {
        match self {
            Self::Succeeded(_) => ExecutionState::Success,
            Self::Failed { .. } => ExecutionState::FailContinue,
        }
    }

    /// The outputs by their names.
    pub fn outputs(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Succeeded(outputs) => {
                let named = outputs.iter();
                named
                    .map(|(output, value)| (output.name(), value.clone()))
                    .collect()
            }
            Self::Failed { code, message } => BTreeMap::from([
                (Output::Status.name(), "failed".to_owned()),
                (Output::ErrorCode.name(), (*code).to_owned()),
                (Output::ErrorMessage.name(), message.clone()),
            ]),
        }
    }
}

/// The messages of warnings, one after the other; `None` where there is none.
pub fn messages(warnings: &[Warning]) -> Option<String> {
    let messages: Vec<&str> = warnings.iter().map(|it| it.message.as_str()).collect();
    (!messages.is_empty()).then(|| short(&messages.join(" · "), LONGEST))
}

/// The message for those who filled in the form: an option by the label of its field, in the language of messages.
fn in_words_of_the_form(message: &str) -> String {
    let labels = Labels::of(Language::English);
    let of_fields = labels.fields.iter();
    of_fields.fold(message.to_owned(), |message, (name, field)| {
        message.replace(
            &format!("`options.{name}`"),
            &format!("\"{}\"", field.label),
        )
    })
}

/// A workflow writes `null` for what a response did not have: a customer whose every field is, is none.
fn without_nulls(response: &Value) -> Value {
    let mut response = response.clone();
    if let Value::Object(fields) = &mut response {
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::Object(inner) => inner.values().all(Value::is_null),
            Value::Array(inner) => inner.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        fields.retain(|_, value| !is_empty(value));
    }
    response
}

/// The sentence for a run that ended without an error of the contract, by Step Functions' name for its end.
fn broken_off(error: &str) -> String {
    let end = match error {
        "TIMED_OUT" => "it ran for a whole day and was cut off",
        "ABORTED" => "somebody stopped it in Step Functions",
        _ => return format!("the run ended with {}", short(error, 100)),
    };
    format!(
        "{end}, so it is not known here what it has made: run it again, and what it has made is found and not made twice"
    )
}

fn short(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
