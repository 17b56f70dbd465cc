//! The sample events of the template's rules, here with the same outcome.

use clap::ValueEnum;
use serde_json::{Value, json};

use super::{Rule, Workflow};

/// Every sample event of a change in HubSpot, and the rule that takes it, as `infra/testing/workflows` has it for the
/// template's.
const EVENTS: [(&str, Option<Rule>); 18] = [
    ("deal-of-payment-link", Some(Rule::PaymentLinkDeal)),
    (
        "deal-of-payment-link-in-capitals",
        Some(Rule::PaymentLinkDeal),
    ),
    ("deal-won", None),
    ("payment-failed", None),
    ("payment-from-quickbooks", None),
    ("payment-of-invoice", None),
    ("payment-of-quote", Some(Rule::PaymentSucceeded)),
    ("payment-paid-out", None),
    ("payment-refunded", Some(Rule::PaymentRefunded)),
    ("payment-refunded-in-part", None),
    ("payment-refunded-since", Some(Rule::PaymentSucceeded)),
    ("payment-succeeded", Some(Rule::PaymentSucceeded)),
    (
        "payment-succeeded-without-source",
        Some(Rule::PaymentSucceeded),
    ),
    ("quote-not-signed", None),
    ("quote-renamed-after-signing", None),
    ("quote-signature-withdrawn", None),
    ("quote-signed", Some(Rule::QuoteSigned)),
    ("quote-signed-unix-time", Some(Rule::QuoteSigned)),
];

fn detail(event: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../workflows/events");
    let event = std::fs::read(format!("{folder}/{event}.json")).unwrap();
    let mut event: Value = serde_json::from_slice(&event).unwrap();
    let mut detail = event["detail"].take();
    detail["run"]["occasion"] = "change-1".into();
    detail
}

#[test]
fn every_rule_takes_the_events_that_the_template_s_takes_and_no_others() {
    for (event, rule) in EVENTS {
        for one in Rule::value_variants() {
            let started = one.started(&detail(event), &[*one]);
            assert_eq!(started.is_some(), rule == Some(*one), "{event} {one:?}");
        }
    }
}

#[test]
fn the_fee_of_a_payment_is_booked_and_the_payment_unless_the_receipt_of_its_deal_is() {
    let settled = (Workflow::SettlePayment, None);
    let fee_alone = (Workflow::QuickBooksAction, Some(json!("create-expense")));
    let all = Rule::value_variants();
    for (event, on, expected) in [
        ("payment-of-quote", all, &settled),
        ("payment-succeeded-without-source", all, &settled),
        ("payment-succeeded", &[], &settled),
        ("payment-succeeded", all, &fee_alone),
    ] {
        let started = Rule::PaymentSucceeded.started(&detail(event), on);
        let (workflow, run) = started.unwrap();
        let action = run.input.get("action").cloned();
        assert_eq!((workflow, action), *expected, "{event}");
    }
}

#[test]
fn a_payment_is_a_sale_whatever_became_of_it_before_its_change_was_read() {
    let mut payment = detail("payment-refunded-since");
    for (status, is_sale) in [
        ("partially_refunded", true),
        ("processing_refund", true),
        ("disputed_lost", true),
        ("processing", false),
        ("failed", false),
    ] {
        payment["record"]["properties"]["hs_latest_status"] = status.into();
        let started = Rule::PaymentSucceeded.started(&payment, &[]);
        assert_eq!(started.is_some(), is_sale, "{status}");
    }
}

#[test]
fn the_same_change_is_the_same_run_and_another_connection_s_is_another() {
    let name = |detail: &Value| {
        let started = Rule::QuoteSigned.started(detail, &[]);
        started.unwrap().1.name
    };
    let mut quote = detail("quote-signed");
    let first = name(&quote);
    assert_eq!(first, "quote-signed-us-books-change-1");
    quote["record"]["properties"]["hs_title"] = "Another".into();
    assert_eq!(name(&quote), first);
    quote["connection"] = "ca-books".into();
    assert_ne!(name(&quote), first);
}
