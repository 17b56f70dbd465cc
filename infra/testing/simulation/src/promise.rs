//! The promises that are watched over, and how one is broken.

use std::fmt;

/// A promise of exactly-once.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::VariantArray,
)]
pub enum Promise {
    /// QuickBooks has at most one document, or one unit of two, per record and action.
    #[strum(to_string = "one document per record and action")]
    OneDocument,
    /// QuickBooks has at most one document per sale, whichever actions and records are enrolled for it.
    #[strum(to_string = "one document per sale")]
    OneSale,
    /// An entry that the ledger calls done points to a document that QuickBooks has.
    #[strum(to_string = "the ledger points to a document that exists")]
    LedgerPoints,
    /// A retry and a repeat answer with the same document.
    #[strum(to_string = "a repeat answers with the same document")]
    SameAnswer,
    /// The document is of the content that was asked for.
    #[strum(to_string = "the document is of the event's content")]
    Content,
    /// Nobody writes over a claim before its lease has ended, and no claim keeps anybody waiting after.
    #[strum(to_string = "a claim holds until its lease ends, and no longer")]
    Lease,
    /// No customer, product or vendor is made twice.
    #[strum(to_string = "no customer, product or vendor twice")]
    NothingTwice,
    /// An error that the contract calls permanent comes only where a person must act, and is not retried.
    #[strum(to_string = "a permanent error is never retried")]
    PermanentError,
    /// The refresh token that is stored is one that Intuit accepts.
    #[strum(to_string = "the stored refresh token is accepted")]
    RefreshToken,
    /// When faults cease, every event completes.
    #[strum(to_string = "every event completes")]
    Completion,
    /// Where HubSpot does not give the record, the error says so and nothing is booked.
    #[strum(to_string = "nothing is booked of a record that HubSpot does not give")]
    WholeRecord,
    /// One request id always carries the same bytes.
    #[strum(to_string = "one body per request id")]
    OneBody,
    /// No two invocations post under one request id at the same time.
    #[strum(to_string = "one invocation at work per request id")]
    OneAtWork,
}

/// A promise that was broken, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The promise.
    pub promise: Promise,
    /// The evidence.
    pub detail: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise, self.detail)
    }
}
