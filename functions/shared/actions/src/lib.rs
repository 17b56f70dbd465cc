//! The pipeline common to all actions, its modules in the order in which the data goes through
//! them: what is asked ([`request`], [`options`], [`settings`]), what HubSpot's record says
//! ([`record`], [`amounts`]), whose sale it is ([`reservation`]), what documents are made of ([`subject`]), names to ids ([`resolve`]),
//! the body to post ([`draft`]), posted once ([`commit`]) in a company's [`books`], and what is
//! answered ([`response`]).
//!
//! The body to post is a pure function of the request, the settings and what was found; [`pipeline`]
//! is the part that talks: it reads, asks, claims, posts and records. An action is an
//! implementation of [`action::Action`].

pub mod action;
pub mod pipeline;

pub mod options;
pub mod request;
pub mod settings;

pub mod amounts;
pub mod record;
pub mod reservation;
pub mod subject;

pub mod draft;
pub mod resolve;

pub mod books;
pub mod commit;

pub mod error;
pub mod response;
pub mod text;

pub use action::{Action, Documents, DraftInput};
pub use books::engine::{Engine, QuickBooksApi};
pub use error::{ActionError, ErrorType};
pub use pipeline::run;
pub use record::reading as records;
pub use response::{Response, Status};
pub use subject::{ReadInput, Reading, Subject};
