//! Where mappings, settings, the ledger and tokens are kept.
//!
//! The ports are small traits; an adapter implements all of them. Two adapters exist, each behind a
//! Cargo feature: `embedded` for one machine and `aws` for DynamoDB with Secrets Manager. Every
//! adapter passes the same contract suite ([`contract`], feature `contract`).
//!
//! Nothing here knows what an action or a document is: keys and bodies are the caller's.

mod connection;
mod error;
mod failures;
mod ledger;
mod mapping;
mod portals;
mod quotas;
mod reservation;
mod settings;
mod snapshot;
mod tokens;

#[cfg(any(feature = "embedded", feature = "aws"))]
mod json;

#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "contract")]
pub mod contract;
#[cfg(feature = "embedded")]
pub mod embedded;
#[cfg(feature = "embedded")]
pub mod private_file;

pub use connection::{Connection, InvalidConnection};
pub use error::StorageError;
pub use failures::runs::{FailedRun, FailedRunKey, Runs};
pub use failures::{Failures, LastFailure};
pub use ledger::{
    CompareAndPut, DocumentRef, EntryState, LEDGER_ENTRY, Ledger, LedgerEntry, LedgerKey, Version,
    Versioned,
};
pub use mapping::{Mapping, MappingKey, MappingKind, Mappings};
pub use portals::{InvalidPortalId, PortalId, PortalSecret, Portals};
pub use quotas::{Quota, Quotas};
pub use reservation::{
    HoldMode, Holder, MOST_RESERVATIONS, Reservation, ReservationKey, ReservationPut, Reservations,
    Reserve,
};
pub use settings::{Settings, SettingsDocument};
pub use snapshot::{ReadRequest, Snapshot, SnapshotReader};
pub use tokens::{Lease, TokenSet, Tokens};
