//! The body to post.

pub mod custom_fields;
pub mod header;
pub mod numbering;
pub mod sales_form;
pub mod tax;
pub mod totals;
