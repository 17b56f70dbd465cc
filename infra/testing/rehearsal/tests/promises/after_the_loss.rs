//! After the ledger was lost, or restored to an earlier moment, the setting for that time keeps every document from being
//! made a second time.

use actions::books::environment::Environment;
use actions::{Response, Status};
use jiff::SignedDuration;
use registry::RegisteredAction;
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::{RequestIdPolicy, SandboxOptions};
use serde_json::{Value, json};

use crate::every_action::{deal, hour, invoice, run, sample};

/// A company that has forgotten every request id.
async fn forgetful() -> Rehearsal {
    let options = SandboxOptions {
        request_ids: RequestIdPolicy {
            honoured: false,
            ..RequestIdPolicy::default()
        },
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, json!({})).await
}

/// The setting of a ledger that was lost an hour after that moment.
fn incomplete(stage: &Rehearsal) -> Value {
    let since = stage.environment.now() - SignedDuration::from_hours(1);
    json!({"ledger": {"incomplete_since": since.to_string()}})
}

fn made(stage: &Rehearsal, action: RegisteredAction) -> Vec<usize> {
    let documents = action.documents().iter();
    documents
        .map(|kind| stage.made(kind.into()).len())
        .collect()
}

#[tokio::test]
async fn every_document_that_the_ledger_has_lost_is_found_and_recorded_and_none_is_made_twice() {
    for action in RegisteredAction::ALL.iter().copied() {
        let event = sample(action, "1", &json!({}));
        let stage = forgetful().await;
        let first = run(action, &stage, &event).await.unwrap();
        let settings = incomplete(&stage);
        let stage = stage.with_a_new_store(settings).await;
        stage.environment.advance(SignedDuration::from_hours(24));
        let before = made(&stage, action);

        let found = run(action, &stage, &event).await.unwrap();
        assert_eq!(found.status, Status::AlreadyCreated, "{action}");
        let id = |response: &Response| {
            let document = response.document.as_ref();
            document.and_then(|document| document.id.clone())
        };
        assert_eq!(id(&found), id(&first), "{action}");
        assert!(codes(&found).contains(&"found_in_quickbooks"), "{action}");
        assert_eq!(made(&stage, action), before, "{action}");

        stage.sandbox.clear_journal();
        let again = run(action, &stage, &event).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated, "{action}");
        assert!(
            stage.requests().is_empty(),
            "{action}: {:?}",
            stage.requests()
        );
    }
}

