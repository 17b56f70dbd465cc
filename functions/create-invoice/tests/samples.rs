//! Every sample event: what is posted for it, to the letter, and what it comes to.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::{ActionError, Response, Status};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::Operation;
use serde_json::{Value, json};

async fn run(sample: &str) -> (Rehearsal, Result<Response, ActionError>) {
    let stage = Rehearsal::start().await;
    let filter = json!([{"filters": [
        {"propertyName": "lifecyclestage", "operator": "IN", "values": ["customer"]},
    ]}]);
    let filtered = json!({"customers": {"mode": "sync_filter", "filter_groups": filter}});
    stage.connect("us-books-filtered", filtered).await;
    let path = format!("{}/events/{sample}.json", env!("CARGO_MANIFEST_DIR"));
    let event = std::fs::read(path).unwrap();
    let result = stage.run_bytes::<CreateInvoice>(&event).await;
    (stage, result)
}

/// The body posted for the invoice, with the date, which is today's, blanked.
fn posted(stage: &Rehearsal) -> String {
    let journal = stage.sandbox.journal();
    let creation = journal.iter().find(|entry| {
        entry.operation == Operation::Create && entry.entity.as_deref() == Some("Invoice")
    });
    let mut body: Value = serde_json::from_str(&creation.unwrap().body).unwrap();
    body["TxnDate"] = json!("(today)");
    format!("{body:#}")
}

#[tokio::test]
async fn each_sample_is_posted_as_this() {
    let made = [
        ("01-deal", "1480.00"),
        ("02-signed-quote", "600.00"),
        ("03-several-contacts", "580.00"),
        ("04-fractional-quantities-and-discounts", "2624.06"),
        ("05-long-and-odd-names", "2577.50"),
        ("06-new-product", "353.10"),
        ("09-event-bridge", "4350.00"),
        ("10-company-customer", "1035.00"),
        ("11-order-discount-and-fee", "565.00"),
    ];
    for (sample, total) in made {
        let (stage, result) = run(sample).await;
        let response = result.unwrap();
        assert_eq!(response.status, Status::Created, "{sample}");
        assert_eq!(response.document.unwrap().total, total, "{sample}");
        assert_eq!(stage.made("Invoice").len(), 1, "{sample}");
        insta::assert_snapshot!(sample, posted(&stage));
    }
}

#[tokio::test]
async fn the_samples_that_must_fail_do_and_make_nothing() {
    let refused = [
        ("07-product-not-found", "ProductNotFound"),
        ("08-contact-not-eligible", "ContactNotEligible"),
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

#[tokio::test]
async fn what_was_cut_or_replaced_is_told() {
    let (_, result) = run("05-long-and-odd-names").await;
    let warnings = result.unwrap().warnings;
    let fields: Vec<&str> = warnings
        .iter()
        .filter_map(|warning| warning.message.split(':').next())
        .collect();
    assert!(
        warnings
            .iter()
            .all(|warning| warning.code == "text_changed"),
        "{warnings:#?}"
    );
    assert!(
        fields.iter().any(|field| field.contains("memo")),
        "{fields:?}"
    );
    assert!(
        fields.iter().any(|field| field.contains("`name`")),
        "{fields:?}"
    );
}
