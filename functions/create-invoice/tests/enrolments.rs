//! Documents once per enrolment.

use actions::Status;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::json;

use crate::deals::one_hour;

#[tokio::test]
async fn once_per_enrolment_makes_a_second_invoice_for_a_second_enrolment() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let enrolled = |enrollment: &str| {
        let mut event = one_hour();
        event["run"] = json!({"callback_id": enrollment});
        event
    };
    for (enrollment, status) in [
        ("a", Status::Created),
        ("a", Status::AlreadyCreated),
        ("b", Status::Created),
    ] {
        let response = stage
            .run::<CreateInvoice>(&enrolled(enrollment))
            .await
            .unwrap();
        assert_eq!(response.status, status, "{enrollment}");
    }
    assert_eq!(stage.made("Invoice").len(), 2);
}

#[tokio::test]
async fn a_change_is_no_enrolment_and_asks_for_no_second_invoice() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let changes = [
        json!({"occasion": "change-0-3-9001-dealname-1"}),
        json!({"occasion": "change-0-3-9001-dealname-2"}),
        json!({}),
    ];
    for (run, status) in changes.into_iter().zip([
        Status::Created,
        Status::AlreadyCreated,
        Status::AlreadyCreated,
    ]) {
        let mut event = one_hour();
        event["run"] = run;
        let response = stage.run::<CreateInvoice>(&event).await.unwrap();
        assert_eq!(response.status, status, "{}", event["run"]);
    }
    assert_eq!(stage.made("Invoice").len(), 1);
}
