//! A payment becomes one sales receipt: with its method, its reference and its amount, and never twice.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::Status;
use create_invoice::CreateInvoice;
use create_sales_receipt::CreateSalesReceipt;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, SandboxOptions, TaxRounding};
use serde_json::{Value, json};

fn record(object_type: &str, id: &str, properties: &Value, amount: &str) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": object_type, "id": id, "properties": properties,
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [{"id": "7001", "properties": {
                "name": "Hours", "quantity": "1", "price": amount, "amount": amount,
            }}],
        },
        "options": {},
    })
}

fn payment(id: &str) -> Value {
    let properties = json!({
        "hs_initial_amount": "92.50", "hs_latest_status": "succeeded", "hs_currency_code": "USD",
        "hs_payment_method_type": "card", "hs_reference_number": "P-1", "hs_initiated_date": "2026-11-18",
    });
    record("payment", id, &properties, "92.50")
}

async fn stage() -> Rehearsal {
    Rehearsal::with_settings(json!({"payments": {"methods": {"card": "Visa"}}})).await
}

fn on_create(effect: FaultEffect) -> FaultScript {
    FaultScript::new(effect)
        .entity("SalesReceipt")
        .operation(Operation::Create)
}

#[tokio::test]
async fn a_payment_with_everything_mapped_takes_one_request_and_no_read() {
    let stage = stage().await;
    let with_options = |id: &str| {
        let mut event = payment(id);
        event["options"] = json!({"deposit_account": "Checking"});
        event
    };
    stage
        .run::<CreateSalesReceipt>(&with_options("1"))
        .await
        .unwrap();
    stage.sandbox.clear_journal();
    stage
        .run::<CreateSalesReceipt>(&with_options("2"))
        .await
        .unwrap();
    assert_eq!(stage.requests(), ["create SalesReceipt"]);
}

#[tokio::test]
async fn a_payment_without_lines_takes_one_request_once_its_item_is_mapped() {
    let products = json!({"products": {"item_without_lines": "Services"}});
    let stage = Rehearsal::with_settings(products).await;
    for id in ["1", "2"] {
        stage.sandbox.clear_journal();
        let mut event = payment(id);
        event["record"]["line_items"] = json!([]);
        let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
        assert_eq!(response.document.unwrap().total, "92.50");
        assert_eq!(response.products[0].id, "1");
    }
    assert_eq!(stage.requests(), ["create SalesReceipt"]);
}

#[tokio::test]
async fn without_the_setting_a_payment_without_lines_is_incomplete() {
    let stage = stage().await;
    let mut event = payment("1");
    event["record"]["line_items"] = json!([]);
    let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordIncomplete");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn the_method_and_the_account_are_those_named_and_must_exist() {
    let named = |options: &Value| {
        let mut event = payment("1");
        event["options"] = options.clone();
        event
    };
    let cases = [
        (json!({}), "3", "4"),
        (
            json!({"payment_method": "check", "deposit_account": "Checking"}),
            "2",
            "35",
        ),
        (
            json!({"payment_method": "1", "deposit_account": {"quickbooks_id": "35"}}),
            "1",
            "35",
        ),
    ];
    for (options, method, account) in cases {
        let stage = stage().await;
        stage
            .run::<CreateSalesReceipt>(&named(&options))
            .await
            .unwrap();
        let made = &stage.made("SalesReceipt")[0];
        assert_eq!(made["PaymentMethodRef"]["value"], method, "{options}");
        assert_eq!(made["DepositToAccountRef"]["value"], account, "{options}");
        assert_eq!(made["PaymentRefNum"], "P-1");
        assert_eq!(made["TxnDate"], "2026-11-18");
    }
    let stage = Rehearsal::with_settings(json!({"payments": {"methods": {"card": "Kard"}}})).await;
    let unknown = [
        (json!({}), "settings.payments.methods"),
        (
            json!({"payment_method": "Barter"}),
            "options.payment_method",
        ),
        (
            json!({"payment_method": "Cash", "deposit_account": "Mattress"}),
            "options.deposit_account",
        ),
    ];
    for (options, place) in unknown {
        let error = stage
            .run::<CreateSalesReceipt>(&named(&options))
            .await
            .unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(error.to_string().contains(place), "{place}: {error}");
    }
    assert_eq!(stage.made("SalesReceipt").len(), 0);
}

