//! The requests to the sandbox, in order: the witness of every test that says "one request, one document".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One API or OAuth request as it was received and answered.
///
/// Its Debug leaves out what may hold names and addresses; as JSON it is complete.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// 1, 2, 3 … in the order of arrival.
    pub seq: u64,
    /// When it arrived, RFC 3339.
    pub time: String,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query string.
    pub path: String,
    /// The decoded query parameters.
    #[debug(skip)]
    pub query: BTreeMap<String, String>,
    /// The entity it is about ("Invoice"), where it is about one; "Batch" for a batch.
    pub entity: Option<String>,
    /// The operation that was asked for.
    pub operation: Operation,
    /// `true` if it could change the company: what Intuit counts as a "Core" and not a "`CorePlus`" call.
    pub is_write: bool,
    /// The `requestid`, when one was sent.
    pub request_id: Option<String>,
    /// `true` if the answer was the remembered one of an earlier request with this `requestid`.
    pub replayed: bool,
    /// The status answered, or that would have been answered had the connection lived.
    pub status: u16,
    /// `true` if the whole answer was handed to a connection that was still open.
    pub answered: bool,
    /// The request's body as text. Token requests are kept without it.
    #[debug(skip)]
    pub body: String,
    /// The items of a batch, in order.
    pub items: Vec<JournalItem>,
}

/// One item of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalItem {
    /// The item's `bId`.
    pub b_id: String,
    /// The entity it is about, where it is about one.
    pub entity: Option<String>,
    /// The operation that was asked for.
    pub operation: Operation,
    /// The fault's code when it was refused.
    pub fault: Option<String>,
}

/// An operation that a request asks for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Operation {
    /// A new row.
    Create,
    /// A full or sparse update.
    Update,
    /// One row by id, `companyinfo` or `preferences`.
    Read,
    /// A query, by GET or POST.
    Query,
    /// Changed data capture.
    ChangeDataCapture,
    /// Several of the others in one request.
    Batch,
    /// A document sent by e-mail.
    Send,
    /// A transaction removed.
    Delete,
    /// A transaction set to zero.
    Void,
    /// The user's consent page.
    Authorize,
    /// Tokens for a code or for a refresh token.
    Token,
    /// A grant given back.
    Revoke,
    /// `OpenID` discovery, and the keys it leads to.
    Discovery,
    /// The person who connected the app.
    UserInfo,
    /// Anything else under the API's path.
    Unknown,
}

impl Operation {
    /// `true` if it may change the company.
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Update | Self::Send | Self::Delete | Self::Void
        )
    }
}

/// The entries so far.
pub(crate) type Journal = loopback::journal::Journal<JournalEntry>;
