//! No code, state or token is in a page, an address, a log line or a debugger's output.

use std::fmt::Write;

use connect_quickbooks::CompanyChange::Refused;
use rehearsal::Log;
use secrecy::ExposeSecret;

use crate::window::{Window, with_parameter};

/// The value of a query parameter.
fn parameter(path: &str, name: &str) -> String {
    let (_, query) = path.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).unwrap().1.to_owned()
}

#[tokio::test]
async fn what_is_secret_is_shown_nowhere() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let (code, state) = (parameter(&back, "code"), parameter(&back, "state"));
    let mark = window.cookies[0].split_once('=').unwrap().1.to_owned();
    let first = window.request(&back);
    let wrong_code = with_parameter(&back, "code", "AC11canary-code");

    let mut shown = format!("{first:?} {:?}", window.pages);
    for path in [back.clone(), back, wrong_code] {
        let request = window.request(&path);
        let page = window.pages.handle(&request).await;
        write!(shown, "{page:?} {} {:?}", page.body, page.headers).unwrap();
    }
    let tokens = window.tokens("new-books").await.unwrap();
    shown += &Log::kept().text();

    assert!(shown.contains("connected"), "the log is there: {shown}");
    let canaries = [
        code.as_str(),
        state.as_str(),
        mark.as_str(),
        "canary-code",
        tokens.access_token.expose_secret(),
        tokens.refresh_token.expose_secret(),
        "sandboxSecret",
    ];
    for canary in canaries {
        assert!(!shown.contains(canary), "{canary} is shown");
    }
}

#[tokio::test]
async fn what_a_company_calls_itself_is_text_and_no_markup() {
    let mut window = Window::open().await;
    let name = serde_json::json!({"Id": "1", "CompanyName": "<script>alert(1)</script> & Sons"});
    window.stage.sandbox.edit("CompanyInfo", name).unwrap();
    let page = window.connect("new-books", Refused).await;
    assert!(
        page.body
            .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons"),
        "{}",
        page.body
    );
    let declined = window.consent("new-books", Refused).await;
    let declined = with_parameter(&declined, "code", "<b>").replace("code=", "error=");
    let page = window.get(&declined).await;
    assert!(page.body.contains("no reason given"), "{}", page.body);
    assert!(!page.body.contains("<b>"), "{}", page.body);
}
