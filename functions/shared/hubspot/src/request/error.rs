//! The reasons for which a request cannot be sent.

use crate::filter::FilterError;

/// The reason for which a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The base URL is not an `https` address, or an `http` one of this machine, without user, query and fragment.
    #[error(
        "the base URL must be an https address, or an http one of this machine, without user, query \
         and fragment"
    )]
    BaseUrl,
    /// A name that stands in the address has characters that none of HubSpot's names has.
    #[error(
        "object types, property names and ids are letters, digits, hyphens, underscores and points"
    )]
    PathSegment,
    /// A batch that HubSpot could only refuse.
    #[error("a batch of {found}; 1 to {limit} are possible")]
    BatchSize {
        /// The number there is.
        found: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A filter that HubSpot's search could only refuse.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A search that is longer than HubSpot takes.
    #[error("a search has at most {limit} characters of JSON")]
    SearchTooLong {
        /// The most there may be.
        limit: usize,
    },
    /// A note that is longer than HubSpot takes.
    #[error("the text of a note has at most {limit} characters")]
    NoteTooLong {
        /// The most there may be.
        limit: usize,
    },
    /// The body could not be written as JSON.
    #[error("the body could not be written as JSON")]
    Body,
    /// The access token has characters a header cannot hold.
    #[error("the access token has characters that a header cannot hold")]
    AccessToken,
    /// The parts make no HTTP request.
    #[error("the parts of the request make no HTTP request")]
    Http,
}
