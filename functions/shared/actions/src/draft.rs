//! The body to post.

pub mod body;
pub mod custom_fields;
pub(crate) mod dates;
pub mod header;
pub mod numbering;
pub mod sales_form;
pub mod tax;
pub mod totals;

pub use body::{Body, to_body};
