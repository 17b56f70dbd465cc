//! Refunds and the sales they are of: without a paid sale, income and cash come out negative.

use registry::RegisteredAction::{
    CreateInvoice, CreatePaidInvoice, CreateRefundReceipt, CreateSalesReceipt,
};
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::every_action::run;
use crate::ten_hours::{self, deal, refund};

fn payment() -> Value {
    ten_hours::payment("3602", &json!({}))
}

#[tokio::test]
async fn a_refund_is_refused_while_the_invoice_of_its_sale_is_open() {
    let stage = Rehearsal::start().await;
    run(CreateInvoice, &stage, &deal()).await.unwrap();
    let error = run(CreateRefundReceipt, &stage, &refund())
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "SaleNotBooked");
    let message = error.to_string();
    for part in [
        "payment 3602: 1000.00 of its sale's Invoice",
        "create-paid-invoice",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(stage.made("RefundReceipt").len(), 0);

    let mut anyway = refund();
    anyway["options"]["book_anyway"] = json!(true);
    run(CreateRefundReceipt, &stage, &anyway).await.unwrap();
}

#[tokio::test]
async fn a_refund_of_a_paid_sale_is_booked_without_a_word() {
    for (sale, reads) in [(CreateSalesReceipt, 0), (CreatePaidInvoice, 1)] {
        let stage = Rehearsal::start().await;
        run(sale, &stage, &payment()).await.unwrap();
        stage.sandbox.clear_journal();
        let refunded = run(CreateRefundReceipt, &stage, &refund()).await.unwrap();
        assert_eq!(codes(&refunded), [""; 0], "{sale}");
        let requests = stage.requests();
        let read = requests
            .iter()
            .filter(|request| request.starts_with("read Invoice"));
        assert_eq!(read.count(), reads, "{sale}: {requests:?}");
        assert_eq!(stage.made("RefundReceipt").len(), 1);
    }
}

#[tokio::test]
async fn a_refund_whose_sale_is_not_known_is_booked_or_refused_as_the_settings_say() {
    for (setting, expected) in [("warn", Some("sale_not_known")), ("book", None)] {
        let settings = json!({"refunds": {"without_sale": setting}});
        let stage = Rehearsal::with_settings(settings).await;
        let response = run(CreateRefundReceipt, &stage, &refund()).await.unwrap();
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(codes(&response), expected, "{setting}");
        let again = run(CreateRefundReceipt, &stage, &refund()).await.unwrap();
        assert_eq!(again.status.to_string(), "already_created");
    }
    let stage = Rehearsal::with_settings(json!({"refunds": {"without_sale": "refuse"}})).await;
    let error = run(CreateRefundReceipt, &stage, &refund())
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "SaleNotBooked");
    assert!(
        error
            .to_string()
            .starts_with("payment 3602: no sale of it is known here")
    );
    assert_eq!(stage.made("RefundReceipt").len(), 0);
    run(CreateSalesReceipt, &stage, &payment()).await.unwrap();
    run(CreateRefundReceipt, &stage, &refund()).await.unwrap();
}

#[tokio::test]
async fn a_part_payment_of_a_taxed_invoice_is_given_back_with_its_part_of_the_tax() {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let settings = json!({"amounts": {"on_mismatch": "refuse"}, "refunds": {"partial": true},
        "paid_invoices": {"part_payments": true, "taxable_lines": true}});
    let stage = Rehearsal::with(options, settings).await;
    let taxed = |mut event: Value, id: &str| {
        let line = &mut event["record"]["line_items"][0]["properties"];
        line["hs_tax_amount"] = json!("80.00");
        event["record"]["id"] = json!(id);
        event["record"]["properties"]["hs_initial_amount"] = json!("540.00");
        event
    };
    for id in ["3602", "3603"] {
        let part = taxed(payment(), id);
        run(CreatePaidInvoice, &stage, &part).await.unwrap();
    }
    assert_eq!(stage.made("Invoice")[0]["Balance"], 0);
    let given_back = |status: &str, so_far: &str| {
        let mut event = taxed(refund(), "3602");
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        event["record"]["properties"]["hs_refunds_amount"] = json!(so_far);
        event
    };
    for (status, so_far, total) in [
        ("Partially refunded", "100.00", "100.00"),
        ("refunded", "540.00", "440.00"),
    ] {
        let event = given_back(status, so_far);
        let response = run(CreateRefundReceipt, &stage, &event).await.unwrap();
        assert_eq!(codes(&response), [""; 0], "{so_far}");
        assert_eq!(response.document.unwrap().total, total);
    }
}
