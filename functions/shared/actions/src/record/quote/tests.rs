use serde_json::json;

use super::{
    quotes_unknown, require_offered, require_paid, require_sold, status_not_loaded, status_unknown,
};

#[test]
fn a_quote_is_a_sale_and_paid_as_its_statuses_say() {
    // Its status, its payment's, and whether it is sold, paid and offered.
    let cases = [
        (None, None, true, true, true),
        (Some("APPROVED"), Some("PAID"), true, true, true),
        (Some("APPROVAL_NOT_NEEDED"), None, true, true, true),
        (Some("WON"), None, true, true, true),
        (Some("ACCEPTED"), Some("PENDING"), true, false, true),
        (Some("ACCEPTED"), Some("processing"), true, false, true),
        (Some("ACCEPTED"), Some("PARTIALLY_PAID"), true, false, true),
        (Some("ACCEPTED"), Some("FAILED"), true, false, true),
        (Some("DRAFT"), None, false, true, true),
        (Some("pending_approval"), None, false, true, true),
        (Some("REJECTED"), Some("PENDING"), false, false, false),
        (Some("Changes requested"), None, false, true, false),
        (Some("EXPIRED"), None, false, true, true),
        (Some("LOST"), None, false, true, false),
        (Some("Declined"), None, false, true, false),
        (Some("ARCHIVED"), None, false, true, false),
        (Some("CANCELED"), None, false, true, false),
        (Some("CANCELLED"), None, false, true, false),
        (Some("VOIDED"), None, false, true, false),
        (Some("PENDING_BUYER_ACTION"), None, true, true, true),
    ];
    for (status, payment, sold, paid, offered) in cases {
        for (object_type, is_quote) in [("quote", true), ("deal", false)] {
            let properties = json!({"hs_status": status, "hs_payment_status": payment});
            let record = json!({"object_type": object_type, "id": "1", "properties": properties});
            let record = serde_json::from_value(record).unwrap();
            let (is_sold, is_paid) = (require_sold(&record), require_paid(&record));
            assert_eq!(is_sold.is_ok(), sold || !is_quote, "{status:?}");
            assert_eq!(is_paid.is_ok(), paid || !is_quote, "{payment:?}");
            let is_offered = require_offered(&record);
            assert_eq!(is_offered.is_ok(), offered || !is_quote, "{status:?}");
        }
    }
}

/// The status of a quote, and its payment's.
type Statuses = (&'static str, Option<&'static str>);

#[test]
fn a_deal_is_not_paid_while_all_of_its_quotes_wait_for_their_payment() {
    // The status and the payment's of each quote that may be bought by, and the quote that is named.
    let cases: [(&[Statuses], Option<&str>); 10] = [
        (&[], None),
        (
            &[("ACCEPTED", Some("PENDING"))],
            Some("1's `hs_payment_status` is PENDING"),
        ),
        (
            &[("ACCEPTED", Some("partially paid"))],
            Some("1's `hs_payment_status` is PARTIALLY_PAID"),
        ),
        (
            &[("DRAFT", Some("PENDING")), ("APPROVED", Some("PROCESSING"))],
            Some("2's `hs_payment_status` is PROCESSING"),
        ),
        (
            &[("REJECTED", None), ("APPROVED", Some("FAILED"))],
            Some("2's `hs_payment_status` is FAILED"),
        ),
        (
            &[("LOST", None), ("PENDING_BUYER_ACTION", Some("PENDING"))],
            Some("2's `hs_payment_status` is PENDING"),
        ),
        (&[("DRAFT", Some("PENDING"))], None),
        (
            &[("ACCEPTED", Some("PENDING")), ("ACCEPTED", Some("PAID"))],
            None,
        ),
        (&[("ACCEPTED", Some("PENDING")), ("ACCEPTED", None)], None),
        (&[("ACCEPTED", Some("PAID"))], None),
    ];
    for (quotes, expected) in cases {
        let quote = |(place, (status, payment)): (usize, &Statuses)| {
            json!({"id": (place + 1).to_string(),
                "properties": {"hs_status": status, "hs_payment_status": payment}})
        };
        let quotes: Vec<_> = quotes.iter().enumerate().map(quote).collect();
        let of = |object_type: &str| {
            let record =
                json!({"object_type": object_type, "id": "9", "quotes": quotes, "properties": {}});
            require_paid(&serde_json::from_value(record).unwrap())
        };
        let refused = of("deal").err().map(|error| error.to_string());
        let named = refused
            .as_deref()
            .and_then(|told| told.strip_prefix("deal 9: its quote "));
        let named = named.and_then(|told| told.split(',').next());
        assert_eq!(named, expected, "{quotes:?}: {refused:?}");
        assert!(of("payment").is_ok(), "a payment is of its own status");
    }
}

#[test]
fn a_quote_that_is_not_sold_yet_is_told_apart_from_one_that_was_rejected_or_is_not_offered_any_more()
 {
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
    for status in ["LOST", "EXPIRED"] {
        let withdrawn = refusal(status);
        assert!(!withdrawn.contains("yet"), "{withdrawn}");
        assert!(withdrawn.ends_with("enrol the deal"), "{withdrawn}");
    }
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

#[test]
fn a_status_that_is_not_known_is_told_of_the_quote_and_of_those_of_a_deal_and_its_text_is_not() {
    let quote = |id: &str, status: &str| json!({"object_type": "quote", "id": id, "properties": {"hs_status": status}});
    let of = |record: serde_json::Value| {
        let record = serde_json::from_value(record).unwrap();
        let warnings = status_unknown(&record).into_iter();
        let warnings = warnings.chain(quotes_unknown(&record));
        warnings.map(|warning| warning.message).collect::<Vec<_>>()
    };
    let told = of(quote("1", "Ada Canary"));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("quote 1: its `hs_status` is none of"),
        "{told:?}"
    );
    assert!(!told[0].contains("Canary"), "{told:?}");
    assert_eq!(of(quote("1", "APPROVED")), [""; 0]);
    let quotes = [quote("2", "DRAFT"), quote("3", "Parked"), quote("4", "")].map(|mut quote| {
        quote.as_object_mut().unwrap().remove("object_type");
        quote
    });
    let mut deal = json!({"object_type": "deal", "id": "9", "quotes": quotes,
        "properties": {"hs_status": "Parked"}});
    let told = of(deal.clone());
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("deal 9: its quote 3's `hs_status`"),
        "{told:?}"
    );
    deal["object_type"] = json!("payment");
    assert_eq!(of(deal), [""; 0]);
}
