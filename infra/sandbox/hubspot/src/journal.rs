//! The requests to the portal, in order: the witness of every test that says "two round trips".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One API or OAuth request as it was received and answered.
///
/// Its Debug leaves out what may hold names and addresses; as JSON it is complete.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// 1, 2, 3 … in the order of arrival.
    pub seq: u64,
    /// The time of arrival, RFC 3339.
    pub time: String,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query string. A token in it is left out.
    pub path: String,
    /// The decoded query parameters.
    #[debug(skip)]
    pub query: BTreeMap<String, String>,
    /// The type of objects it is about ("deals"), where it is about one.
    pub object_type: Option<String>,
    /// The operation that was asked for.
    pub operation: Operation,
    /// `true` if it could change the portal.
    pub is_write: bool,
    /// The status answered, or that would have been answered had the connection lived; 0 without one.
    pub status: u16,
    /// `true` if the whole answer was handed to a connection that was still open.
    pub answered: bool,
    /// The request's body as text. Requests with tokens are kept without it.
    #[debug(skip)]
    pub body: String,
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
    /// A page of a type's records.
    List,
    /// One record.
    Read,
    /// Records by their ids.
    BatchRead,
    /// Records by their values.
    Search,
    /// A new record.
    Create,
    /// A changed record.
    Update,
    /// A record archived.
    Archive,
    /// Two records made one.
    Merge,
    /// New records.
    BatchCreate,
    /// Changed records.
    BatchUpdate,
    /// Records changed, or created where there are none.
    BatchUpsert,
    /// Records archived.
    BatchArchive,
    /// The associations of one record.
    ReadAssociations,
    /// The associations of several records.
    BatchReadAssociations,
    /// The types of associations.
    AssociationTypes,
    /// Records associated.
    Associate,
    /// Associations ended.
    Dissociate,
    /// Definitions of properties read.
    ReadProperties,
    /// A definition of a property written.
    WriteProperty,
    /// The people who work in the portal.
    Owners,
    /// Tax rates.
    TaxRates,
    /// The account itself.
    Account,
    /// One execution of a workflow action completed.
    Complete,
    /// Several executions completed.
    BatchComplete,
    /// Definitions of workflow actions read.
    ReadDefinitions,
    /// A definition of a workflow action written.
    WriteDefinition,
    /// A person's consent.
    Authorize,
    /// Tokens for a code or for a refresh token.
    Token,
    /// The scopes and the portal of a token.
    TokenInfo,
    /// An installation ended.
    Uninstall,
    /// Anything else.
    Unknown,
}

impl Operation {
    /// `true` if it may change records, associations, properties or executions.
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::Create
                | Self::Update
                | Self::Archive
                | Self::Merge
                | Self::BatchCreate
                | Self::BatchUpdate
                | Self::BatchUpsert
                | Self::BatchArchive
                | Self::Associate
                | Self::Dissociate
                | Self::WriteProperty
                | Self::Complete
                | Self::BatchComplete
                | Self::WriteDefinition
        )
    }
}

/// The entries so far.
pub(crate) type Journal = loopback::journal::Journal<JournalEntry>;
