//! The body to post.

pub mod custom_fields;
pub(crate) mod dates;
pub mod header;
pub mod numbering;
pub mod sales_form;
pub mod tax;
pub mod totals;

use serde::Serialize;
use serde_json::Value;

use crate::ActionError;

/// The JSON of an object to post.
pub fn to_body(object: &impl Serialize) -> Result<Value, ActionError> {
    serde_json::to_value(object).map_err(|error| ActionError::invalid(error.to_string()))
}
