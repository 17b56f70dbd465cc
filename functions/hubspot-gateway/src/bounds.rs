//! The size of a request.

use crate::error::Refusal;
use crate::http::HttpRequest;

/// The largest body. HubSpot's are some kilobytes; a batch of a hundred webhooks is some thirty.
const LARGEST_BODY: usize = 1 << 20;

/// The most headers. HubSpot sends some twenty, and API Gateway adds a few.
const MOST_HEADERS: usize = 100;

/// Refuses what is larger than anything that HubSpot sends.
pub(crate) fn check(request: &HttpRequest) -> Result<(), Refusal> {
    if request.body.len() > LARGEST_BODY {
        return Err(Refusal::BodyTooLarge);
    }
    if request.headers.len() > MOST_HEADERS {
        return Err(Refusal::TooManyHeaders);
    }
    Ok(())
}
