//! The reasons for which a request cannot be sent.

use crate::query::InvalidQuery;

/// The reason for which a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The query could only be refused.
    #[error(transparent)]
    Query(#[from] InvalidQuery),
    /// A request id is 1 to 50 letters, digits and hyphens.
    #[error("a request id is 1 to 50 letters, digits and hyphens")]
    RequestId,
    /// The request id of a batch is too long for item ids to be appended to it.
    #[error("the request id of a batch is at most {limit} characters")]
    RequestIdTooLongForBatch {
        /// The most characters it may have.
        limit: usize,
    },
    /// A batch that writes must be repeatable without writing twice.
    #[error("a batch that writes needs a request id")]
    BatchWithoutRequestId,
    /// A batch has 1 to 999 items, as item ids are short.
    #[error("a batch of {0} items; 1 to 999 are possible")]
    BatchSize(usize),
    /// The id of an object is letters, digits, hyphens and underscores.
    #[error("the id of an object is letters, digits, hyphens and underscores")]
    ObjectId,
    /// The base URL is not an `https` address, or an `http` one of this machine, without user, query and fragment.
    #[error(
        "the base URL must be an https address, or an http one of this machine, without user, query \
         and fragment"
    )]
    BaseUrl,
    /// A realm id is letters and digits.
    #[error("a realm id (company id) is digits")]
    RealmId,
    /// An object could not be written as JSON.
    #[error("the object could not be written as JSON")]
    Body,
    /// The access token has characters a header cannot hold.
    #[error("the access token has characters that a header cannot hold")]
    AccessToken,
    /// The parts make no HTTP request.
    #[error("the parts of the request make no HTTP request")]
    Http,
}
