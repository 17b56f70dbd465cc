//! A payment that is received on an invoice made before binds what it names to that invoice.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes values, and a test reads better without borrowing each"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::paid::payment;
use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation};
use serde_json::{Value, json};

/// A payment of so much of 150.00, of records of these types and ids.
fn part(id: &str, paid: &str, of: Value) -> Value {
    let mut event = payment(id, json!({}));
    event["record"]["properties"]["hs_initial_amount"] = json!(paid);
    for (list, id) in of.as_object().unwrap() {
        event["record"][list] = json!([{"id": id, "properties": {}}]);
    }
    event
}

/// A deal or a quote of the same lines.
fn record(object_type: &str, id: &str) -> Value {
    let mut event = payment(id, json!({}));
    event["record"]["object_type"] = json!(object_type);
    event["record"]["properties"] = match object_type {
        "quote" => json!({"hs_quote_amount": "150.00", "hs_status": "APPROVED"}),
        _ => json!({"amount": "150.00"}),
    };
    event
}

/// A company that takes part payments and has the invoice of deal 10.
async fn invoiced(settings: Value) -> Rehearsal {
    let mut all = json!({"paid_invoices": {"part_payments": true}});
    all.as_object_mut()
        .unwrap()
        .extend(settings.as_object().unwrap().clone());
    let stage = Rehearsal::with_settings(all).await;
    stage
        .run::<CreateInvoice>(&record("deal", "10"))
        .await
        .unwrap();
    stage
}

async fn receive(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.run::<CreatePaidInvoice>(event).await
}

/// The status, or the type of the error.
fn outcome(result: Result<Response, ActionError>) -> String {
    match result {
        Ok(response) => response.status.to_string(),
        Err(error) => error.error_type().to_owned(),
    }
}

/// Checks that there is one invoice, of which so much is open.
fn assert_one_invoice(stage: &Rehearsal, open: &str) {
    let invoices = stage.made("Invoice");
    assert_eq!(invoices.len(), 1);
    let balance: rust_decimal::Decimal = invoices[0]["Balance"].to_string().parse().unwrap();
    assert_eq!(balance.normalize().to_string(), open);
}

#[tokio::test]
async fn the_next_part_of_the_quote_is_received_on_the_same_invoice_and_the_quote_is_booked() {
    let stage = invoiced(json!({})).await;
    let first = part("11", "40.00", json!({"deals": "10", "quotes": "12"}));
    receive(&stage, &first).await.unwrap();
    let booked = stage.run::<CreateInvoice>(&record("quote", "12")).await;
    let told = booked.unwrap_err().to_string();
    assert!(told.contains(", by create-invoice of deal 10"), "{told}");
    let rest = part("13", "110.00", json!({"quotes": "12"}));
    receive(&stage, &rest).await.unwrap();
    assert_one_invoice(&stage, "0");
    assert_eq!(stage.made("Payment").len(), 2);
}

#[tokio::test]
async fn everything_that_a_payment_in_full_names_is_of_the_sale_it_paid_for() {
    let stage = invoiced(json!({})).await;
    let whole = part(
        "11",
        "150.00",
        json!({"deals": "10", "quotes": "12", "invoices": "900"}),
    );
    receive(&stage, &whole).await.unwrap();
    let of_quote = stage.run::<CreateInvoice>(&record("quote", "12")).await;
    assert_eq!(outcome(of_quote), "AlreadyBooked");
    for of in [json!({"invoices": "900"}), json!({"quotes": "12"})] {
        let second = receive(&stage, &part("13", "150.00", of)).await;
        assert_eq!(outcome(second), "AlreadyBooked");
    }
    assert_one_invoice(&stage, "0");
}

