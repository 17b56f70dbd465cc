//! Everything that HubSpot calls: the actions of its workflow editor, their dropdowns, and its webhooks.
//!
//! | route | does |
//! |---|---|
//! | `POST /hubspot/actions/{action}` | starts the workflow `quickbooks-action` and lets HubSpot's wait for it |
//! | `POST /hubspot/options/{field}` | fills a dropdown, by the library [`list_options`] |
//! | `POST /hubspot/webhooks` | puts changes of records on the bus, as events for the rules |
//!
//! A request goes through [`Gateway::handle`]: the route, the limits, the signature of the HubSpot account that it
//! names, and then what the route does. What is decided is decided by pure functions of the request, the settings and
//! the time; the outside stands behind [`Workflows`] and [`Bus`].
//!
//! **Errors of a person are answers.** HubSpot repeats a call that is answered 5xx for three days, so 503 is kept for
//! what may go well later. What will not is 200 with the state `FAIL_CONTINUE` and the contract's error.

mod answer;
pub mod api_gateway;
#[cfg(feature = "lambda")]
pub mod aws;
mod bounds;
mod error;
mod execution;
mod gateway;
mod http;
mod inputs;
pub mod memory;
mod ports;
mod routes;
mod run;
mod secrets;
pub mod watch;
mod webhooks;

pub use answer::EXPIRES;
pub use error::Refusal;
pub use gateway::Gateway;
pub use http::{HttpRequest, HttpResponse, Noted};
pub use ports::{Bus, BusEvent, PortError, Ports, RunState, Started, Store, Workflows};
pub use run::{Run, execution_name};
pub use webhooks::{DETAIL_TYPE, SOURCE, TRIGGERS};
