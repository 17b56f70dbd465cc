//! The output fields: values for later steps of a workflow, and for the sentences of its history.

/// An output field; every action has all of them.
///
/// `hs_execution_state` is HubSpot's own and stands in no definition: an answer or a completion carries it beside
/// these ([`hubspot::ExecutionState`]).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::VariantArray,
    strum::IntoStaticStr,
    strum::Display,
)]
#[strum(serialize_all = "snake_case")]
pub enum Output {
    /// The response's status, such as `created`; `failed` where there is no response.
    Status,
    /// The document's type, such as `Invoice`.
    DocumentType,
    /// QuickBooks' id of the document.
    DocumentId,
    /// The document's number.
    DocumentNumber,
    /// The document's total, a decimal.
    DocumentTotal,
    /// The currency of the total.
    DocumentCurrency,
    /// The address under which a person sees the document in QuickBooks.
    DocumentUrl,
    /// The address under which the customer pays the document online.
    PaymentLink,
    /// [`crate::PLEASE_CHECK`] where the action warns of something.
    Check,
    /// The messages of its warnings.
    Warnings,
    /// The contract's `errorType`, or [`crate::RUN_FAILED`].
    ErrorCode,
    /// The error's message.
    ErrorMessage,
}

impl Output {
    /// Its name in definitions and requests.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
