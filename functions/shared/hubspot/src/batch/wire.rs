//! The answer to a batch on the wire.

use serde::Deserialize;

use crate::api_error::ApiError;

/// A batch's answer, on the wire.
#[derive(Deserialize)]
pub(crate) struct BatchWire<T> {
    #[serde(default)]
    pub(crate) status: Option<String>,
    pub(crate) results: Vec<T>,
    #[serde(default)]
    pub(crate) errors: Option<Vec<ApiError>>,
}

impl<T> BatchWire<T> {
    /// Tells whether HubSpot was done with the batch when it answered.
    pub(crate) fn is_complete(&self) -> bool {
        self.status
            .as_deref()
            .is_none_or(|status| status == "COMPLETE")
    }
}