#[tokio::test]
async fn one_sales_receipt_even_when_the_answer_is_lost_twice_and_the_payment_is_refunded_meanwhile()
 {
    let stage = stage().await;
    stage
        .sandbox
        .script(on_create(FaultEffect::CloseAfterEffect).next(2));
    let error = stage
        .run::<CreateSalesReceipt>(&payment("1"))
        .await
        .unwrap_err();
    assert_eq!(error.error_type(), "OutcomeUnknown");

    stage.environment.advance(SignedDuration::from_secs(60));
    let mut refunded = payment("1");
    refunded["record"]["properties"]["hs_latest_status"] = json!("refunded");
    let response = stage.run::<CreateSalesReceipt>(&refunded).await.unwrap();
    assert_eq!(response.status, Status::Created);
    let again = stage.run::<CreateSalesReceipt>(&refunded).await.unwrap();
    assert_eq!(again.status, Status::AlreadyCreated);
    assert_eq!(stage.made("SalesReceipt").len(), 1);
}

#[tokio::test]
async fn a_payment_that_was_charged_is_booked_whatever_became_of_it() {
    let cases: [(&str, &[&str]); 8] = [
        ("succeeded", &[]),
        ("processing_refund", &[]),
        ("partially_refunded", &[]),
        ("refunded", &[]),
        ("disputed_won", &[]),
        ("disputed_lost", &["payment_disputed"]),
        ("disputed_action_required", &["payment_disputed"]),
        ("disputed_awaiting_decision", &["payment_disputed"]),
    ];
    let stage = stage().await;
    for (id, (status, expected)) in (1..).zip(cases) {
        let mut event = payment(&id.to_string());
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        event["record"]["properties"]["hs_refunds_amount"] = json!("20.00");
        let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
        let codes: Vec<&str> = response
            .warnings
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert_eq!(codes, expected, "{status}");
        assert_eq!(response.document.unwrap().total, "92.50", "{status}");
    }
    let days = stage
        .made("SalesReceipt")
        .into_iter()
        .map(|made| made["TxnDate"].clone());
    assert!(days.eq(vec![json!("2026-11-18"); 8]));
}

#[tokio::test]
async fn a_payment_that_fails_or_is_disputed_after_it_was_booked_is_told_once() {
    let stage = stage().await;
    let cases: [(&str, &str, &[&str]); 6] = [
        ("1", "succeeded", &[]),
        ("1", "failed", &["payment_failed"]),
        ("1", "disputed_lost", &["payment_disputed"]),
        ("1", "refunded", &[]),
        // It was told when it was booked.
        ("2", "disputed_lost", &["payment_disputed"]),
        ("2", "disputed_lost", &["payment_disputed"]),
    ];
    for (id, status, expected) in cases {
        let mut event = payment(id);
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
        let codes = response.warnings.iter().map(|one| one.code.as_str());
        assert_eq!(codes.collect::<Vec<_>>(), expected, "{status}");
    }
    assert_eq!(stage.made("SalesReceipt").len(), 2);
}

