use jiff::civil::date;
use registry::RegisteredAction::{
    self, CreateEstimate, CreateExpense, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt,
    CreateSalesReceipt,
};
use serde_json::{Value, json};

use crate::backfill::period::{DocumentDates, Undated};

/// The refusal of a file of one record, if it is refused.
fn refusal(
    action: RegisteredAction,
    dates: Option<DocumentDates>,
    record: &Value,
) -> Option<String> {
    let mut request = json!({"record": record, "options": {}});
    super::super::date(&mut request, dates);
    let mut undated = Undated::of(action, dates, date(2026, 11, 28));
    match undated.look(&request, "record 1") {
        Ok(()) => undated.problem(1),
        Err(problem) => Some(format!(
            "{problem}; {}",
            undated.ways_out().unwrap_or_default()
        )),
    }
}

fn record(kind: &str, property: &str, day: &str) -> Value {
    json!({"object_type": kind, "id": "1", "properties": {property: day}})
}

#[test]
fn a_record_of_another_month_says_where_its_document_is_dated_whatever_it_is() {
    let made = "{{hs_createdate}}";
    let cases = [
        (
            CreateInvoice,
            record("quote", "hs_createdate", "2025-12-30"),
            "were made in",
            made,
        ),
        (
            CreateEstimate,
            record("quote", "hs_createdate", "2025-12-30T11:00:00Z"),
            "were made in",
            made,
        ),
        (
            CreateSalesReceipt,
            record("quote", "hs_createdate", "2025-12-30"),
            "were made in",
            made,
        ),
        (
            CreateSalesReceipt,
            record("quote", "hs_payment_date", "2025-12-30"),
            "were paid in",
            "{{hs_payment_date}}",
        ),
        (
            CreateRefundReceipt,
            record("payment", "hs_initiated_date", "2025-12-30"),
            "were paid in",
            "{{hs_initiated_date}}",
        ),
        (
            CreateRefundReceipt,
            record("payment", "hs_createdate", "2025-12-30"),
            "the day of each refund",
            made,
        ),
        (
            CreateInvoice,
            json!({"object_type": "quote", "id": "1"}),
            "are quotes given by their ids",
            made,
        ),
        (
            CreateSalesReceipt,
            json!({"object_type": "quote", "id": "1"}),
            "may have been paid",
            "{{hs_payment_date}}",
        ),
        (
            CreateRefundReceipt,
            json!({"object_type": "payment", "id": "1"}),
            "are payments given by their ids",
            "{{hs_initiated_date}}",
        ),
    ];
    for (action, record, reason, way_out) in cases {
        let refused = refusal(action, None, &record).unwrap();
        for part in [reason, way_out, "--date today", "`option.transaction_date`"] {
            assert!(refused.contains(part), "{part}: {refused}");
        }
        let told = refusal(action, Some(DocumentDates::Today), &record);
        assert_eq!(told, None, "{record}");
    }
}

#[test]
fn a_refund_is_not_dated_on_a_close_date() {
    let payment = record("payment", "hs_initiated_date", "2025-12-30");
    let refused = refusal(
        CreateRefundReceipt,
        Some(DocumentDates::Closedate),
        &payment,
    );
    assert!(refused.unwrap().contains("the day of each refund"));
}

#[test]
fn a_document_that_is_dated_by_its_payment_is_not_asked_about() {
    for action in [CreateSalesReceipt, CreatePaidInvoice, CreateExpense] {
        for payment in [
            record("payment", "hs_initiated_date", "2025-12-30"),
            json!({"object_type": "payment", "id": "1"}),
        ] {
            assert_eq!(refusal(action, None, &payment), None);
        }
    }
    let now = record("quote", "hs_createdate", "2026-11-02");
    assert_eq!(refusal(CreateInvoice, None, &now), None);
}

#[test]
fn a_day_that_is_none_is_refused_with_ways_out_that_the_record_has() {
    let quote = record("quote", "hs_createdate", "12/30/2025");
    let refused = refusal(CreateInvoice, None, &quote).unwrap();
    assert!(
        refused.contains("`hs_createdate`: expected YYYY-MM-DD"),
        "{refused}"
    );
    assert!(!refused.contains("closedate"), "{refused}");
}
