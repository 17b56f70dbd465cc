//! The rules by which a workflow's history shows a sentence for the way in which an action ended.

use actions::{ErrorType, Status};
use strum::VariantArray;

use crate::Output;

/// The error code of a run that ended with no error of the contract: the service broke off.
pub const RUN_FAILED: &str = "RunFailed";

/// A rule: where the output has this value, the history shows the sentence of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The output that is compared.
    pub output: Output,
    /// The value for which it holds, which is also the name of its sentence among the labels.
    pub value: &'static str,
}

/// The ways in which an action ends well.
const ENDINGS: [Status; 4] = [
    Status::Created,
    Status::AlreadyCreated,
    Status::NothingToDo,
    Status::Preview,
];

/// Every rule, in the order in which HubSpot tries them; the first that holds is shown.
pub fn rules() -> Vec<Rule> {
    let of = |output| move |value| Rule { output, value };
    let errors = ErrorType::VARIANTS.iter().map(|error| (*error).into());
    let endings = ENDINGS.iter().map(|ending| ending_of(*ending));
    let errors = errors.chain([RUN_FAILED]).map(of(Output::ErrorCode));
    errors.chain(endings.map(of(Output::Status))).collect()
}

const fn ending_of(status: Status) -> &'static str {
    match status {
        Status::Created => "created",
        Status::AlreadyCreated => "already_created",
        Status::Preview => "preview",
        Status::NothingToDo => "nothing_to_do",
    }
}
