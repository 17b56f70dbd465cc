//! Every sample event: what is posted for it, to the letter, and what it comes to.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response, Status};
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::Rehearsal;
use sandbox_quickbooks::Operation;
use serde_json::{Value, json};

async fn run(sample: &str, settings: Value) -> (Rehearsal, Result<Response, ActionError>) {
    let stage = Rehearsal::with_settings(settings).await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreateRefundReceipt>(&event).await;
    (stage, result)
}

/// The body posted for the refund receipt; a date that is today's is blanked.
fn posted(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let creation = journal.iter().find(|entry| {
        entry.operation == Operation::Create && entry.entity.as_deref() == Some("RefundReceipt")
    });
    let mut body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
    if body["TxnDate"] != "2026-03-19" {
        body["TxnDate"] = json!("(today)");
    }
    format!("{body:#}")
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let partial = || json!({"refunds": {"partial": true}});
    let made = [
        ("01-full-refund", "300.00", json!({}), &[][..]),
        (
            "02-full-refund-of-an-ach-payment",
            "99.99",
            json!({}),
            &["payment_method_left_out"],
        ),
        ("03-order-discount", "270.00", json!({}), &[]),
        ("04-partial-refund", "100.00", partial(), &[]),
    ];
    for (sample, total, settings, warnings) in made {
        let (stage, result) = run(sample, settings).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        assert_eq!(response.document.unwrap().total, total, "{sample}");
        assert_eq!(response.refunded_total.unwrap(), total, "{sample}");
        let codes = response
            .warnings
            .iter()
            .map(|warning| warning.code.as_str());
        assert_eq!(codes.collect::<Vec<_>>(), warnings, "{sample}");
        let made = stage.made("RefundReceipt");
        assert_eq!(made.len(), 1, "{sample}");
        assert_eq!(made[0]["TotalAmt"].to_string(), total, "{sample}");
        assert_eq!(made[0]["DepositToAccountRef"]["value"], "35", "{sample}");
        insta::assert_snapshot!(sample, posted(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        (
            "04-partial-refund",
            "RefundNotSupported",
            "100.00 of 300.00",
        ),
        ("05-not-refunded", "RefundNotSupported", "succeeded"),
        (
            "06-no-refund-account",
            "SettingMissing",
            "options.refund_account",
        ),
    ];
    for (sample, error_type, named) in refused {
        let (stage, result) = run(sample, json!({})).await;
        let error = result.unwrap_err();
        assert_eq!(error.error_type(), error_type, "{sample}");
        assert!(error.to_string().contains(named), "{sample}: {error}");
        assert_eq!(stage.requests(), [""; 0], "{sample}");
    }
}
