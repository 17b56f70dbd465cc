//! Pages in a browser on this machine can reach its ports; they have no business here.

use http::HeaderMap;

/// Tells that a page in a browser sent this: browsers say where a POST comes from, and a page cannot
/// keep them from it. No SDK and no command line tool sends these headers.
pub(super) fn sent_by_a_page(headers: &HeaderMap) -> bool {
    headers.contains_key("origin") || headers.contains_key("sec-fetch-site")
}

/// Tells that a page of another site sent this: its forms reach this machine, and ours are of the same origin.
pub(super) fn sent_by_another_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site != "same-origin" && site != "none")
}
