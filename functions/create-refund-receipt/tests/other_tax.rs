//! Refunds of sales that QuickBooks taxed otherwise than HubSpot: each gives back of what is booked.

use create_invoice::CreateInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::{Rehearsal, codes};
use rust_decimal::Decimal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::refunds::{refund, totals};

/// A company in which QuickBooks taxes at 8 %.
async fn company(on_mismatch: &str) -> Rehearsal {
    let options = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    let settings = json!({"payments": {"on_difference": "warn"}, "refunds": {"partial": true},
        "amounts": {"on_mismatch": on_mismatch}});
    Rehearsal::with(options, settings).await
}

/// A payment of deal 4 for a line of 100.00 with this tax in HubSpot, of which so much was given back.
fn paid(tax: &str, so_far: &str) -> Value {
    let gross = gross(tax);
    let mut event = refund("5", so_far, &["100.00"]);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    let line = &mut event["record"]["line_items"][0]["properties"];
    line["hs_tax_amount"] = json!(tax);
    line["hs_tax_rate"] = json!(tax);
    let properties = &mut event["record"]["properties"];
    properties["hs_initial_amount"] = json!(gross);
    properties["hs_latest_status"] = json!(match so_far {
        "0" => "succeeded",
        so_far if so_far == gross => "refunded",
        _ => "partially_refunded",
    });
    event
}

fn gross(tax: &str) -> String {
    (Decimal::ONE_HUNDRED + tax.parse::<Decimal>().unwrap()).to_string()
}

/// The company once the payment has its own sales receipt, or its deal an invoice that was paid by hand.
async fn sold(tax: &str, is_invoiced: bool) -> Rehearsal {
    let stage = company("refuse").await;
    sell(&stage, tax, is_invoiced).await;
    stage
}

async fn sell(stage: &Rehearsal, tax: &str, is_invoiced: bool) {
    let mut sale = paid(tax, "0");
    sale["options"] = json!({});
    if !is_invoiced {
        let sold = stage.run::<CreateSalesReceipt>(&sale).await.unwrap();
        assert_eq!(codes(&sold), ["paid_differs", "quickbooks_tax_differs"]);
        return;
    }
    sale["record"]["object_type"] = json!("deal");
    sale["record"]["id"] = json!("4");
    sale["record"]["properties"] = json!({"amount": "100.00"});
    sale["record"]["deals"] = json!([]);
    stage.run::<CreateInvoice>(&sale).await.unwrap();
    let invoice = stage.made("Invoice").remove(0);
    let balance: Decimal = invoice["Balance"].to_string().parse().unwrap();
    let applied = gross(tax).parse::<Decimal>().unwrap().min(balance);
    let applied: Value = serde_json::from_str(&applied.to_string()).unwrap();
    let paid = json!({"CustomerRef": invoice["CustomerRef"], "TotalAmt": applied, "Line": [
        {"Amount": applied, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]});
    stage.sandbox.insert("Payment", paid).unwrap();
}

#[tokio::test]
async fn a_full_refund_of_a_sale_that_quickbooks_taxed_less_gives_back_what_is_booked_and_tells_the_rest()
 {
    for (tax, rest) in [("8.04", "0.04"), ("8.10", "0.10"), ("8.25", "0.25")] {
        for is_invoiced in [false, true] {
            let stage = sold(tax, is_invoiced).await;
            stage.sandbox.clear_journal();
            let response = stage
                .run::<CreateRefundReceipt>(&paid(tax, &gross(tax)))
                .await;
            let response = response.unwrap();
            assert_eq!(codes(&response), ["refund_capped"], "{tax}");
            let told = &response.warnings[0].message;
            assert!(told.contains(&format!("book the other {rest}")), "{told}");
            let made = &stage.made("RefundReceipt")[0];
            assert_eq!(made["Line"][0]["Amount"].to_string(), "100.00", "{tax}");
            assert_eq!(
                made["TxnTaxDetail"]["TotalTax"].to_string(),
                "8.00",
                "{tax}"
            );
            assert_eq!(made["TotalAmt"].to_string(), "108.00", "{tax}");
            let requests = stage.requests();
            assert!(
                !requests.iter().any(|request| request.contains("delete")),
                "{requests:?}"
            );
        }
    }
}

#[tokio::test]
async fn parts_of_a_sale_that_quickbooks_taxed_otherwise_come_to_what_is_booked_or_was_paid() {
    let cases = [
        ("8.04", ["50.00", "108.04"], ["50.00", "58.00"]),
        ("8.10", ["50.00", "108.10"], ["50.00", "58.00"]),
        ("8.25", ["33.33", "108.25"], ["33.33", "74.67"]),
        ("7.90", ["50.00", "107.90"], ["50.00", "57.90"]),
    ];
    for (tax, so_far, given_back) in cases {
        for is_invoiced in [false, true] {
            let stage = sold(tax, is_invoiced).await;
            stage.sandbox.clear_journal();
            for so_far in so_far {
                let event = paid(tax, so_far);
                let response = stage.run::<CreateRefundReceipt>(&event).await;
                response.unwrap_or_else(|error| panic!("{tax} {so_far}: {error}"));
            }
            assert_eq!(totals(&stage), given_back, "{tax}");
            let requests = stage.requests();
            assert!(
                !requests.iter().any(|request| request.contains("delete")),
                "{requests:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_refusal_of_a_full_refund_promises_no_other_receipt_where_its_sale_is_booked_at_less() {
    let stage = company("warn").await;
    sell(&stage, "8.10", false).await;
    let mut event = paid("8.10", "108.10");
    // Another line than the one that was sold.
    let line = &mut event["record"]["line_items"][0]["properties"];
    line["price"] = json!("50.00");
    line["amount"] = json!("50.00");
    let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "TaxableLineItem");
    let told = error.to_string();
    assert!(!told.contains("the next refund receipt"), "{told}");
    assert!(told.contains("all of it is given back"), "{told}");
}
