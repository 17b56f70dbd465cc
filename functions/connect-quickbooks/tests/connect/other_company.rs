//! A connection stays with its company, unless somebody asked for another.

use connect_quickbooks::CompanyChange::{self, Refused, Replaces};
use connect_quickbooks::HttpResponse;
use jiff::Timestamp;
use serde_json::json;
use storage::{Mapping, MappingKey, MappingKind, Mappings, Settings, SettingsDocument, Version};

use crate::window::{Window, named, with_parameter};

fn replacing(company: &str) -> CompanyChange {
    Replaces(company.into())
}

/// A connection to company 1 with a mapping, in an installation that the sandbox's company is new to.
async fn window_of_another_company() -> Window {
    let window = Window::open().await;
    let settings = json!({
        "company": {"realm_id": "1", "time_zone": "UTC"},
        "products": {"income_account": {"quickbooks_id": "5"}},
        "once_per": "enrollment",
        "defaults": {"all": {"class": {"quickbooks_id": "7"}, "payment_terms": "Net 30"}},
    });
    let (store, old) = (&window.stage.store, named("old-books"));
    let document = SettingsDocument(settings.to_string());
    store.put_settings(&old, None, &document).await.unwrap();
    let mapping = Mapping {
        key: MappingKey {
            kind: MappingKind::Customer,
            source: "contact:51".into(),
        },
        quickbooks_id: "58".into(),
        name: "Ada".into(),
        mapped_at: Timestamp::UNIX_EPOCH,
    };
    store.put_mappings(&old, &[mapping]).await.unwrap();
    window
}

#[tokio::test]
async fn another_company_is_refused_before_the_code_is_exchanged() {
    let mut window = window_of_another_company().await;
    let before = window.settings("old-books").await;
    let page = window.connect("old-books", Refused).await;

    assert_eq!(page.status, 409, "{}", page.body);
    assert!(
        page.body.contains("belongs to QuickBooks company 1"),
        "{}",
        page.body
    );
    assert_eq!(window.stage.requests(), ["authorize"]);
    assert_eq!(window.settings("old-books").await, before);
    assert!(window.tokens("old-books").await.is_none());
}

#[tokio::test]
async fn tokens_without_settings_hold_the_company_too() {
    let mut window = Window::open().await;
    window.connect("new-books", Refused).await;
    let tokens = window.tokens("new-books").await.unwrap();
    let mut other = tokens.clone();
    other.realm_id = "1".into();
    let connection = named("half-made");
    storage::Tokens::store_tokens(&window.stage.store, &connection, None, &other)
        .await
        .unwrap();
    assert_eq!(window.connect("half-made", Refused).await.status, 409);
}

#[tokio::test]
async fn a_move_that_was_asked_for_keeps_the_rules_and_forgets_the_old_company_s_objects() {
    let mut window = window_of_another_company().await;
    let page = window.connect("old-books", replacing("1")).await;

    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("another company before"),
        "{}",
        page.body
    );
    let settings = window.settings("old-books").await.unwrap();
    assert_eq!(
        settings["company"]["realm_id"],
        window.stage.sandbox.realm_id()
    );
    assert_eq!(settings["once_per"], "enrollment");
    assert_eq!(
        settings["products"]["income_account"]["quickbooks_id"],
        "79"
    );
    assert_eq!(settings["defaults"]["all"].get("class"), None);
    assert_eq!(settings["defaults"]["all"]["payment_terms"], "Net 30");
    let (store, old) = (&window.stage.store, named("old-books"));
    assert_eq!(store.list_mappings(&old, None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_permission_to_move_does_not_touch_a_connection_that_stays() {
    let mut window = Window::open().await;
    let before = window.settings("us-books").await;
    let realm = window.stage.sandbox.realm_id().to_owned();
    let page = window.connect("us-books", Replaces(realm)).await;
    assert_eq!(page.status, 200);
    assert_eq!(window.settings("us-books").await, before);
}

#[tokio::test]
async fn a_company_that_the_consent_does_not_open_replaces_nothing() {
    let mut window = Window::open().await;
    let document = SettingsDocument(json!({"company": {"realm_id": "4242"}}).to_string());
    let (store, us) = (&window.stage.store, named("us-books"));
    let before = window.tokens("us-books").await.unwrap();
    store
        .put_settings(&us, Some(Version(1)), &document)
        .await
        .unwrap();

    let back = window.consent("us-books", Refused).await;
    let page = window.get(&with_parameter(&back, "realmId", "4242")).await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert!(
        page.body.contains("does not open company 4242"),
        "{}",
        page.body
    );
    let after = window.tokens("us-books").await.unwrap();
    assert_eq!(after.access_expires_at, before.access_expires_at);
}

/// That a page refused, and that nothing which stood was touched.
async fn assert_stands(window: &Window, page: &HttpResponse, company: &str) {
    assert!((400..500).contains(&page.status), "{}", page.body);
    assert!(page.body.contains("Nothing was changed"), "{}", page.body);
    let settings = window.settings("old-books").await.unwrap();
    assert_eq!(settings["company"]["realm_id"], company);
}

/// Puts the connection back, as a person with a link of their own would.
async fn belongs_to(window: &Window, company: &str) {
    let (store, old) = (&window.stage.store, named("old-books"));
    let present = store.get_settings(&old).await.unwrap().unwrap();
    let mut settings: serde_json::Value = serde_json::from_str(&present.value.0).unwrap();
    settings["company"]["realm_id"] = company.into();
    let document = SettingsDocument(settings.to_string());
    let written = store.put_settings(&old, Some(present.version), &document);
    written.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_link_that_lets_a_company_be_replaced_is_spent_when_it_was() {
    let mut window = window_of_another_company().await;
    let link = window.link("old-books", replacing("1"));
    let page = window.connect_by(&link).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let ours = window.stage.sandbox.realm_id().to_owned();

    // Somebody else who has seen the link chooses a company of theirs.
    let mut stranger = window.in_another_browser();
    let back = stranger.consent_by(&link).await;
    let page = stranger.get(&with_parameter(&back, "realmId", "333")).await;
    assert_stands(&stranger, &page, &ours).await;

    // Even where the old company stands again, the link is no use a second time.
    belongs_to(&stranger, "1").await;
    let page = stranger.connect_by(&link).await;
    assert!(page.body.contains("already"), "{}", page.body);
    // The code was exchanged by then.
    assert!(page.body.contains("stands at Intuit"), "{}", page.body);
    assert_stands(&stranger, &page, "1").await;
}

#[tokio::test]
async fn a_link_replaces_the_company_it_was_made_for_and_no_other() {
    let mut window = window_of_another_company().await;
    let page = window.connect("old-books", replacing("2")).await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert_stands(&window, &page, "1").await;
    assert!(window.tokens("old-books").await.is_none());
}

#[tokio::test]
async fn the_permission_to_replace_names_the_company_that_stands() {
    let window = window_of_another_company().await;
    let store = &window.stage.store;
    for (connection, expected) in [("old-books", replacing("1")), ("new-books", Refused)] {
        let change = CompanyChange::replacing_present(store, &named(connection)).await;
        assert_eq!(change.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_company_that_another_connection_has_is_connected_with_a_word_about_it() {
    let mut window = Window::open().await;
    let told = "This company is connected as <code>us-books</code> too.";
    let page = window.connect("new-books", Refused).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains(told), "{}", page.body);
    // A consent that is given again begins nothing.
    let page = window.connect("new-books", Refused).await;
    assert!(!page.body.contains(told), "{}", page.body);
    assert_eq!(page.status, 200, "{}", page.body);
}
