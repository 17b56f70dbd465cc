//! Every sample event: what is posted for it, to the letter, and what it comes to.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response, Status};
use create_expense::CreateExpense;
use rehearsal::Rehearsal;
use sandbox_quickbooks::Operation;
use serde_json::Value;

async fn run(sample: &str) -> (Rehearsal, Result<Response, ActionError>) {
    let stage = Rehearsal::start().await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreateExpense>(&event).await;
    (stage, result)
}

/// The body posted for the expense.
fn posted(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let creation = journal.iter().find(|entry| {
        entry.operation == Operation::Create && entry.entity.as_deref() == Some("Purchase")
    });
    let body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
    format!("{body:#}")
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let made = [
        ("01-card-payment", "4.65", None),
        ("02-partially-refunded", "14.22", None),
        ("03-credit-card-account", "2.49", Some("fee_rounded")),
    ];
    for (sample, total, warning) in made {
        let (stage, result) = run(sample).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        assert_eq!(response.document.unwrap().total, total, "{sample}");
        let codes = response
            .warnings
            .iter()
            .map(|warning| warning.code.as_str());
        assert_eq!(
            codes.collect::<Vec<_>>(),
            Vec::from_iter(warning),
            "{sample}"
        );
        assert_eq!(stage.made("Purchase").len(), 1, "{sample}");
        assert_eq!(
            stage.made("Purchase")[0]["TotalAmt"].to_string(),
            total,
            "{sample}"
        );
        insta::assert_snapshot!(sample, posted(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        ("05-still-processing", "InvalidRequest", "processing"),
        (
            "06-no-expense-account",
            "SettingMissing",
            "options.expense_account",
        ),
    ];
    for (sample, error_type, named) in refused {
        let (stage, result) = run(sample).await;
        let error = result.unwrap_err();
        assert_eq!(error.error_type(), error_type, "{sample}");
        assert!(error.to_string().contains(named), "{sample}: {error}");
        assert_eq!(stage.requests(), [""; 0], "{sample}");
    }
}

#[tokio::test]
async fn a_payment_without_a_fee_has_no_expense_and_that_is_no_error() {
    let (stage, result) = run("04-no-fee").await;
    let response = result.unwrap();
    assert_eq!(response.status, Status::NothingToDo);
    assert!(response.document.is_none());
    assert!(
        response.warnings[0]
            .message
            .contains("payment 3004: its fee is 0")
    );
    assert_eq!(stage.requests(), [""; 0]);
}
