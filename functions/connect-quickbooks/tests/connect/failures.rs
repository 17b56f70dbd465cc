//! Failures of Intuit and QuickBooks in the middle of a consent.

use connect_quickbooks::CompanyChange::Refused;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};

use crate::window::Window;

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
async fn a_company_that_cannot_be_read_keeps_its_tokens_and_gets_its_settings_the_next_time() {
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
