//! The answers of HubSpot to what it did as it was asked.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::{account::AccountDetails, call_error::CallError, rate_limits::RateLimits};

/// An answer that tells no error; `Debug` shows neither body nor contents.
///
/// Each kind of request has its own method here, which reads what it asked for.
#[derive(Clone, derive_more::Debug)]
pub struct Answer {
    /// HTTP status: 200, 201, 204, or 207 for a batch of which a part failed.
    pub status: StatusCode,
    /// The app's quotas.
    pub limits: RateLimits,
    /// HubSpot's id of the exchange; its support asks for it.
    pub correlation_id: Option<String>,
    /// The body as it came.
    #[debug("{} bytes", body.len())]
    pub body: Bytes,
    pub(crate) write: bool,
}

impl Answer {
    /// The account that the token belongs to.
    pub fn account_details(&self) -> Result<AccountDetails, CallError> {
        self.object("an account")
    }

    /// The whole answer as one object.
    fn object<T: DeserializeOwned>(&self, name: &str) -> Result<T, CallError> {
        deserialize(&self.body, name).map_err(|detail| self.unreadable(detail))
    }

    /// When the answer is not in shape, the outcome of a write is unknown.
    fn unreadable(&self, detail: String) -> CallError {
        CallError::without_outcome(self.write, detail, self.correlation_id.clone())
    }
}

/// Names the field that is not in shape, never its value.
fn deserialize<T: DeserializeOwned>(body: &[u8], name: &str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut json)
        .map_err(|error| format!("the answer is not {name} as documented at {}", error.path()))
}
