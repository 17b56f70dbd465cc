//! Every sample event: what is posted for it, to the letter, and what QuickBooks makes of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response, Status};
use create_estimate::CreateEstimate;
use rehearsal::Rehearsal;
use sandbox_quickbooks::Operation;
use serde_json::Value;

async fn run(sample: &str) -> (Rehearsal, Result<Response, ActionError>) {
    let stage = Rehearsal::start().await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreateEstimate>(&event).await;
    (stage, result)
}

/// The body posted, and what QuickBooks says of the estimate beyond it.
fn told(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let creation = journal.iter().find(|entry| {
        entry.operation == Operation::Create && entry.entity.as_deref() == Some("Estimate")
    });
    let body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
    let made = &stage.made("Estimate")[0];
    let shown = ["DocNumber", "TxnStatus", "ExpirationDate", "TotalAmt"];
    let shown = shown.map(|name| format!("{name}: {}", made[name]));
    format!("{body:#}\n---\n{}", shown.join("\n"))
}

fn codes(response: &Response) -> Vec<&str> {
    let warnings = response.warnings.iter();
    warnings.map(|warning| warning.code.as_str()).collect()
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let made: [(&str, &str, &[&str]); 5] = [
        ("01-deal", "1137.50", &[]),
        ("02-quote", "600.00", &[]),
        ("03-expired-quote", "98.40", &["quote_expired"]),
        ("04-without-expiration", "240.00", &[]),
        ("05-new-product-in-an-envelope", "353.10", &[]),
    ];
    for (sample, total, warnings) in made {
        let (stage, result) = run(sample).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        assert_eq!(codes(&response), warnings, "{sample}");
        let document = response.document.unwrap();
        assert_eq!(
            (document.kind.as_str(), document.total.as_str()),
            ("Estimate", total)
        );
        assert_eq!(stage.made("Estimate").len(), 1, "{sample}");
        insta::assert_snapshot!(sample, told(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        ("06-no-contact", "RecordIncomplete"),
        ("07-product-not-found", "ProductNotFound"),
    ];
    for (sample, error_type) in refused {
        let (stage, result) = run(sample).await;
        assert_eq!(result.unwrap_err().error_type(), error_type, "{sample}");
        assert!(
            !stage.sandbox.journal().iter().any(|entry| entry.is_write),
            "{sample}"
        );
    }
}
