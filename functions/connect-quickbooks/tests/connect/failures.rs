//! Failures of Intuit and QuickBooks in the middle of a consent.

use connect_quickbooks::CompanyChange::Refused;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};

use serde_json::json;
use storage::{Settings, SettingsDocument, Tokens, Version};

use crate::window::{Window, named, with_parameter};

fn answer(status: u16) -> FaultEffect {
    FaultEffect::Status(ScriptedAnswer {
        status,
        body: String::new(),
        content_type: "text/plain".into(),
        after_effect: false,
    })
}

#[tokio::test]
async fn an_exchange_that_fails_says_so_and_stores_nothing() {
    for effect in [answer(503), FaultEffect::CloseAfterEffect] {
        let mut window = Window::open().await;
        let script = FaultScript::new(effect).operation(Operation::Token);
        window.stage.sandbox.script(script);
        let page = window.connect("new-books", Refused).await;
        assert_eq!(page.status, 502, "{}", page.body);
        assert!(
            page.body.contains("Intuit is not available"),
            "{}",
            page.body
        );
        assert!(window.tokens("new-books").await.is_none());
    }
}

#[tokio::test]
async fn a_company_that_opens_but_cannot_be_read_keeps_its_tokens_and_gets_its_settings_the_next_time()
 {
    let mut window = Window::open().await;
    window
        .stage
        .sandbox
        .script(FaultScript::new(answer(500)).operation(Operation::Batch));
    let page = window.connect("new-books", Refused).await;
    assert_eq!(page.status, 502, "{}", page.body);
    assert!(
        page.body.contains("The connection is made"),
        "{}",
        page.body
    );
    assert!(window.tokens("new-books").await.is_some());
    assert!(window.settings("new-books").await.is_none());

    assert_eq!(window.connect("new-books", Refused).await.status, 200);
    assert!(window.settings("new-books").await.is_some());
}

/// `QuickBooks` is down for whoever asks about the company.
fn nothing_is_read(window: &Window) {
    for operation in [Operation::Batch, Operation::Query] {
        let script = FaultScript::new(answer(500)).operation(operation);
        window.stage.sandbox.script(script);
    }
}

#[tokio::test]
async fn a_company_that_nobody_could_read_takes_no_place_of_working_tokens() {
    let mut window = Window::open().await;
    let document = SettingsDocument(json!({"company": {"realm_id": "222"}}).to_string());
    let (store, us) = (&window.stage.store, named("us-books"));
    let mut before = window.tokens("us-books").await.unwrap();
    let version = store.load_tokens(&us).await.unwrap().unwrap().version;
    before.realm_id = "222".into();
    store
        .store_tokens(&us, Some(version), &before)
        .await
        .unwrap();
    store
        .put_settings(&us, Some(Version(1)), &document)
        .await
        .unwrap();

    // A consent for the sandbox's company comes back under the name of the connection's.
    let back = window.consent("us-books", Refused).await;
    nothing_is_read(&window);
    let page = window.get(&with_parameter(&back, "realmId", "222")).await;
    assert_eq!(page.status, 502, "{}", page.body);
    let told = "Nothing was changed here; what you consented to stands at";
    assert!(page.body.contains(told), "{}", page.body);
    let after = window.tokens("us-books").await.unwrap();
    assert_eq!(after.access_expires_at, before.access_expires_at);
}

#[tokio::test]
async fn a_company_that_nobody_could_read_pins_no_new_connection() {
    let mut window = Window::open().await;
    let back = window.consent("new-books", Refused).await;
    nothing_is_read(&window);
    let page = window.get(&with_parameter(&back, "realmId", "222")).await;
    assert_eq!(page.status, 502, "{}", page.body);
    assert!(window.tokens("new-books").await.is_none());

    let page = window.connect("new-books", Refused).await;
    assert_eq!(
        page.status, 200,
        "the honest consent is taken: {}",
        page.body
    );
}

#[tokio::test]
async fn an_app_that_intuit_does_not_accept_is_named_as_the_reason() {
    let mut window = Window::open().await;
    let refusal = FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: r#"{"error":"invalid_client"}"#.into(),
        content_type: "application/json".into(),
        after_effect: false,
    });
    let script = FaultScript::new(refusal).operation(Operation::Token);
    window.stage.sandbox.script(script);
    let page = window.connect("new-books", Refused).await;
    assert_eq!(page.status, 500);
    assert!(page.body.contains("client id and secret"), "{}", page.body);
}

#[tokio::test]
async fn several_accounts_that_fit_equally_are_left_to_a_person() {
    let mut window = Window::open().await;
    let second = serde_json::json!({"Name": "Sales", "AccountType": "Income",
        "AccountSubType": "SalesOfProductIncome"});
    window.stage.sandbox.insert("Account", second).unwrap();
    let page = window.connect("new-books", Refused).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.body.contains("products.income_account"),
        "{}",
        page.body
    );
    let settings = window.settings("new-books").await.unwrap();
    assert_eq!(settings.get("products"), None);
}