#[tokio::test]
async fn a_payment_that_names_what_is_of_the_sale_already_hands_on_the_rest() {
    let stage = invoiced(json!({})).await;
    receive(
        &stage,
        &part("11", "40.00", json!({"deals": "10", "quotes": "12"})),
    )
    .await
    .unwrap();
    receive(
        &stage,
        &part("13", "50.00", json!({"quotes": "12", "invoices": "900"})),
    )
    .await
    .unwrap();
    receive(&stage, &part("14", "60.00", json!({"invoices": "900"})))
        .await
        .unwrap();
    assert_one_invoice(&stage, "0");
    assert_eq!(stage.made("Payment").len(), 3);
}

#[tokio::test]
async fn a_payment_that_was_refused_or_lost_first_binds_as_well() {
    let error = json!({"Message": "A business validation error has occurred", "code": "6000",
        "Detail": "Business Validation Error: The account period has closed."});
    let rejection = FaultEffect::Status(sandbox_quickbooks::ScriptedAnswer {
        status: 400,
        body: json!({"Fault": {"Error": [error], "type": "ValidationFault"}}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    });
    for effect in [rejection, FaultEffect::CloseAfterEffect] {
        let stage = invoiced(json!({})).await;
        let script = FaultScript::new(effect)
            .entity("Payment")
            .operation(Operation::Create);
        stage.sandbox.script(script.next(2));
        let first = part("11", "40.00", json!({"deals": "10", "quotes": "12"}));
        receive(&stage, &first).await.unwrap_err();
        stage.sandbox.clear_scripts();
        stage.environment.advance(SignedDuration::from_secs(60));
        receive(&stage, &first).await.unwrap();
        receive(&stage, &part("13", "110.00", json!({"quotes": "12"})))
            .await
            .unwrap();
        assert_one_invoice(&stage, "0");
    }
}

#[tokio::test]
async fn two_payments_at_once_book_the_sale_once_or_the_second_tells_of_the_other_invoice() {
    for _ in 0..3 {
        let stage = invoiced(json!({})).await;
        let of_both = part("11", "40.00", json!({"deals": "10", "quotes": "12"}));
        let of_quote = part("13", "110.00", json!({"quotes": "12"}));
        let (one, other) = tokio::join!(
            Box::pin(receive(&stage, &of_both)),
            Box::pin(receive(&stage, &of_quote))
        );
        let outcome = |came: Result<Response, ActionError>| match &came {
            Ok(response) if rehearsal::codes(response) == ["invoice_stays_open"] => "told".into(),
            _ => outcome(came),
        };
        let mut outcomes = [outcome(one), outcome(other)];
        for (came, event) in outcomes.iter_mut().zip([&of_both, &of_quote]) {
            while *came == "InProgress" {
                stage.environment.advance(SignedDuration::from_secs(60));
                *came = outcome(receive(&stage, event).await);
            }
        }
        let invoices = stage.made("Invoice").len();
        // Where the quote came first, nothing said yet that it is the deal's: its invoice waits for exactly the other.
        let expected = if invoices == 1 {
            ["created", "created"]
        } else {
            ["told", "created"]
        };
        assert_eq!(outcomes, expected);
    }
}

#[tokio::test]
async fn where_each_quote_is_a_sale_of_its_own_a_payment_of_it_still_is() {
    let stage = invoiced(json!({"one_sale_per": "record"})).await;
    let whole = part("11", "150.00", json!({"deals": "10", "quotes": "12"}));
    receive(&stage, &whole).await.unwrap();
    let of_quote = stage.run::<CreateInvoice>(&record("quote", "12")).await;
    assert_eq!(outcome(of_quote), "AlreadyBooked");
    receive(&stage, &part("13", "150.00", json!({"quotes": "12"})))
        .await
        .unwrap();
    assert_eq!(stage.made("Invoice").len(), 2);
}

/// A payment of a HubSpot invoice of the deal, as HubSpot tells its source.
fn of_hubspot_invoice(deal: &str, options: Value) -> Value {
    let mut event = payment("71", options);
    event["record"]["properties"]["hs_payment_source_app"] = json!("INVOICE");
    event["record"]["invoices"] = json!([{"id": "701", "properties": {}}]);
    event["record"]["deals"] = json!([{"id": deal, "properties": {}}]);
    event
}

#[tokio::test]
async fn a_payment_of_a_hubspot_invoice_is_received_where_its_deal_was_invoiced_here_and_else_refused()
 {
    let stage = invoiced(json!({})).await;
    let elsewhere = receive(&stage, &of_hubspot_invoice("11", json!({}))).await;
    let error = elsewhere.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("HubSpot invoice"), "{error}");

    let received = receive(&stage, &of_hubspot_invoice("10", json!({}))).await;
    assert_eq!(outcome(received), "created");
    assert_one_invoice(&stage, "0");
    let again = receive(&stage, &of_hubspot_invoice("10", json!({}))).await;
    assert_eq!(outcome(again), "already_created");
    assert_eq!(stage.made("Payment").len(), 1);

    let mut refunded = of_hubspot_invoice("10", json!({"refund_account": "Checking"}));
    refunded["record"]["properties"]["hs_latest_status"] = json!("refunded");
    refunded["record"]["properties"]["hs_refunds_amount"] = json!("150.00");
    let given_back = stage.run::<CreateRefundReceipt>(&refunded).await.unwrap();
    assert_eq!(given_back.document.unwrap().total, "150.00");
}

