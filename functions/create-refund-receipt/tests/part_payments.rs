//! Refunds of payments that are a part of the invoice or the sales receipt of their sale, or of a sale that is not known.

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::refunds::{refund, total, totals};

/// A company that taxes by this code, `2` is 8 %, and in which deal 4 of 100.00 before tax has its invoice.
async fn invoiced(code: Option<&str>, tax: &Value) -> Rehearsal {
    let stage = company(code).await;
    stage.run::<CreateInvoice>(&deal(tax)).await.unwrap();
    stage
}

/// The same with a sales receipt.
async fn sold(code: Option<&str>, tax: &Value) -> Rehearsal {
    let stage = company(code).await;
    stage.run::<CreateSalesReceipt>(&deal(tax)).await.unwrap();
    stage
}

async fn company(code: Option<&str>) -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: code.map(Into::into),
        ..SandboxOptions::default()
    };
    let settings = json!({"amounts": {"on_mismatch": "refuse"}, "refunds": {"partial": true},
        "paid_invoices": {"part_payments": true, "taxable_lines": true}});
    Rehearsal::with(options, settings).await
}

fn deal(tax: &Value) -> Value {
    let mut deal = of_deal("4", "0", "0", tax);
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    deal["record"]["deals"] = json!([]);
    deal["options"] = json!({});
    deal
}

/// A payment of so much of a line of 100.00 with this tax.
fn of_deal(id: &str, so_far: &str, paid: &str, tax: &Value) -> Value {
    let mut event = refund(id, so_far, &["100.00"]);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    let properties = &mut event["record"]["properties"];
    properties["hs_initial_amount"] = json!(paid);
    let is_full = so_far == paid;
    properties["hs_latest_status"] = json!(if is_full {
        "refunded"
    } else {
        "partially_refunded"
    });
    for (name, value) in tax.as_object().unwrap() {
        event["record"]["line_items"][0]["properties"][name] = value.clone();
    }
    event
}

async fn receive(stage: &Rehearsal, id: &str, paid: &str, tax: &Value) {
    let mut event = of_deal(id, "0", paid, tax);
    event["record"]["properties"]["hs_latest_status"] = json!("succeeded");
    event["options"] = json!({});
    stage.run::<CreatePaidInvoice>(&event).await.unwrap();
}

async fn give_back(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreateRefundReceipt>(event).await
}

#[tokio::test]
async fn a_part_of_an_invoice_is_given_back_with_the_tax_that_its_rate_or_its_name_stands_for() {
    for tax in [
        json!({"hs_tax_rate": "8"}),
        json!({"hs_tax_label": "Sales tax"}),
        json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"}),
    ] {
        let stage = invoiced(Some("2"), &tax).await;
        receive(&stage, "5", "54.00", &tax).await;
        receive(&stage, "6", "54.00", &tax).await;
        for (id, so_far, due) in [
            ("5", "54.00", "54.00"),
            ("6", "21.60", "21.60"),
            ("6", "54.00", "32.40"),
        ] {
            let event = of_deal(id, so_far, "54.00", &tax);
            let response = give_back(&stage, &event).await.unwrap();
            assert_eq!(total(&response), due, "{tax}");
            let is_named = tax.get("hs_tax_label").is_some();
            let told: &[&str] = if is_named { &["tax_not_compared"] } else { &[] };
            assert_eq!(codes(&response), told, "{tax}");
        }
        let taxes = stage.made("RefundReceipt");
        let taxes = taxes
            .iter()
            .map(|made| made["TxnTaxDetail"]["TotalTax"].to_string());
        assert_eq!(taxes.collect::<Vec<_>>(), ["4.00", "1.60", "2.40"], "{tax}");
    }
}

#[tokio::test]
async fn a_payment_of_an_invoice_that_quickbooks_did_not_tax_is_given_back_without_tax() {
    let tax = json!({"hs_tax_rate": "8"});
    for parts in [&["100.00"] as &[&str], &["50.00", "50.00"]] {
        let stage = invoiced(None, &tax).await;
        let open = stage.made("Invoice")[0]["Balance"].to_string();
        assert_eq!(open, "100.00");
        for (id, paid) in ["5", "6"].iter().zip(parts) {
            receive(&stage, id, paid, &tax).await;
        }
        for (id, paid) in ["5", "6"].iter().zip(parts) {
            let event = of_deal(id, paid, paid, &tax);
            let response = give_back(&stage, &event).await.unwrap();
            assert_eq!(total(&response), *paid);
        }
    }
}

#[tokio::test]
async fn a_part_of_what_a_sales_receipt_is_for_is_given_back_with_its_part_of_the_tax() {
    for tax in [
        json!({"hs_tax_rate": "8"}),
        json!({"hs_tax_label": "Sales tax"}),
        json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"}),
        json!({}),
    ] {
        let is_taxed = tax.as_object().is_some_and(|tax| !tax.is_empty());
        let (code, parts, taxes) = if is_taxed {
            (Some("2"), ["43.20", "64.80"], ["3.20", "4.80"])
        } else {
            (None, ["40.00", "60.00"], ["0", "0"])
        };
        let stage = sold(code, &tax).await;
        for (id, paid) in ["5", "6"].iter().zip(parts) {
            let response = give_back(&stage, &of_deal(id, paid, paid, &tax))
                .await
                .unwrap();
            let told = codes(&response);
            assert!(
                told.iter().all(|code| *code == "tax_not_compared"),
                "{tax}: {told:?}"
            );
        }
        assert_eq!(totals(&stage), parts, "{tax}");
        let made = stage.made("RefundReceipt");
        let given_back = made
            .iter()
            .map(|made| made["TxnTaxDetail"]["TotalTax"].to_string());
        assert_eq!(given_back.collect::<Vec<_>>(), taxes, "{tax}");
    }
}

#[tokio::test]
async fn a_part_of_a_sale_that_is_not_known_is_shared_out_with_its_tax_or_refused_by_the_setting_that_it_names()
 {
    for tax in [
        json!({"hs_tax_rate": "8"}),
        json!({"hs_tax_rate": "8", "hs_tax_amount": "8.00"}),
    ] {
        let event = of_deal("5", "43.20", "43.20", &tax);
        let stage = company(Some("2")).await;
        let error = give_back(&stage, &event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let told = error.to_string();
        let parts = [
            "payment 5: 40.00 was paid before tax, and its line items sum to 100.00",
            "book that first",
            "set `amounts.on_mismatch` to `warn`",
        ];
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");

        let options = SandboxOptions {
            default_us_tax_code: Some("2".into()),
            ..SandboxOptions::default()
        };
        let stage = Rehearsal::with(options, json!({"refunds": {"without_sale": "book"}})).await;
        let response = give_back(&stage, &event).await.unwrap();
        assert_eq!(
            (total(&response), codes(&response)),
            ("43.20", vec!["total_differs"]),
            "{tax}"
        );
        assert_eq!(response.document.unwrap().tax.as_deref(), Some("3.20"));
    }
}