#[tokio::test]
async fn a_payment_that_was_not_charged_is_refused_with_advice_that_can_be_followed() {
    let stage = stage().await;
    let cases = [
        ("processing", "enrol it once it has succeeded"),
        ("failed", "leave such payments out of the workflow"),
        ("paid_out", "book it in QuickBooks by hand"),
    ];
    for (status, advice) in cases {
        let mut event = payment("1");
        event["record"]["properties"]["hs_latest_status"] = json!(status);
        let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest", "{status}");
        let message = error.to_string();
        assert!(
            message.contains(status) && message.contains(advice),
            "{message}"
        );
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_payment_of_a_deal_that_was_invoiced_is_a_second_sale_unless_booked_anyway() {
    let stage = stage().await;
    let deal = record("deal", "9001", &json!({"amount": "92.50"}), "92.50");
    let invoice = stage.run::<CreateInvoice>(&deal).await.unwrap();
    let mut event = payment("1");
    event["record"]["deals"] = json!([{"id": "9001", "properties": {}}]);
    let error = stage.run::<CreateSalesReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "AlreadyBooked");
    let named = invoice.document.unwrap().named();
    for part in [
        &*named,
        "create-invoice of deal 9001",
        "create-paid-invoice",
        "book_anyway",
    ] {
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    assert_eq!(stage.made("SalesReceipt").len(), 0);

    event["options"] = json!({"book_anyway": true});
    stage.run::<CreateSalesReceipt>(&event).await.unwrap();
    assert_eq!(stage.made("SalesReceipt").len(), 1);
}

#[tokio::test]
async fn a_total_that_is_not_what_was_paid_is_refused_or_warned_of_by_settings() {
    let mut event = payment("1");
    event["record"]["properties"]["hs_initial_amount"] = json!("99.90");
    let lenient = json!({"payments": {"methods": {"card": null}, "on_difference": "warn"}});
    let stage = Rehearsal::with_settings(lenient).await;
    let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
    let warning = &response.warnings[0];
    assert_eq!(
        (warning.code.as_str(), response.warnings.len()),
        ("paid_differs", 1)
    );
    assert!(warning.message.contains("99.90") && warning.message.contains("92.50"));

    let strict = json!({"payments": {"methods": {"card": null}}});
    let strict = Rehearsal::with_settings(strict).await;
    let error = strict.run::<CreateSalesReceipt>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("99.90") && error.to_string().contains("92.50"));
    assert_eq!(strict.made("SalesReceipt").len(), 0);
    let corrected = strict
        .run::<CreateSalesReceipt>(&payment("1"))
        .await
        .unwrap();
    assert_eq!(corrected.status, Status::Created);
}

#[tokio::test]
async fn a_taxable_product_is_paid_with_its_tax_or_the_difference_is_told() {
    let californian = SandboxOptions {
        default_us_tax_code: Some("2".into()),
        ..SandboxOptions::default()
    };
    // 8 % of 92.50 is 7.40.
    let cases: [(&str, &str, &[&str]); 2] = [
        ("7.40", "99.90", &[]),
        (
            "7.86",
            "100.36",
            &["paid_differs", "quickbooks_tax_differs"],
        ),
    ];
    for (tax, paid, expected) in cases {
        let settings = json!({"payments": {"methods": {"card": "Visa"}, "on_difference": "warn"}});
        let stage = Rehearsal::with(californian.clone(), settings).await;
        let mut event = payment("1");
        event["record"]["properties"]["hs_initial_amount"] = json!(paid);
        event["record"]["line_items"][0]["properties"]["hs_tax_amount"] = json!(tax);
        let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
        let codes: Vec<&str> = response
            .warnings
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert_eq!(codes, expected, "{tax}");
        assert_eq!(response.document.unwrap().total, "99.90");
    }
}

#[tokio::test]
async fn a_deal_is_a_sales_receipt_without_a_method() {
    let stage = stage().await;
    let deal = record("deal", "9001", &json!({"amount": "92.50"}), "92.50");
    stage.run::<CreateSalesReceipt>(&deal).await.unwrap();
    let made = &stage.made("SalesReceipt")[0];
    assert_eq!(
        (&made["PaymentMethodRef"], &made["PaymentRefNum"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn however_a_company_abroad_rounds_its_tax_a_receipt_is_what_was_paid_or_is_not_kept() {
    // Five lines of 19.09 at 20 %: 3.82 each, and 19.09 on the whole.
    for (rounding, fits) in [
        (TaxRounding::OnTheWhole, "114.54"),
        (TaxRounding::LineByLine, "114.55"),
    ] {
        for paid in ["114.54", "114.55"] {
            let stage = Rehearsal::british(rounding, json!({})).await;
            let mut event = payment("1");
            let properties = &mut event["record"]["properties"];
            properties["hs_initial_amount"] = json!(paid);
            properties["hs_currency_code"] = json!("GBP");
            let line = |number: u32| {
                json!({"id": number.to_string(), "properties": {"name": "Hours",
                "quantity": "1", "price": "19.09", "amount": "19.09", "hs_tax_rate": "20",
                "hs_tax_amount": "3.82"}})
            };
            event["record"]["line_items"] = (7001..=7005).map(line).collect();
            let outcome = stage.run::<CreateSalesReceipt>(&event).await;
            let made = stage.made("SalesReceipt");
            if paid == fits {
                assert_eq!(outcome.unwrap().document.unwrap().total, paid);
                assert_eq!(made.len(), 1);
            } else {
                let message = outcome.unwrap_err().to_string();
                assert!(
                    message.contains(paid) && message.contains(fits),
                    "{message}"
                );
                assert!(made.is_empty(), "{rounding:?} {paid}");
            }
        }
    }
}

#[tokio::test]
async fn a_payment_is_a_sale_once_however_often_it_is_enrolled_and_a_deal_is_one_by_enrolment() {
    let stage = Rehearsal::with_settings(json!({"once_per": "enrollment"})).await;
    let deal = record("deal", "2", &json!({"amount": "92.50"}), "92.50");
    let enrolled = |event: &Value, enrolment: &str| {
        let mut event = event.clone();
        event["run"] = json!({"enrollment_id": enrolment});
        event
    };
    for (enrolment, of_payment, of_deal) in [
        ("1", Status::Created, Status::Created),
        ("1", Status::AlreadyCreated, Status::AlreadyCreated),
        ("2", Status::AlreadyCreated, Status::Created),
    ] {
        for (event, expected) in [(&payment("1"), of_payment), (&deal, of_deal)] {
            let event = enrolled(event, enrolment);
            let response = stage.run::<CreateSalesReceipt>(&event).await.unwrap();
            assert_eq!(response.status, expected, "{enrolment}");
        }
    }
    assert_eq!(stage.made("SalesReceipt").len(), 3);
}