#[tokio::test]
async fn options_of_an_invoice_that_is_there_already_are_told() {
    let stage =
        invoiced(json!({"defaults": {"all": {"private_note": "x", "memo": "Thanks"}}})).await;
    let mut event = part("11", "40.00", json!({"deals": "10"}));
    event["options"] = json!({"document_number": "A-7", "class": "", "custom_fields": {},
        "service_date": "2026-03-04", "transaction_date": "2026-03-04"});
    let response = receive(&stage, &event).await.unwrap();
    let told = response.warnings.iter();
    let told: Vec<_> = told
        .filter(|warning| warning.code == "options_left_out")
        .collect();
    assert_eq!(told.len(), 1, "{:?}", response.warnings);
    let message = &told[0].message;
    let named =
        "a payment has none of this: `options.document_number`, `options.service_date` left out";
    assert!(message.contains(named), "{message}");
    let rest = receive(&stage, &part("12", "110.00", json!({"deals": "10"})))
        .await
        .unwrap();
    assert!(
        rest.warnings
            .iter()
            .all(|warning| warning.code != "options_left_out")
    );
}

#[tokio::test]
async fn a_payment_of_thousandths_is_refused_where_quickbooks_takes_cents() {
    let company = json!({"realm_id": "9341453172000001", "country": "US", "home_currency": "USD",
        "multi_currency": true, "time_zone": "UTC"});
    let stage = Rehearsal::with_settings(json!({"company": company})).await;
    let mut event = payment("12", json!({}));
    event["record"]["properties"]["hs_currency_code"] = json!("KWD");
    event["record"]["properties"]["hs_initial_amount"] = json!("150.005");
    let error = stage.run::<CreatePaidInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    for told in ["payment 12", "150.005 KWD", "`quickbooks.line_check`"] {
        assert!(error.to_string().contains(told), "{error}");
    }
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn a_payment_is_received_once_however_often_it_is_enrolled() {
    let stage = invoiced(json!({"once_per": "enrollment"})).await;
    let enrolled = |mut event: Value, enrolment: &str| {
        event["run"] = json!({"enrollment_id": enrolment});
        event
    };
    let of_deal = part("11", "40.00", json!({"deals": "10"}));
    let of_nothing = payment("12", json!({}));
    for (enrolment, expected) in [
        ("1", "created"),
        ("1", "already_created"),
        ("2", "already_created"),
    ] {
        for event in [&of_deal, &of_nothing] {
            let came = receive(&stage, &enrolled(event.clone(), enrolment)).await;
            assert_eq!(outcome(came), expected, "{enrolment}");
        }
    }
    assert_eq!(stage.made("Payment").len(), 2);
    assert_eq!(
        stage.made("Invoice").len(),
        2,
        "the deal's, and that of payment 12"
    );
}
