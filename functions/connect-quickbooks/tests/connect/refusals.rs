//! Refused consents, which change nothing.

use std::sync::Arc;

use connect_quickbooks::CompanyChange::Refused;
use connect_quickbooks::HttpResponse;
use jiff::SignedDuration;
use tokio::task::JoinSet;

use actions::books::environment::Environment;
use storage::{Lease, Tokens};

use crate::window::{Window, named, with_parameter};

fn assert_refused(page: &HttpResponse, status: u16, says: &str) {
    assert_eq!(page.status, status, "{}", page.body);
    assert!(page.body.contains(says), "{}", page.body);
}

impl Window {
    /// That no code was exchanged and nothing is stored.
    async fn assert_nothing_happened(&self, connection: &str) {
        let requests = self.stage.requests();
        assert!(!requests.contains(&"token".to_owned()), "{requests:?}");
        assert!(self.settings(connection).await.is_none());
        assert!(self.tokens(connection).await.is_none());
    }
}

#[tokio::test]
async fn nobody_begins_without_a_link_of_this_installation_for_this_connection() {
    let mut window = Window::open().await;
    let link = window.link("new-books", Refused);
    let forged = with_parameter(&link, "link", "new-books.9999999999.allowed.AAAA");
    let (_, sealed) = link.split_once('?').unwrap();
    for path in [
        "/connect/new-books",
        "/connect/new-books?link=",
        &forged,
        &format!("/connect/other-books?{sealed}"),
    ] {
        assert_refused(&window.get(path).await, 403, "not valid");
    }
    assert_refused(&window.get("/connect/No%20Name").await, 404, "no page");
    window.assert_nothing_happened("new-books").await;
}

#[tokio::test]
async fn a_callback_without_a_state_of_this_installation_is_refused() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    for path in [
        "/callback",
        "/callback?code=1&realmId=2",
        &with_parameter(&back, "state", "new-books.9999999999.refused.bm9uY2U.AAAA"),
    ] {
        assert_refused(&window.get(path).await, 400, "where Intuit sends you back");
    }
    window.assert_nothing_happened("new-books").await;
}

#[tokio::test]
async fn a_state_serves_once() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let request = window.request(&back);
    assert_eq!(window.pages.handle(&request).await.status, 200);
    let again = window.pages.handle(&request).await;
    assert_refused(&again, 400, "used already");
    let requests = window.stage.requests();
    assert_eq!(requests.iter().filter(|line| *line == "token").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_callbacks_at_once_one_gets_through() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let request = window.request(&back);
    let pages = Arc::new(window.pages);
    let mut callbacks = JoinSet::new();
    for _ in 0..8 {
        let (pages, request) = (Arc::clone(&pages), request.clone());
        callbacks.spawn(async move { pages.handle(&request).await.status });
    }
    let mut statuses = callbacks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400, 400, 400]);
}

#[tokio::test]
async fn no_consent_comes_between_a_disconnection_and_what_it_revoked() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let (store, connection) = (&window.stage.store, named("new-books"));
    let now = window.stage.environment.now();
    // As `manage-connection` holds it from before it revokes until the tokens are deleted.
    let lease = Lease {
        owner: "somebody".into(),
        until: now + SignedDuration::from_hours(1),
    };
    store.acquire_lease(&connection, &lease, now).await.unwrap();
    assert_refused(&window.get(&back).await, 409, "Open the link again");
    window.assert_nothing_happened("new-books").await;

    let store = &window.stage.store;
    store.release_lease(&connection, "somebody").await.unwrap();
    assert_eq!(
        window.get(&back).await.status,
        200,
        "the state is not used up"
    );
}

#[tokio::test]
async fn a_state_ends_after_a_quarter_of_an_hour() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    window
        .stage
        .environment
        .advance(SignedDuration::from_mins(15));
    assert_refused(&window.get(&back).await, 400, "longer than 15 minutes");
    window.assert_nothing_happened("new-books").await;
}

#[tokio::test]
async fn a_consent_that_another_browser_began_is_refused_and_not_used_up() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let own = std::mem::take(&mut window.cookies);
    let request = window.request(&back);
    assert_refused(&window.pages.handle(&request).await, 403, "another browser");
    window.cookies = vec!["__Host-connect-quickbooks=AAAA".into()];
    let request = window.request(&back);
    assert_refused(&window.pages.handle(&request).await, 403, "another browser");
    window.assert_nothing_happened("new-books").await;

    window.cookies = own;
    assert_eq!(window.get(&back).await.status, 200);
}

#[tokio::test]
async fn a_page_that_fails_in_the_meantime_keeps_the_consent_in_progress() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    assert_eq!(window.get("/favicon.ico").await.status, 404);
    assert_eq!(window.get("/callback?code=1").await.status, 400);
    assert_eq!(window.get(&back).await.status, 200);
}

#[tokio::test]
async fn a_consent_that_was_declined_changes_nothing() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let declined = with_parameter(&back, "code", "").replace("code=", "error=access_denied");
    assert_refused(&window.get(&declined).await, 400, "access_denied");
    window.assert_nothing_happened("new-books").await;
}

#[tokio::test]
async fn a_code_or_a_company_that_is_missing_or_malformed_is_refused() {
    for (name, value) in [
        ("code", ""),
        ("realmId", ""),
        ("realmId", "..%2F1"),
        ("realmId", "a%1b%5b31mRED%0a2026%20ERROR%20faked"),
        ("realmId", "4620816365x"),
        ("realmId", "123456789012345678901"),
    ] {
        let mut window = Window::open().await;
        let back = window.consent("new-books", Refused).await;
        let page = window.get(&with_parameter(&back, name, value)).await;
        assert_refused(&page, 400, "without what is needed");
        assert!(!page.body.contains("RED"), "{}", page.body);
        window.assert_nothing_happened("new-books").await;
    }
}

#[tokio::test]
async fn a_code_that_intuit_does_not_know_is_refused() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    let page = window
        .get(&with_parameter(&back, "code", "AC11unknown"))
        .await;
    assert_refused(&page, 400, "no longer accepts this consent");
    assert!(window.tokens("new-books").await.is_none());
}

#[tokio::test]
async fn pages_answer_get_alone() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    for method in ["POST", "HEAD", "DELETE"] {
        let mut request = window.request(&back);
        request.method = method.into();
        let page = window.pages.handle(&request).await;
        assert_refused(&page, 405, "only answers GET");
    }
    assert_eq!(window.get(&back).await.status, 200);
}
