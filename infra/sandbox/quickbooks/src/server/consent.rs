//! Intuit's consent page: a person connects the company to the app, or does not.

use loopback::reply::Reply;
use url::Url;

use super::page;
use super::route::Request;
use crate::grants::CLIENT_ID;
use crate::state::Shared;

/// The parameter by which the page says what the person chose. Intuit's has other ways to.
const CHOICE: &str = "consent";
const GIVEN: &str = "given";
const REFUSED: &str = "refused";

/// Asks a person who comes with a browser; a program that asks for no page consents at once. Then the browser is sent
/// back with a code, or with the refusal.
pub(super) fn authorize(shared: &Shared, request: &Request) -> Reply {
    let back = request
        .parameter("redirect_uri")
        .and_then(|uri| uri.parse::<Url>().ok())
        .filter(|uri| matches!(uri.scheme(), "http" | "https"));
    let is_our_app = request.parameter("client_id") == Some(CLIENT_ID);
    let (Some(mut back), true) = (back, is_our_app) else {
        return Reply::html(
            400,
            "<!doctype html><title>Error</title><p>Unknown client_id or no redirect_uri."
                .to_owned(),
        );
    };
    if request.parameter("response_type") != Some("code") || request.parameter("scope").is_none() {
        back.query_pairs_mut()
            .append_pair("error", "invalid_request");
        return sent_to(&back);
    }
    match request.parameter(CHOICE) {
        None if is_browser(request) => ask(shared, request, &back),
        Some(REFUSED) => {
            back.query_pairs_mut().append_pair("error", "access_denied");
            sent_back(request, back)
        }
        _ => {
            consent(shared, request, &mut back);
            sent_back(request, back)
        }
    }
}

/// Browsers alone ask for HTML before anything else.
fn is_browser(request: &Request) -> bool {
    request
        .header("accept")
        .is_some_and(|accept| accept.contains("text/html"))
}

fn ask(shared: &Shared, request: &Request, back: &Url) -> Reply {
    let choice = |chosen: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query
            .extend_pairs(&request.query)
            .append_pair(CHOICE, chosen);
        format!("?{}", query.finish())
    };
    let app = back.host_str().unwrap_or_default();
    let page = page::consent(
        &shared.lock().company,
        app,
        [&choice(GIVEN), &choice(REFUSED)],
    );
    Reply::html(200, page)
}

/// Keeps the consent, and puts its code and the company's id into the address.
fn consent(shared: &Shared, request: &Request, back: &mut Url) {
    let redirect_uri = request.parameter("redirect_uri").unwrap_or_default();
    let now = shared.options.clock.now();
    let mut state = shared.lock();
    let state = &mut *state;
    let code = state.grants.consent(redirect_uri, now, &mut state.random);
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("realmId", &shared.realm_id);
}

fn sent_back(request: &Request, mut back: Url) -> Reply {
    if let Some(sent) = request.parameter("state") {
        back.query_pairs_mut().append_pair("state", sent);
    }
    sent_to(&back)
}

fn sent_to(back: &Url) -> Reply {
    Reply::html(302, String::new()).header("location", back.as_str())
}
