//! Refunds of payments that are a part of a taxed invoice, whose lines show a rate, or a name, and no amount of tax.

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::refunds::{refund, total};

/// A company that taxes by this code, `2` is 8 %, and in which deal 4 of 100.00 before tax has its invoice.
async fn invoiced(code: Option<&str>, tax: &Value) -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: code.map(Into::into),
        ..SandboxOptions::default()
    };
    let settings = json!({"amounts": {"on_mismatch": "refuse"}, "refunds": {"partial": true},
        "paid_invoices": {"part_payments": true, "taxable_lines": true}});
    let stage = Rehearsal::with(options, settings).await;
    let mut deal = of_deal("4", "0", "0", tax);
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    deal["record"]["deals"] = json!([]);
    deal["options"] = json!({});
    stage.run::<CreateInvoice>(&deal).await.unwrap();
    stage
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
