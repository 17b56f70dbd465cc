//! The rules: the events they take, and the workflows they start.

use std::collections::BTreeSet;

use serde_json::json;
use template::workspace;
use workflows::{record, stage};

use crate::bus::{bus, sample};
use crate::net::NET;
use crate::reporting::CUT_OFF;
use crate::request::REFUNDED;

/// Every sample event, and the rules that take it when all are enabled.
const EVENTS: [(&str, &[&str]); 21] = [
    ("deal-of-payment-link", &["PaymentLinkDeal"]),
    ("deal-of-payment-link-in-capitals", &["PaymentLinkDeal"]),
    ("deal-won", &[]),
    ("invoice-requested", &["InvoiceRequested"]),
    ("invoice-requested-by-id", &["InvoiceRequested"]),
    ("payment-failed", &[]),
    ("payment-from-quickbooks", &[]),
    ("payment-of-invoice", &[]),
    ("payment-of-quote", &["PaymentSucceeded"]),
    ("payment-paid-out", &[]),
    ("payment-refunded", &["PaymentRefunded"]),
    ("payment-refunded-in-part", &[]),
    ("payment-refunded-since", &["PaymentLinkFee"]),
    ("payment-succeeded", &["PaymentLinkFee"]),
    ("payment-succeeded-without-source", &["PaymentSucceeded"]),
    ("quote-not-signed", &[]),
    ("quote-renamed-after-signing", &[]),
    ("quote-signature-withdrawn", &[]),
    ("quote-signed", &["QuoteSigned"]),
    ("quote-signed-elsewhere", &[]),
    ("quote-signed-unix-time", &["QuoteSigned"]),
];

/// A rule, an event that it takes, its workflow, and the actions that this runs.
struct Started {
    rule: &'static str,
    event: &'static str,
    workflow: &'static str,
    actions: &'static [&'static str],
}

const STARTED: [Started; 5] = [
    Started {
        rule: "QuoteSigned",
        event: "quote-signed",
        workflow: "quickbooks-action",
        actions: &["create-invoice"],
    },
    Started {
        rule: "PaymentLinkDeal",
        event: "deal-of-payment-link",
        workflow: "quickbooks-action",
        actions: &["create-sales-receipt"],
    },
    Started {
        rule: "PaymentSucceeded",
        event: "payment-of-quote",
        workflow: "settle-payment",
        actions: &["create-paid-invoice", "create-expense"],
    },
    Started {
        rule: "PaymentLinkFee",
        event: "payment-succeeded",
        workflow: "quickbooks-action",
        actions: &["create-expense"],
    },
    Started {
        rule: "PaymentRefunded",
        event: "payment-refunded",
        workflow: "refund-payment",
        actions: &["create-refund-receipt"],
    },
];

#[test]
fn there_is_a_case_for_every_sample_event() {
    let files = std::fs::read_dir(workspace().join("infra/workflows/events")).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| {
            file.unwrap()
                .file_name()
                .to_string_lossy()
                .replace(".json", "")
        })
        .collect();
    let cases: BTreeSet<String> = EVENTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, cases);
}

#[tokio::test]
async fn every_rule_takes_its_events_and_no_others() {
    let stage = stage().await;
    let bus = bus(&stage).await;
    for (event, rules) in EVENTS {
        let taken = bus.send(&stage, &sample(event)).await;
        let taken: Vec<&str> = taken.iter().map(|(rule, _)| rule.as_str()).collect();
        assert_eq!(taken, rules, "{event}");
    }
    let taken = EVENTS.iter().flat_map(|(_, rules)| *rules).copied();
    let taken: BTreeSet<&str> = taken.chain([NET, CUT_OFF]).collect();
    assert_eq!(bus.rules().collect::<BTreeSet<_>>(), taken);
}

#[tokio::test]
async fn the_event_that_a_rule_takes_starts_its_workflow_which_runs_its_actions() {
    let stage = stage().await;
    for started in STARTED {
        let Started {
            rule,
            event,
            workflow,
            actions,
        } = started;
        let taken = bus(&stage).await.send(&stage, &sample(event)).await;
        let record_id = sample(event)["detail"]["record"]["id"].clone();
        let id = record_id.as_str().unwrap();
        if rule == "PaymentRefunded" {
            stage.functions.has(&record(REFUNDED, id));
        }
        let (_, input) = taken.first().unwrap();
        let by_id =
            json!({ "object_type": sample(event)["detail"]["record"]["object_type"], "id": id });
        assert_eq!(input["request"]["record"], by_id, "{rule} passes the id on");
        let start = stage.run("start-workflow", input).await;
        let arn = start.output["execution"].as_str().unwrap_or_default();
        assert!(arn.contains(workflow), "{rule}: {}", start.output);
        let ended = stage.ended(arn).await;
        assert_eq!(ended.status, "SUCCEEDED", "{rule}: {}", ended.error);
        for action in actions {
            let calls = stage.functions.calls(action, id);
            assert_eq!(calls.len(), 1, "{rule} runs {action}");
            assert_eq!(
                calls[0]["record"], by_id,
                "{rule}: {action} reads the record"
            );
            let run = &sample(event)["detail"]["run"];
            assert!(
                run.is_null() || calls[0]["run"] == *run,
                "{rule}: {}",
                calls[0]
            );
        }
    }
}

#[tokio::test]
async fn the_rule_without_a_workflow_invokes_the_function_with_the_event_itself() {
    let stage = stage().await;
    for (name, has_name) in [
        ("invoice-requested", true),
        ("invoice-requested-by-id", false),
    ] {
        let taken = bus(&stage).await.send(&stage, &sample(name)).await;
        let (_, event) = taken.first().unwrap();
        let response = stage.functions.real("create-invoice", event).await;
        assert_eq!(
            response["document"]["type"], "Invoice",
            "{name}: {response}"
        );
        let named = response["customer"]["name"].is_string();
        assert_eq!(named, has_name, "{name}: {response}");
    }
}

#[tokio::test]
async fn a_dry_run_beside_the_record_of_an_event_is_refused() {
    let stage = stage().await;
    for event in ["deal-of-payment-link", "payment-succeeded"] {
        let mut event = sample(event);
        event["detail"]["record"]["id"] = stage.fresh_id().into();
        event["detail"]["dry_run"] = true.into();
        let taken = bus(&stage).await.send(&stage, &event).await;
        let (rule, input) = taken.first().unwrap();
        let start = stage.run("start-workflow", input).await;
        assert_eq!(start.error, "InvalidRequest", "{rule}");
    }
}

#[tokio::test]
async fn what_an_event_says_of_options_reaches_the_action() {
    let stage = stage().await;
    let mut event = sample("deal-of-payment-link");
    let id = stage.fresh_id();
    event["detail"]["record"]["id"] = id.as_str().into();
    event["detail"]["options"] = json!({ "dry_run": true });
    let taken = bus(&stage).await.send(&stage, &event).await;
    let (_, input) = taken.first().unwrap();
    let start = stage.run("start-workflow", input).await;
    let arn = start.output["execution"].as_str().unwrap_or_default();
    let ended = stage.ended(arn).await;
    let outcome = &ended.output["outcomes"][0];
    assert_eq!(outcome["response"]["status"], "preview", "{outcome}");
    assert!(outcome["response"]["preview"].is_null(), "{outcome}");
}
