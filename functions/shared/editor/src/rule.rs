//! The rules by which a workflow's history shows a sentence for the way in which an action ended.

use actions::{ErrorType, Status};
use strum::VariantArray;

use crate::Output;

/// The error code of a run that ended with no error of the contract: the service broke off.
pub const RUN_FAILED: &str = "RunFailed";

/// The value of the output [`Output::Check`] of a document that a person should look at: its total is another than
/// HubSpot's, say.
pub const PLEASE_CHECK: &str = "please_check";

/// A rule: where the output has this value, the history shows the sentence of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The output that is compared.
    pub output: Output,
    /// The value for which it holds, which is also the name of its sentence among the labels.
    pub value: &'static str,
}

/// The value of a document that was made now.
const CREATED: &str = "created";

/// The ways in which an action ends well.
const ENDINGS: [Status; 4] = [
    Status::Created,
    Status::AlreadyCreated,
    Status::NothingToDo,
    Status::Preview,
];

/// The documents that are created, each with a sentence in people's words: the output has QuickBooks' own name.
const DOCUMENTS: [&str; 5] = [
    "Invoice",
    "Estimate",
    "SalesReceipt",
    "Purchase",
    "RefundReceipt",
];

/// Every rule, in the order in which HubSpot tries them; the first that holds is shown. What has become of a run comes
/// before what was created, what is to be checked before what is not, and a kind of document before what is said of any.
pub fn rules() -> Vec<Rule> {
    let of = |output| move |value| Rule { output, value };
    let errors = ErrorType::VARIANTS.iter().map(|error| (*error).into());
    let errors = errors.chain([RUN_FAILED]).map(of(Output::ErrorCode));
    let endings = ENDINGS.iter().map(|ending| ending_of(*ending));
    let (created, others): (Vec<_>, Vec<_>) = endings.partition(|ending| *ending == CREATED);
    errors
        .chain(others.into_iter().map(of(Output::Status)))
        .chain([PLEASE_CHECK].into_iter().map(of(Output::Check)))
        .chain(DOCUMENTS.into_iter().map(of(Output::DocumentType)))
        .chain(created.into_iter().map(of(Output::Status)))
        .collect()
}

const fn ending_of(status: Status) -> &'static str {
    match status {
        Status::Created => CREATED,
        Status::AlreadyCreated => "already_created",
        Status::Preview => "preview",
        Status::NothingToDo => "nothing_to_do",
    }
}
