//! The app's client secret is rotated at Intuit while a function is warm.

use lambda_emulator::{LambdaRehearsal, sample};
use sandbox_quickbooks::Operation;

/// One run tells that the secret is out of date, and from the next one on the new one is used, by the same process.
#[tokio::test]
async fn a_warm_function_notices_a_rotated_client_secret_without_a_restart() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    let event = |id: &str| sample("create-invoice", "01-deal", id);
    let made = stage.function.invoke(&event("1")).await.0;
    assert_eq!(made["status"], "created", "{made}");
    let process = stage.function.process();

    let new = stage.sandbox.rotate_client_secret().unwrap();
    stage.put_client_secret(&new).await;
    // As long as its token lasts, the function asks neither Intuit nor Secrets Manager.
    stage.secrets_manager.take_operations();
    let made = stage.function.invoke(&event("2")).await.0;
    assert_eq!(made["status"], "created", "{made}");
    assert_eq!(stage.secrets_manager.take_operations(), [""; 0]);

    stage.let_access_token_end().await;
    stage.sandbox.clear_journal();
    let refused = stage.function.invoke(&event("3")).await;
    assert_eq!(refused.error_type(), Some("SettingMissing"), "{refused:?}");
    let message = refused.0["errorMessage"].as_str().unwrap();
    assert!(message.contains("deal 3"), "{message}");
    let again = stage.function.invoke(&event("3")).await.0;
    assert_eq!(again["status"], "created", "{again}");
    assert_eq!(answers(&stage), [401, 200]);

    // The doubt is over: the next refresh is right at once.
    stage.let_access_token_end().await;
    stage.sandbox.clear_journal();
    let made = stage.function.invoke(&event("4")).await.0;
    assert_eq!(made["status"], "created", "{made}");
    assert_eq!(answers(&stage), [200]);
    assert_eq!(stage.function.process(), process);
    let log = stage.function.log();
    assert!(!log.contains(&new), "no log line holds the secret");
}

/// The statuses with which Intuit has answered requests for a token.
fn answers(stage: &LambdaRehearsal) -> Vec<u16> {
    let journal = stage.sandbox.journal().into_iter();
    let tokens = journal.filter(|entry| entry.operation == Operation::Token);
    tokens.map(|entry| entry.status).collect()
}
