//! Every sample event: what is posted for it, to the letter, and what it comes to.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod paid;

use actions::{ActionError, Response, Status};
use create_paid_invoice::CreatePaidInvoice;
use paid::{assert_nothing_left, assert_settled_once};
use rehearsal::Rehearsal;
use sandbox_quickbooks::{Operation, SandboxOptions};
use serde_json::{Value, json};

/// A company whose taxable lines are taxed at 8 %, as California's are in the sample company.
async fn run(sample: &str, settings: Value) -> (Rehearsal, Result<Response, ActionError>) {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let mut all = json!({"payments": {"methods": {"card": "Visa", "ach": null}}});
    if let (Some(all), Value::Object(settings)) = (all.as_object_mut(), settings) {
        all.extend(settings);
    }
    let stage = Rehearsal::with(options, all).await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreatePaidInvoice>(&event).await;
    (stage, result)
}

/// The bodies posted for the invoice and the payment.
fn posted(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let bodies = ["Invoice", "Payment"].map(|kind| {
        let creation = journal.iter().find(|entry| {
            entry.operation == Operation::Create && entry.entity.as_deref() == Some(kind)
        });
        let body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
        format!("{kind} {body:#}")
    });
    bodies.join("\n")
}

fn with_tax() -> Value {
    json!({"paid_invoices": {"taxable_lines": true}})
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let made = [
        ("01-payment-link", "300.00", json!({}), None),
        (
            "02-ach-payment-of-a-new-product",
            "1249.50",
            json!({}),
            Some("reference_in_note"),
        ),
        ("03-unit-discount", "100.00", json!({}), None),
        ("04-taxable-line", "351.70", with_tax(), None),
        ("08-order-discount", "270.00", json!({}), None),
    ];
    for (sample, total, settings, warning) in made {
        let (stage, result) = run(sample, settings).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        let documents = response.documents.unwrap();
        let shown = documents
            .iter()
            .map(|one| (one.kind.as_str(), one.total.as_str()));
        let expected = [("Invoice", total), ("Payment", total)];
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{sample}");
        assert_eq!(response.document.as_ref(), documents.first(), "{sample}");
        let codes = response
            .warnings
            .iter()
            .map(|warning| warning.code.as_str());
        assert_eq!(
            codes.collect::<Vec<_>>(),
            Vec::from_iter(warning),
            "{sample}"
        );
        assert_settled_once(&stage, total);
        insta::assert_snapshot!(sample, posted(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        ("04-taxable-line", "TaxableLineItem", "line item 7505 is"),
        (
            "05-from-a-hubspot-invoice",
            "InvalidRequest",
            "options.book_anyway",
        ),
        ("06-failed-payment", "InvalidRequest", "failed"),
        (
            "07-lines-do-not-sum-up",
            "InvalidRequest",
            "270.00 was paid, and its line items sum to 300.00",
        ),
    ];
    for (sample, error_type, named) in refused {
        let (stage, result) = run(sample, json!({})).await;
        let error = result.unwrap_err();
        assert_eq!(error.error_type(), error_type, "{sample}");
        assert!(error.to_string().contains(named), "{sample}: {error}");
        assert_eq!(stage.requests(), [""; 0], "{sample}");
        assert_nothing_left(&stage);
    }
}
