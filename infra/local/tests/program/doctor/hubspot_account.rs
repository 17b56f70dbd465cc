//! Faults of the HubSpot account, found and named.

use super::{Ground, assert_found};

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_hubspot_account_are_found() {
    let ground = Ground::prepared().await;
    let scopes = ["crm.objects.contacts.read", "crm.objects.companies.read"];
    ground.portal.grant_scopes(&scopes).unwrap();
    let found = ground.doctor().await;
    assert_found(
        &found,
        "scopes",
        &["the app lacks the scopes", "crm.objects.deals.read"],
    );
    let token = ground.portal.credentials().access_token;
    ground.portal.revoke_private_app(&token).unwrap();
    let found = ground.doctor().await;
    assert_found(
        &found,
        "token",
        &["✗ HubSpot", "→ hubspot connect --portal"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn properties_that_outcomes_need_are_missed_until_they_are_made() {
    let ground = Ground::prepared().await;
    let (_, before) = ground.doctor().await;
    assert!(
        before.contains("! properties those of outcomes are missing"),
        "{before}"
    );
    let event = r#"{"connection":"us-books","operation":"set_up_hubspot"}"#;
    let typed = format!("echo '{event}' | ");
    assert!(
        before.contains(&typed) && before.contains("manage --event - --store books.redb"),
        "{before}"
    );
    std::fs::write(ground.folder.path().join("set-up.json"), event).unwrap();
    let made = ground.run(&["manage", "--event", "set-up.json"]).await;
    assert!(made.0, "{}", made.1);
    let (_, after) = ground.doctor().await;
    assert!(after.contains("✓ properties"), "{after}");
}
