//! Connects a QuickBooks company: Intuit's consent becomes tokens, and the company first settings.
//!
//! Two pages, behind whatever speaks HTTP:
//!
//! - `GET /connect/{connection}?link=…` sends the browser on to Intuit's consent page. Only a link
//!   made by this installation opens it ([`ConnectLink`]).
//! - `GET /callback` is where Intuit sends it back to. The `state` must be signed, fresh, unused and
//!   of the same browser; then the code is exchanged, the company read, the tokens stored, and the
//!   first settings written. Settings that exist are not touched.
//!
//! A connection that belongs to a company stays with it: another company is refused, unless the link
//! was made to let that one company be replaced, which it does one time. The company that the browser
//! names is believed when QuickBooks opens it with the new tokens, and not before.
//!
//! No page, address or log line of this function holds a code or a token.

pub mod api_gateway;
mod callback;
mod company;
mod company_change;
mod error;
mod existing;
mod http;
mod installation;
mod link;
mod one_company;
mod page;
mod routes;
mod settings;
mod signature;
mod start;
mod state;

pub use company_change::CompanyChange;
pub use error::ConnectError;
pub use http::{HttpRequest, HttpResponse};
pub use installation::{ConnectQuickBooks, IntuitApp};
pub use link::ConnectLink;
pub use one_company::others_of_company;
pub use signature::SigningKey;
