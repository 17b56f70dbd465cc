//! QuickBooks Online API client: requests without I/O, one transport seam, outcomes told apart.

mod answer;
mod batch;
mod client;
pub mod entity;
mod fault;
pub mod oauth;
mod outcome;
mod query;
mod request;
mod transport;

pub use answer::{Answer, BatchItem};
pub use batch::Batch;
pub use client::Client;
pub use entity::{Entity, EntityKind, Reference};
pub use fault::{Fault, FaultError};
pub use oauth::{AppCredentials, OAuthClient, OAuthEndpoints, OAuthError, TokenGrant};
pub use outcome::{CallError, Certainty, classify};
pub use query::{Condition, InvalidQuery, MAX_RESULTS, Query, QueryValue};
pub use request::{Endpoint, MINOR_VERSION, Request, RequestError, RequestId};
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, TransportSetupError};
pub use transport::{Transport, TransportError};
