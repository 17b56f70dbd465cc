//! The actions, each with a record it takes.

use actions::{ActionError, Response};
use registry::RegisteredAction;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// Every action with each document it makes.
pub(crate) fn documents() -> impl Iterator<Item = (RegisteredAction, &'static str)> {
    let all = RegisteredAction::ALL.iter();
    all.flat_map(|action| action.documents().iter().map(|kind| (*action, kind.into())))
}

/// An event of the action for a record with this id, of its samples, with these options beside its own.
pub(crate) fn sample(action: RegisteredAction, id: &str, options: &Value) -> Value {
    let sample = action.booking_sample();
    let sample = sample.unwrap_or_else(|| {
        panic!("{action} needs a sample that makes a document of a record which it gives whole")
    });
    let mut event = sample.for_record(id).unwrap();
    extend(&mut event["options"], options);
    event
}

/// Runs the action.
pub(crate) async fn run(
    action: RegisteredAction,
    stage: &Rehearsal,
    event: &Value,
) -> Result<Response, ActionError> {
    let bytes = event.to_string();
    let run = action.run(&stage.engine, bytes.as_bytes(), stage.deadline());
    run.await
}

/// The type and the message of the error that the action ends with, or the response where it ends well.
pub(crate) async fn refusal(action: RegisteredAction, stage: &Rehearsal, event: &Value) -> String {
    match run(action, stage, event).await {
        Ok(response) => format!("{response:?}"),
        Err(error) => format!("{}: {error}", error.error_type()),
    }
}

/// An hour's work for contact 51, as the action takes it: a deal, or a payment that succeeded or was
/// refunded.
pub(crate) fn hour(action: RegisteredAction, id: &str, options: &Value) -> Value {
    let payment = |status| {
        json!({
            "hs_latest_status": status, "hs_initial_amount": "92.50", "hs_currency_code": "USD",
            "hs_initiated_date": "2026-03-04T18:22:31.204Z", "hs_fees_amount": "3.00",
            "hs_net_amount": "89.50",
        })
    };
    let deal = json!({"amount": "92.50", "deal_currency_code": "USD"});
    let (object_type, mut properties, mut all) = match action {
        RegisteredAction::CreateSalesReceipt | RegisteredAction::CreatePaidInvoice => {
            ("payment", payment("succeeded"), json!({}))
        }
        RegisteredAction::CreateExpense => (
            "payment",
            payment("succeeded"),
            json!({"payment_account": "Checking", "expense_account": "Bank Charges",
                "vendor": "Cal Telephone"}),
        ),
        RegisteredAction::CreateRefundReceipt => (
            "payment",
            payment("refunded"),
            json!({"refund_account": "Checking"}),
        ),
        _ => ("deal", deal, json!({})),
    };
    if action == RegisteredAction::CreateRefundReceipt {
        properties["hs_refunds_amount"] = json!("92.50");
    }
    extend(&mut all, options);
    json!({
        "connection": "us-books",
        "record": {
            "object_type": object_type, "id": id, "properties": properties,
            "contacts": [{"id": "51", "properties": {
                "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
            }}],
            "line_items": [{"id": "7001", "properties": {
                "name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50",
            }}],
        },
        "options": all,
    })
}

/// An hour's work for contact 51, to be invoiced.
pub(crate) fn deal(id: &str, options: &Value) -> Value {
    hour(RegisteredAction::CreateInvoice, id, options)
}

/// Makes an invoice.
pub(crate) async fn invoice(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    run(RegisteredAction::CreateInvoice, stage, event).await
}

fn extend(options: &mut Value, more: &Value) {
    let more = more.as_object().unwrap().clone();
    options.as_object_mut().unwrap().extend(more);
}
