use serde_json::json;

use super::{require_offered, require_paid, require_sold, status_not_loaded};

#[test]
fn a_quote_is_a_sale_and_paid_as_its_statuses_say() {
    // Its status, its payment's, and whether it is sold and paid.
    let cases = [
        (None, None, true, true),
        (Some("APPROVED"), Some("PAID"), true, true),
        (Some("APPROVAL_NOT_NEEDED"), None, true, true),
        (Some("ACCEPTED"), Some("PENDING"), true, false),
        (Some("ACCEPTED"), Some("processing"), true, false),
        (Some("ACCEPTED"), Some("PARTIALLY_PAID"), true, false),
        (Some("ACCEPTED"), Some("FAILED"), true, false),
        (Some("DRAFT"), None, false, true),
        (Some("pending_approval"), None, false, true),
        (Some("REJECTED"), Some("PENDING"), false, false),
    ];
    for (status, payment, sold, paid) in cases {
        for (object_type, is_quote) in [("quote", true), ("deal", false)] {
            let properties = json!({"hs_status": status, "hs_payment_status": payment});
            let record = json!({"object_type": object_type, "id": "1", "properties": properties});
            let record = serde_json::from_value(record).unwrap();
            let (is_sold, is_paid) = (require_sold(&record), require_paid(&record));
            assert_eq!(is_sold.is_ok(), sold || !is_quote, "{status:?}");
            assert_eq!(is_paid.is_ok(), paid || !is_quote, "{payment:?}");
            let is_rejected = is_quote && status == Some("REJECTED");
            assert_eq!(require_offered(&record).is_err(), is_rejected, "{status:?}");
        }
    }
}

#[test]
fn a_rejected_quote_is_told_apart_from_one_that_is_not_sold_yet() {
    let refusal = |status: &str| {
        let record =
            json!({"object_type": "quote", "id": "1", "properties": {"hs_status": status}});
        let refused = require_sold(&serde_json::from_value(record).unwrap());
        refused.unwrap_err().to_string()
    };
    let rejected = refusal("rejected");
    assert!(!rejected.contains("yet"), "{rejected}");
    assert!(
        rejected.contains("once it is changed and approved"),
        "{rejected}"
    );
    assert!(refusal("DRAFT").contains("nothing is sold by it yet"));
}

#[test]
fn a_status_that_was_not_loaded_is_told_apart_from_one_that_is_empty() {
    let told = |object_type: &str, properties: serde_json::Value| {
        let record = json!({"object_type": object_type, "id": "1", "properties": properties});
        let record = serde_json::from_value(record).unwrap();
        let warning = status_not_loaded(&record, &["hs_status", "hs_payment_status"]);
        warning.map(|warning| warning.message).unwrap_or_default()
    };
    let message = told("quote", json!({"hs_quote_amount": "5"}));
    assert!(
        message.starts_with("quote 1: its `hs_status` is not in the record"),
        "{message}"
    );
    let message = told("quote", json!({"hs_status": "APPROVED"}));
    assert!(message.contains("`hs_payment_status`"), "{message}");
    let loaded = json!({"hs_status": null, "hs_payment_status": ""});
    assert_eq!(told("quote", loaded), "");
    assert_eq!(told("deal", json!({})), "");
}
