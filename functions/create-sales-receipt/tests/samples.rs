//! Every sample event: what is posted for it, to the letter, and what QuickBooks makes of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response, Status};
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{Operation, SandboxOptions};
use serde_json::{Value, json};

async fn run(sample: &str) -> (Rehearsal, Result<Response, ActionError>) {
    let settings = json!({
        "payments": {"methods": {"card": "Visa", "cash": "Cash"}},
        "products": {"item_without_lines": "Services"},
    });
    let californian = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let stage = Rehearsal::with(californian, settings).await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreateSalesReceipt>(&event).await;
    (stage, result)
}

/// The body posted, and what QuickBooks says of the sales receipt beyond it.
fn told(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let creation = journal.iter().find(|entry| {
        entry.operation == Operation::Create && entry.entity.as_deref() == Some("SalesReceipt")
    });
    let body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
    let made = &stage.made("SalesReceipt")[0];
    let shown = [
        "DocNumber",
        "PaymentMethodRef",
        "PaymentRefNum",
        "DepositToAccountRef",
    ];
    let shown = shown.into_iter().chain(["TotalAmt", "Balance"]);
    let shown: Vec<String> = shown
        .map(|name| format!("{name}: {}", made[name]))
        .collect();
    format!("{body:#}\n---\n{}", shown.join("\n"))
}

fn codes(response: &Response) -> Vec<&str> {
    let warnings = response.warnings.iter();
    warnings.map(|warning| warning.code.as_str()).collect()
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let made: [(&str, &str, &[&str]); 5] = [
        ("01-deal", "137.50", &[]),
        ("02-paid-quote", "240.00", &[]),
        ("03-card-payment", "106.00", &[]),
        ("04-payment-without-lines", "45.50", &[]),
        (
            "05-long-reference",
            "100.00",
            &["payment_method_left_out", "reference_in_note"],
        ),
    ];
    for (sample, total, warnings) in made {
        let (stage, result) = run(sample).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        assert_eq!(codes(&response), warnings, "{sample}");
        let document = response.document.unwrap();
        assert_eq!(
            (document.kind.as_str(), document.total.as_str()),
            ("SalesReceipt", total)
        );
        assert_eq!(stage.made("SalesReceipt").len(), 1, "{sample}");
        insta::assert_snapshot!(sample, told(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        ("06-payment-of-an-invoice", "HubSpot invoice"),
        ("07-failed-payment", "failed"),
        ("08-payment-from-quickbooks", "quickbooks"),
    ];
    for (sample, named) in refused {
        let (stage, result) = run(sample).await;
        let error = result.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest", "{sample}");
        assert!(error.to_string().contains(named), "{sample}: {error}");
        assert_eq!(stage.requests(), [""; 0], "{sample}");
    }
}
