//! The pages people see.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use storage::Connection;

use crate::callback::Connected;
use crate::company::accounts::{self, Found, Use};
use crate::error::ConnectError;
use crate::existing::SettingsOutcome;
use crate::http::{HttpRequest, HttpResponse, cookie};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1d2b36;max-width:40rem;\
    margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem}dl{display:grid;\
    grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{color:#5b6b77}\
    dd{margin:0;overflow-wrap:anywhere}@media(max-width:30rem){dl{display:block}dd{margin:0 0 .6rem}}\
    code{background:#f0f3f5;padding:0 .2rem}";

/// Takes the query, and the spent code in it, out of the address bar and the browser's history.
const FORGET_QUERY: &str = "history.replaceState(null,'',location.pathname)";

/// Sends the browser on.
pub(crate) fn redirect(location: String, cookie: String) -> HttpResponse {
    HttpResponse {
        status: 302,
        headers: vec![
            ("location", location),
            ("cache-control", "no-store".to_owned()),
            ("referrer-policy", "no-referrer".to_owned()),
        ],
        cookies: vec![cookie],
        body: String::new(),
    }
}

/// Says that it did not work, why, and what to do. The browser keeps its mark: any other page may
/// fail in it while somebody is at Intuit's, and a state that was used is worth nothing anyway.
pub(crate) fn failure(error: &ConnectError) -> HttpResponse {
    let text = html! { p { (error.to_string()) } };
    let mut response = page(error.status(), "Not connected", &text);
    if let ConnectError::MethodNotAllowed = error {
        response.headers.push(("allow", "GET".to_owned()));
    }
    response
}

/// Says what was connected.
pub(crate) fn connected(request: &HttpRequest, connected: &Connected) -> HttpResponse {
    let company = &connected.company;
    let until = TimeZone::UTC
        .to_datetime(connected.refresh_expires_at)
        .date();
    let text = html! {
        dl {
            dt { "Connection" } dd { code { (connected.connection) } }
            dt { "Company" } dd { (company.name) " (" (company.realm_id) ")" }
            dt { "Country" } dd { (company.country) }
            dt { "Currency" } dd { (company.home_currency) }
            dt { "Consent lasts until" } dd { (until) ", and longer whenever it is used" }
        }
        (settings(connected))
        (others(&connected.others))
        p { "You may close this window." }
    };
    let mut response = page(200, "Connected to QuickBooks", &text);
    response.cookies.push(cookie::clear(request));
    response
}

fn settings(connected: &Connected) -> Markup {
    html! {
        p {
            @match connected.settings {
                SettingsOutcome::Kept => "The connection's settings were left as they are.",
                SettingsOutcome::Written => "These are the connection's first settings.",
                SettingsOutcome::Moved => "The connection belonged to another company before. Its rules \
                    were kept. Mappings, and settings that named objects of the old company by their \
                    ids, were removed. Records that already have a document in the old company do not \
                    get another one here.",
            }
        }
        @if connected.settings != SettingsOutcome::Kept {
            dl {
                (time_zone(connected))
                @for found in accounts::found(&connected.company) { (account(&found)) }
            }
        }
    }
}

/// Says that other connections book into the company too.
fn others(others: &[Connection]) -> Markup {
    html! {
        @if !others.is_empty() {
            p {
                "This company is connected as "
                @for (place, other) in others.iter().enumerate() {
                    @if place > 0 { ", " }
                    code { (other) }
                }
                " too. Each connection has a ledger of its own: a record that both are given is booked twice. Give each the records \
                 of a HubSpot account of its own (" code { "hubspot.portal_id" } "), or disconnect one."
            }
        }
    }
}

fn time_zone(connected: &Connected) -> Markup {
    html! {
        dt { "Time zone" }
        dd {
            @match &connected.company.time_zone {
                Some(zone) => (zone),
                None => { "not known: set " code { "company.time_zone" } ", until then days are UTC's" }
            }
        }
    }
}

fn account(found: &Found<'_>) -> Markup {
    let purpose = match found.purpose {
        Use::Income => "Income of new products",
        Use::Deposit => "Deposits",
        Use::Refund => "Refunds",
    };
    html! {
        dt { (purpose) }
        dd {
            @match found.account {
                Some(account) => (account.name.as_deref().unwrap_or_default()),
                None => { "no account fits by itself: set " code { (found.purpose.setting()) } }
            }
        }
    }
}

fn page(status: u16, title: &str, text: &Markup) -> HttpResponse {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(STYLE)) }
                script { (PreEscaped(FORGET_QUERY)) }
            }
            body { h1 { (title) } (text) }
        }
    };
    HttpResponse {
        status,
        headers: vec![
            ("content-type", "text/html; charset=utf-8".to_owned()),
            ("content-security-policy", content_security_policy()),
            ("cache-control", "no-store".to_owned()),
            ("referrer-policy", "no-referrer".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
        ],
        cookies: Vec::new(),
        body: markup.into_string(),
    }
}

/// Nothing but this page's own style and script, by their hashes.
fn content_security_policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(FORGET_QUERY)
    )
}
