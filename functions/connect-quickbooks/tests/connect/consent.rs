//! The consequences of a consent.

use connect_quickbooks::CompanyChange::Refused;
use jiff::SignedDuration;
use serde_json::json;
use storage::{Settings, SettingsDocument};

use crate::window::{PUBLIC_URL, Window, header, named};

#[tokio::test]
async fn a_consent_leaves_tokens_and_first_settings_that_the_actions_take() {
    let mut window = Window::open().await;
    let page = window.connect("new-books", Refused).await;

    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("Craig's Design and Landscaping"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Undeposited Funds"), "{}", page.body);
    let realm_id = window.stage.sandbox.realm_id().to_owned();
    let expected = json!({
        "company": {"realm_id": realm_id, "country": "US", "home_currency": "USD",
            "custom_transaction_numbers": false,
            "time_zone": "America/Los_Angeles"},
        "products": {"income_account": {"quickbooks_id": "79"}},
        "defaults": {"all": {"deposit_account": {"quickbooks_id": "4"},
            "refund_account": {"quickbooks_id": "35"}}},
    });
    assert_eq!(window.settings("new-books").await, Some(expected));
    let tokens = window.tokens("new-books").await.unwrap();
    assert_eq!(tokens.realm_id, realm_id);
}

#[tokio::test]
async fn a_connection_that_was_just_made_makes_invoices() {
    let mut window = Window::open().await;
    window.connect("new-books", Refused).await;
    let event = json!({"connection": "new-books", "record": {"object_type": "deal", "id": "1",
        "properties": {"amount": "92.50", "deal_currency_code": "USD"},
        "contacts": [{"id": "51", "properties": {"firstname": "Ada", "lastname": "New",
            "email": "ada@example.com"}}],
        "line_items": [{"id": "7001", "properties": {"name": "Hours new", "quantity": "1",
            "price": "92.50", "amount": "92.50"}}]},
        "options": {"create_missing_products": true}});
    let response = window
        .stage
        .run::<create_invoice::CreateInvoice>(&event)
        .await
        .unwrap();
    let response = serde_json::to_value(&response).unwrap();
    assert_eq!(response["status"], "created", "{response}");
}

#[tokio::test]
async fn one_consent_takes_one_exchange_and_one_read() {
    let mut window = Window::open().await;
    window.connect("new-books", Refused).await;
    let requests = window.stage.requests();
    let expected = [
        "authorize",
        "token",
        "batch [query CompanyInfo, query Preferences, query Account]",
    ];
    assert_eq!(requests, expected);
}

#[tokio::test]
async fn intuit_is_asked_for_the_accounting_scope_and_sends_back_to_the_callback() {
    let mut window = Window::open().await;
    window.consent("new-books", Refused).await;
    let journal = window.stage.sandbox.journal();
    let query = &journal[0].query;
    assert_eq!(query["scope"], "com.intuit.quickbooks.accounting");
    assert_eq!(query["redirect_uri"], format!("{PUBLIC_URL}/callback"));
    assert_eq!(query["response_type"], "code");
}

#[tokio::test]
async fn connecting_again_brings_new_tokens_and_leaves_settings_alone() {
    let mut window = Window::open().await;
    let before = window.tokens("us-books").await.unwrap();
    let (settings, us) = (window.settings("us-books").await, named("us-books"));
    let page = window.connect("us-books", Refused).await;

    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("left as they are"), "{}", page.body);
    assert_eq!(window.settings("us-books").await, settings);
    let version = window
        .stage
        .store
        .get_settings(&us)
        .await
        .unwrap()
        .unwrap()
        .version;
    assert_eq!(version.0, 1);
    let after = window.tokens("us-books").await.unwrap();
    assert!(after.refresh_expires_at > before.refresh_expires_at);
}

#[tokio::test]
async fn a_mistake_in_the_settings_does_not_keep_a_company_from_being_connected_again() {
    let mut window = Window::open().await;
    let mut settings = window.settings("us-books").await.unwrap();
    settings["once_per"] = json!("moon");
    let document = SettingsDocument(settings.to_string());
    let (us, version) = (named("us-books"), storage::Version(1));
    window
        .stage
        .store
        .put_settings(&us, Some(version), &document)
        .await
        .unwrap();
    assert_eq!(window.connect("us-books", Refused).await.status, 200);
}

#[tokio::test]
async fn a_link_opens_until_its_hour_is_over_and_as_often_as_one_likes() {
    let mut window = Window::open().await;
    let link = window.link("new-books", Refused);
    assert_eq!(window.get(&link).await.status, 302);
    window
        .stage
        .environment
        .advance(SignedDuration::from_mins(59));
    assert_eq!(window.get(&link).await.status, 302);
    window
        .stage
        .environment
        .advance(SignedDuration::from_mins(2));
    let page = window.get(&link).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("too old"), "{}", page.body);
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let mut window = Window::open().await;
    let link = window.link("new-books", Refused);
    let mut request = window.request(&link);
    let secure = window.pages.handle(&request).await.cookies;
    assert!(
        secure[0].starts_with("__Host-connect-quickbooks="),
        "{secure:?}"
    );
    assert!(secure[0].ends_with("; Max-Age=900; Path=/; HttpOnly; SameSite=Lax; Secure"));

    request.public_url = "http://127.0.0.1:9402".into();
    let plain = window.pages.handle(&request).await.cookies;
    assert!(plain[0].starts_with("connect-quickbooks="), "{plain:?}");
    assert!(!plain[0].contains("Secure"), "{plain:?}");

    let page = window.connect("new-books", Refused).await;
    assert!(page.cookies[0].contains("Max-Age=0"), "{:?}", page.cookies);
}

#[tokio::test]
async fn a_page_runs_nothing_but_its_own_script_and_is_kept_nowhere() {
    let mut window = Window::open().await;
    let page = window.get("/nowhere").await;
    assert_eq!(page.status, 404);
    let policy = header(&page, "content-security-policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(header(&page, "cache-control"), "no-store");
    assert_eq!(header(&page, "referrer-policy"), "no-referrer");
}