#[tokio::test]
async fn a_moment_that_is_still_to_come_is_refused_since_nothing_would_be_looked_for() {
    let event = deal("1", &json!({}));
    let stage = forgetful().await;
    let since = stage.environment.now() + SignedDuration::from_hours(24 * 365);
    let settings = json!({"ledger": {"incomplete_since": since.to_string()}});
    let stage = stage.with_a_new_store(settings).await;

    let refused = invoice(&stage, &event).await.unwrap_err();
    assert_eq!(refused.error_type(), "SettingMissing");
    let message = refused.to_string();
    for part in [
        "deal 1",
        "`ledger.incomplete_since`",
        "still to come",
        "the time of the ledger's copy",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(stage.made("Invoice").is_empty());
}

#[tokio::test]
async fn without_the_setting_it_would_be_made_again() {
    let event = deal("1", &json!({}));
    let stage = forgetful().await;
    invoice(&stage, &event).await.unwrap();
    let stage = stage.with_a_new_store(json!({})).await;
    invoice(&stage, &event).await.unwrap();
    assert_eq!(stage.made("Invoice").len(), 2);
}

#[tokio::test]
async fn a_record_that_was_not_booked_is_booked_after_three_reads() {
    let stage = forgetful().await;
    let settings = incomplete(&stage);
    let stage = stage.with_a_new_store(settings).await;
    invoice(&stage, &deal("1", &json!({}))).await.unwrap();
    stage.sandbox.clear_journal();
    let response = invoice(&stage, &deal("2", &json!({}))).await.unwrap();
    assert_eq!(response.status, Status::Created);
    // Its own document, by day and by when it was made; then the sales receipt that may have been made of it.
    let expected = [
        "query Invoice",
        "query Invoice",
        "query SalesReceipt",
        "create Invoice",
    ];
    assert_eq!(stage.requests(), expected);
    assert_eq!(stage.made("Invoice").len(), 2);
}

/// A person may have changed it since, or HubSpot's record: it is told, and nothing is deleted or e-mailed.
#[tokio::test]
async fn a_document_that_is_found_is_left_as_it_is() {
    let stage = forgetful().await;
    invoice(&stage, &deal("1", &json!({}))).await.unwrap();
    let settings = json!({
        "ledger": incomplete(&stage)["ledger"],
        "amounts": {"on_quickbooks_mismatch": "refuse"},
    });
    let stage = stage.with_a_new_store(settings).await;
    let mut changed = deal("1", &json!({"send_email": true}));
    let line = &mut changed["record"]["line_items"][0]["properties"];
    line["price"] = json!("99.00");
    line["amount"] = json!("99.00");
    changed["record"]["properties"]["amount"] = json!("99.00");
    stage.sandbox.clear_journal();
    let response = invoice(&stage, &changed).await.unwrap();
    assert_eq!(response.status, Status::AlreadyCreated);
    let told = codes(&response);
    assert!(told.contains(&"quickbooks_total_differs"), "{told:?}");
    let requests = stage.requests();
    let reads = |request: &String| request.starts_with("query") || request.starts_with("batch");
    assert!(requests.iter().all(reads), "{requests:?}");
    assert_eq!(stage.made("Invoice").len(), 1);
}

/// The reservations of a sale are lost with its entries.
#[tokio::test]
async fn a_sale_that_another_action_or_record_has_booked_is_not_booked_again_and_the_other_is_named()
 {
    let of_payment = |action| {
        let mut event = hour(action, "7", &json!({}));
        event["record"]["deals"] = json!([{ "id": "1" }]);
        (action, event)
    };
    let of_deal = deal("1", &json!({}));
    let table = [
        // The deal was invoiced; its payment would sell it once more.
        (
            (RegisteredAction::CreateInvoice, of_deal.clone()),
            of_payment(RegisteredAction::CreatePaidInvoice),
            "create-invoice of deal 1",
        ),
        (
            (RegisteredAction::CreateInvoice, of_deal),
            of_payment(RegisteredAction::CreateSalesReceipt),
            "create-invoice of deal 1",
        ),
    ];
    for ((first, first_event), (second, second_event), named) in table {
        let stage = forgetful().await;
        run(first, &stage, &first_event).await.unwrap();
        let settings = incomplete(&stage);
        let stage = stage.with_a_new_store(settings).await;
        let before = (made(&stage, first), made(&stage, second));
        let refused = run(second, &stage, &second_event).await.unwrap_err();
        assert_eq!(refused.error_type(), "AlreadyBooked", "{refused}");
        assert!(refused.to_string().contains(named), "{refused}");
        assert_eq!(
            (made(&stage, first), made(&stage, second)),
            before,
            "{second}"
        );
        // The first one, run again, is found; then the ledger knows it, and nothing need be looked up.
        let found = run(first, &stage, &first_event).await.unwrap();
        assert_eq!(found.status, Status::AlreadyCreated);
        assert!(codes(&found).contains(&"found_in_quickbooks"));
    }
}

/// A payment in full of deal 1, an hour's work.
fn payment_of_deal(options: &Value) -> Value {
    let mut event = hour(RegisteredAction::CreatePaidInvoice, "7", options);
    event["record"]["deals"] = json!([{ "id": "1" }]);
    event
}

/// Deal 1, invoiced and then paid in full, of which the ledger has lost everything.
async fn invoiced_and_paid() -> (Rehearsal, Response) {
    let stage = forgetful().await;
    invoice(&stage, &deal("1", &json!({}))).await.unwrap();
    let payment = payment_of_deal(&json!({}));
    let received = run(RegisteredAction::CreatePaidInvoice, &stage, &payment).await;
    let settings = incomplete(&stage);
    (stage.with_a_new_store(settings).await, received.unwrap())
}

#[tokio::test]
async fn a_payment_that_settled_its_invoice_is_found_although_nothing_is_open_any_more() {
    let (stage, received) = invoiced_and_paid().await;
    invoice(&stage, &deal("1", &json!({}))).await.unwrap();
    let payment = payment_of_deal(&json!({}));
    let found = run(RegisteredAction::CreatePaidInvoice, &stage, &payment).await;
    let found = found.unwrap();
    assert_eq!(found.status, Status::AlreadyCreated);
    assert_eq!(found.document, received.document);
    assert!(codes(&found).contains(&"found_in_quickbooks"));

    // Another payment of the same sale is what the message says it is.
    let mut other = payment;
    other["record"]["id"] = json!("8");
    let refused = run(RegisteredAction::CreatePaidInvoice, &stage, &other).await;
    assert_eq!(refused.unwrap_err().error_type(), "AlreadyBooked");
    assert_eq!(
        (stage.made("Invoice").len(), stage.made("Payment").len()),
        (1, 1)
    );
}

#[tokio::test]
async fn a_payment_that_is_on_another_invoice_gets_none_of_its_own_even_if_it_is_to_be_booked_anyway()
 {
    let anyway = payment_of_deal(&json!({"book_anyway": true}));
    for is_invoice_found in [false, true] {
        let (stage, received) = invoiced_and_paid().await;
        if is_invoice_found {
            invoice(&stage, &deal("1", &json!({}))).await.unwrap();
        }
        let refused = run(RegisteredAction::CreatePaidInvoice, &stage, &anyway).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.error_type(), "AlreadyBooked");
        let document = received.document.as_ref().unwrap();
        let named = format!("Payment {}", document.id.as_ref().unwrap());
        assert!(refused.to_string().contains(&named), "{refused}");
        assert_eq!(
            (stage.made("Invoice").len(), stage.made("Payment").len()),
            (1, 1)
        );
    }
}

