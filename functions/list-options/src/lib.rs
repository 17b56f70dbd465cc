//! The dropdowns of the actions in HubSpot's workflow editor.
//!
//! [`ListOptions::answer`] fills one dropdown: the connections of the HubSpot account that asks, or a list of the
//! company whose connection was chosen. Two mains stand on it: `hubspot-gateway` calls it for
//! `POST /hubspot/options/{field}`, once it has verified HubSpot's signature, and the function `list-options` is for
//! those who may invoke it. That the gateway calls the library, and not the other function, saves an invocation while
//! somebody waits in front of the editor.
//!
//! An answer is always a list. Where it cannot be had, one option says why; its value is
//! [`editor::UNAVAILABLE`], with which no action runs.

mod answer;
mod cache;
mod connections;
mod list;
mod lookup;
mod notice;
mod request;
mod row;

pub use answer::{Choice, OptionsAnswer};
pub use connections::{PortalConnection, PortalConnections};
pub use lookup::{ListOptions, Store};
pub use request::OptionsRequest;
