//! QuickBooks Online API client: requests without I/O, one transport seam, every outcome classified.
//!
//! Built for callers who must not write twice. A [`Request`] is a value that can be looked at, stored and
//! sent again; every write carries a [`RequestId`], under which QuickBooks repeats its first answer instead
//! of writing again. [`Client::call`] sends once, and [`classify`] tells from what came back whether the
//! write is done, not done or unknown ([`Certainty`]). Nothing is repeated behind the caller's back.
//!
//! - [`entity`]: the API's objects, as they are on the wire. Amounts are exact decimals.
//! - [`Query`]: the query language, with every value escaped.
//! - [`Batch`]: several operations in one request, answered in order or not at all.
//! - [`Fault`]: what QuickBooks says when it refuses, in each of its four forms.
//! - [`oauth`]: getting, refreshing and revoking tokens.
//! - [`Transport`]: the one seam to the network; `ReqwestTransport` (feature `reqwest`) fills it, and
//!   [`CountingTransport`] counts what goes through it as Intuit meters it.
//!
//! No `Debug` output shows a token, name, e-mail or address.
//!
//! ```
//! use std::time::Duration;
//!
//! use quickbooks::{
//!     CallError, Client, Endpoint, Entity, Reference, Request, RequestId, Transport,
//!     entity::{Invoice, Line, SalesItemLineDetail},
//! };
//! use rust_decimal::Decimal;
//! use secrecy::SecretString;
//!
//! async fn bill_hours<T: Transport>(
//!     client: &Client<T>,
//!     access_token: &SecretString,
//! ) -> Result<Invoice, CallError> {
//!     let hours = SalesItemLineDetail {
//!         item_ref: Some(Reference::to("2")),
//!         qty: Some(Decimal::from(16)),
//!         unit_price: Some(Decimal::new(9250, 2)),
//!         ..SalesItemLineDetail::default()
//!     };
//!     let invoice = Invoice {
//!         customer_ref: Some(Reference::to("58")),
//!         line: vec![Line::sales_item(Decimal::new(1480_00, 2), hours)],
//!         ..Invoice::default()
//!     };
//!     let request_id = RequestId::new("deal-9001-invoice")?;
//!     let request = Request::create(Invoice::KIND, invoice.to_body()?, &request_id);
//!     let answer = client.call(access_token, &request, Duration::from_secs(30)).await?;
//!     answer.entity()
//! }
//!
//! let endpoint = Endpoint::new(Endpoint::SANDBOX, "4620816365")?;
//! # Ok::<_, quickbooks::RequestError>(())
//! ```

mod answer;
mod batch;
mod call_error;
mod certainty;
mod client;
pub mod entity;
mod fault;
mod kind;
mod metering;
pub mod oauth;
mod outcome;
mod query;
mod request;
mod request_error;
#[cfg(test)]
mod scripted;
mod transport;

pub use answer::{Answer, BatchItem, NamedRow};
pub use batch::Batch;
pub use call_error::CallError;
pub use certainty::Certainty;
pub use client::Client;
pub use entity::{Entity, Reference};
pub use fault::{Fault, FaultError};
pub use kind::EntityKind;
pub use metering::Metering;
pub use oauth::{AppCredentials, OAuthApp, OAuthClient, OAuthEndpoints, OAuthError, TokenGrant};
pub use outcome::classify;
pub use query::{Condition, InvalidQuery, MAX_RESULTS, Query, QueryValue};
pub use request::{Endpoint, MINOR_VERSION, Request, RequestId};
pub use request_error::RequestError;
pub use transport::{CountingTransport, RequestCounter, RequestCounts, Transport, TransportError};
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, TransportSetupError};
