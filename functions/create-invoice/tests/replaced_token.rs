//! A token of HubSpot's that a person has replaced.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::by_id::{by_id, large_order, run, stage_of};
use actions::Status;
use sandbox_hubspot::SandboxOptions;
use secrecy::SecretString;
use serde_json::json;
use storage::{PortalSecret, Portals as _};

#[tokio::test]
async fn a_token_that_was_replaced_while_a_process_kept_the_old_one_serves_at_once() {
    let (stage, account) = stage_of(100, &large_order(1)).await;
    let options = json!({"create_missing_products": true, "dry_run": true});
    run(&stage, &by_id(&options, &json!({}))).await.unwrap();

    let old = account.sandbox.credentials().access_token;
    account.sandbox.revoke_private_app(&old).unwrap();
    let event = by_id(&json!({"create_missing_products": true}), &json!({}));
    let error = run(&stage, &event).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotAccessDenied");
    run(&stage, &event).await.unwrap_err();

    let scopes = SandboxOptions::default().scopes;
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let secret = |token: String| PortalSecret {
        access_token: SecretString::from(token),
        client_secret: None,
    };
    let first = secret(account.sandbox.install_private_app(&scopes).unwrap());
    let portal = account.portal();
    stage.store.store_portal(&portal, &first).await.unwrap();
    assert_eq!(run(&stage, &event).await.unwrap().status, Status::Created);

    // The process keeps the first by now.
    let second = secret(account.sandbox.install_private_app(&scopes).unwrap());
    stage.store.store_portal(&portal, &second).await.unwrap();
    let revoked = secrecy::ExposeSecret::expose_secret(&first.access_token);
    account.sandbox.revoke_private_app(revoked).unwrap();
    let again = run(&stage, &event).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.made("Invoice").len(), 1);
}
