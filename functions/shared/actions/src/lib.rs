//! The pipeline common to all actions: validate, resolve, draft, commit, outcome.
//!
//! What to post is a pure function of the request, the settings and what was found; [`pipeline`]
//! is the part that talks: it reads, asks, claims, posts and records. An action is an
//! implementation of [`action::Action`].

pub mod access;
pub mod action;
pub mod books;
pub mod commit;
pub mod custom_fields;
pub mod customers;
pub mod engine;
pub mod environment;
pub mod error;
pub mod failed;
pub mod fold;
pub mod header;
pub mod lines;
pub mod numbering;
pub mod options;
pub mod payment;
pub mod phase;
pub mod pipeline;
pub mod priced_sale;
pub mod products;
pub mod quota;
pub mod redact;
pub mod refund;
pub mod request;
pub mod resolve;
pub mod response;
pub mod sale;
pub mod sales_form;
pub mod settings;
pub mod subject;
pub mod tax;
pub mod template;
pub mod text;
pub mod vendors;

pub use action::{Action, Asked, Draft};
pub use engine::{Engine, QuickBooksApi};
pub use error::{ActionError, ErrorType};
pub use pipeline::run;
pub use response::{Response, Status};
pub use subject::{Reading, Subject};
