//! The cookie that ties a consent to the browser in which it began.

use crate::http::HttpRequest;
use crate::state::LIFE;

/// `__Host-` makes browsers refuse the cookie from other hosts and over plain HTTP.
const SECURE: &str = "__Host-connect-quickbooks";
/// On one's own machine there is no TLS.
const PLAIN: &str = "connect-quickbooks";

fn is_secure(request: &HttpRequest) -> bool {
    request.public_url.starts_with("https://")
}

fn name(request: &HttpRequest) -> &'static str {
    if is_secure(request) { SECURE } else { PLAIN }
}

/// The mark the browser was given.
pub(crate) fn read(request: &HttpRequest) -> Option<&str> {
    request.cookie(name(request))
}

/// Gives the browser a mark. `Lax`, since the browser comes back from Intuit's site.
pub(crate) fn set(request: &HttpRequest, mark: &str) -> String {
    format!(
        "{}={mark}; Max-Age={}; {}",
        name(request),
        LIFE.as_secs(),
        attributes(request)
    )
}

/// Takes the mark back.
pub(crate) fn clear(request: &HttpRequest) -> String {
    format!("{}=; Max-Age=0; {}", name(request), attributes(request))
}

fn attributes(request: &HttpRequest) -> &'static str {
    if is_secure(request) {
        "Path=/; HttpOnly; SameSite=Lax; Secure"
    } else {
        "Path=/; HttpOnly; SameSite=Lax"
    }
}
