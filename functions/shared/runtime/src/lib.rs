//! Lambda glue: what stands between AWS Lambda and a function's own code.
//!
//! [`serve()`] is the whole `main` of an action. A function gets ready while its environment starts
//! (configuration, clients, connections), answers one event at a time, and fails with the contract's
//! `errorType` whatever happens: a missing variable, a malformed event, a panic, time that is over.
//!
//! - [`Configuration`]: the environment, documented variable by variable in [`VARIABLES`].
//! - [`Handler`]: a function that is no action.
//! - [`HubSpotHandler`]: one that has no way to QuickBooks.
//! - [`metrics`]: what is measured, and the names alarms refer to.
//!
//! X-Ray: the trace id is a field of every log line, and the AWS SDK passes it on with its requests.
//! Intuit has no use for it and does not get it.

mod configuration;
mod credentials;
mod deadline;
mod event;
mod failure;
mod function;
mod handler;
mod invocation;
mod logs;
pub mod metrics;
mod on_aws;
mod on_hubspot;
mod serve;
mod services;
mod store_traffic;
mod tls;

pub use configuration::{Configuration, Misconfigured, VARIABLES, Variable};
pub use handler::{Handler, HubSpotHandler};
pub use lambda_runtime::Error as ServeError;
pub use serve::{serve, serve_handler, serve_hubspot_handler};
pub use services::{Clients, FunctionEngine, FunctionTransport, Services};