/// HubSpot tells how much was given back in all, and not that a part of it is booked and forgotten.
#[tokio::test]
async fn the_rest_of_a_refund_is_refused_until_the_part_that_the_ledger_has_lost_is_recorded() {
    let action = RegisteredAction::CreateRefundReceipt;
    let part = |so_far: &str| {
        let mut event = hour(action, "7", &json!({}));
        event["record"]["properties"]["hs_refunds_amount"] = json!(so_far);
        event
    };
    let partial = json!({"refunds": {"partial": true}});
    let stage = forgetful().await.with_a_new_store(partial.clone()).await;
    let first = run(action, &stage, &part("30.00")).await.unwrap();
    let mut settings = incomplete(&stage);
    settings["refunds"] = partial["refunds"].clone();
    let stage = stage.with_a_new_store(settings).await;

    let refused = run(action, &stage, &part("92.50")).await.unwrap_err();
    assert_eq!(refused.error_type(), "AlreadyBooked");
    let document = first.document.as_ref().unwrap();
    let named = format!("RefundReceipt {}", document.id.as_ref().unwrap());
    assert!(refused.to_string().contains(&named), "{refused}");
    assert_eq!(stage.made("RefundReceipt").len(), 1);

    let found = run(action, &stage, &part("30.00")).await.unwrap();
    assert_eq!(
        (found.status, &found.document),
        (Status::AlreadyCreated, &first.document)
    );
    let rest = run(action, &stage, &part("92.50")).await.unwrap();
    assert_eq!(rest.document.unwrap().total, "62.50");
    // Nor is a payment without an earlier refund held up.
    let mut other = part("92.50");
    other["record"]["id"] = json!("70");
    let whole = run(action, &stage, &other).await.unwrap();
    assert_eq!(whole.document.unwrap().total, "92.50");
    assert_eq!(stage.made("RefundReceipt").len(), 3);
}
