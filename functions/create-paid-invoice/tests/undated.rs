//! A payment that does not say when it was made: the day of its documents is told, and how to give another.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use actions::Status;
use create_paid_invoice::CreatePaidInvoice;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

/// Payment 11 that says of its days no more than this.
fn dated(properties: &Value, options: Value) -> Value {
    let mut event = payment("11", options);
    let all = event["record"]["properties"].as_object_mut().unwrap();
    all.remove("hs_initiated_date");
    all.extend(properties.as_object().unwrap().clone());
    event
}

#[tokio::test]
async fn it_is_dated_on_the_day_its_record_was_made_else_today_and_either_is_told() {
    let created = json!({"hs_createdate": "2026-03-05T07:30:00Z"});
    let paid = json!({"hs_initiated_date": "2026-03-03", "hs_createdate": "2026-03-05T07:30:00Z"});
    let given = json!({"transaction_date": "2026-03-01"});
    for (properties, options, day, told) in [
        (
            &created,
            json!({}),
            Some("2026-03-04"),
            Some("HubSpot's record"),
        ),
        (&json!({}), json!({}), None, Some("today")),
        (&paid, json!({}), Some("2026-03-03"), None),
        (&created, given, Some("2026-03-01"), None),
    ] {
        let stage = Rehearsal::start().await;
        let event = dated(properties, options);
        let response = stage.run::<CreatePaidInvoice>(&event).await.unwrap();
        let made = [stage.made("Invoice"), stage.made("Payment")].concat();
        let days: Vec<&str> = made
            .iter()
            .filter_map(|it| it["TxnDate"].as_str())
            .collect();
        assert_eq!(days[0], days[1]);
        if let Some(day) = day {
            assert_eq!(days[0], day);
        }
        let expected: &[&str] = if told.is_some() {
            &["payment_undated"]
        } else {
            &[]
        };
        assert_eq!(codes(&response), expected, "{properties}");
        if let Some(told) = told {
            let message = &response.warnings[0].message;
            for part in ["payment 11", days[0], told, "`options.transaction_date`"] {
                assert!(message.contains(part), "{part}: {message}");
            }
        }
    }
}

#[tokio::test]
async fn the_day_on_which_the_record_was_made_is_no_change_of_a_payment_that_was_booked_without_it()
{
    let stage = Rehearsal::start().await;
    let bare = dated(&json!({}), json!({}));
    stage.run::<CreatePaidInvoice>(&bare).await.unwrap();
    let created = dated(&json!({"hs_createdate": "2026-03-05"}), json!({}));
    let again = stage.run::<CreatePaidInvoice>(&created).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
}
