//! A portal that is kept in a file.

use sandbox_hubspot::{Sandbox, SandboxError, SandboxOptions};
use serde_json::json;

use crate::client::Portal;

#[tokio::test]
async fn records_tokens_and_completions_are_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = SandboxOptions {
        file: Some(folder.path().join("portal.json")),
        ..SandboxOptions::default()
    };
    let portal = Portal::start_with(options.clone()).await;
    let id = portal.create("deals", json!({ "dealname": "Kept" })).await;
    let (access, _) = portal
        .sandbox
        .authorize(&["crm.objects.deals.read"])
        .unwrap();
    let outcome = json!({ "outputFields": { "hs_execution_state": "SUCCESS" } });
    portal
        .post("/automation/v4/actions/callbacks/ap-1/complete", &outcome)
        .await;
    let token = portal.token.clone();
    portal.sandbox.stop().await;
    let mut portal = Portal::start_with(options).await;
    assert_eq!(portal.token, token);
    portal.token = access;
    assert_eq!(
        portal
            .get(&format!("/crm/v3/objects/deals/{id}"))
            .await
            .body["properties"]["dealname"],
        "Kept"
    );
    assert_eq!(portal.sandbox.completions().len(), 1);
    assert_ne!(portal.sandbox.install_private_app(&[]).unwrap(), token);
}

#[tokio::test]
async fn a_file_that_is_no_portal_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.json");
    std::fs::write(&file, "{}").unwrap();
    let options = SandboxOptions {
        file: Some(file.clone()),
        ..SandboxOptions::default()
    };
    let error = Sandbox::start(options).await.unwrap_err();
    assert!(matches!(error, SandboxError::Malformed { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "{}");
}
