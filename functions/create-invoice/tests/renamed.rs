//! A customer who was mapped, and is called otherwise in QuickBooks by now.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::{Value, json};

fn hours(id: &str, options: Value) -> Value {
    let lines = vec![line(1, "Hours", "1", "92.50", "92.50")];
    deal(id, "92.50", lines, options)
}

/// Refuses the next request of a kind with words on the customer as QuickBooks holds it.
fn refuse(stage: &Rehearsal, operation: Operation) {
    let fault = json!({"Fault": {"type": "ValidationFault", "Error": [{"Message": "Customer is bad",
        "Detail": "Kingston, Zelda <zelda@example.org>, 9 Canary Row: set terms", "code": "2020"}]}});
    let script = FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: fault.to_string(),
        content_type: "application/json".into(),
        after_effect: false,
    }));
    stage
        .sandbox
        .script(script.entity("Invoice").operation(operation));
}

fn names_nobody(message: &str) {
    for secret in ["Zelda", "Kingston", "zelda@", "Canary"] {
        assert!(!message.contains(secret), "{secret}: {message}");
    }
}

/// The warm path reads no customer, and the mapping has the name of the day on which it was made.
async fn with_a_renamed_customer() -> Rehearsal {
    let stage = Rehearsal::start().await;
    let event = hours("1", json!({}));
    let booked = stage.run::<CreateInvoice>(&event).await.unwrap();
    let id = booked.customer.unwrap().id;
    let renamed = json!({"Id": id, "DisplayName": "Zelda Kingston", "GivenName": "Zelda",
        "FamilyName": "Kingston", "PrimaryEmailAddr": {"Address": "zelda@example.org"},
        "BillAddr": {"Line1": "9 Canary Row"}});
    stage.sandbox.edit("Customer", renamed).unwrap();
    stage
}

async fn refusal(stage: &Rehearsal, id: &str) -> String {
    let refused = stage.run::<CreateInvoice>(&hours(id, json!({}))).await;
    refused.unwrap_err().to_string()
}

#[tokio::test]
async fn a_refusal_quotes_nothing_of_a_customer_who_was_renamed_since_it_was_mapped() {
    let stage = with_a_renamed_customer().await;
    refuse(&stage, Operation::Create);
    let message = refusal(&stage, "2").await;
    assert!(message.contains("2020: Customer is bad"), "{message}");
    assert!(message.contains("set terms"), "{message}");
    names_nobody(&message);
}

/// The code and what it means are told, and nothing of the case.
#[tokio::test]
async fn a_refusal_quotes_nothing_of_a_customer_who_cannot_be_read() {
    let stage = with_a_renamed_customer().await;
    refuse(&stage, Operation::Create);
    let unread = FaultScript::new(FaultEffect::CloseBeforeEffect).entity("Customer");
    stage
        .sandbox
        .script(unread.operation(Operation::Read).next(9));
    let message = refusal(&stage, "2").await;
    assert!(message.contains("2020: Customer is bad"), "{message}");
    assert!(!message.contains("set terms"), "{message}");
    names_nobody(&message);
}

#[tokio::test]
async fn the_warning_of_an_invoice_that_was_not_sent_quotes_nothing_of_its_customer() {
    let stage = with_a_renamed_customer().await;
    refuse(&stage, Operation::Send);
    let event = hours("2", json!({"send_email": true}));
    let response = stage.run::<CreateInvoice>(&event).await.unwrap();
    let warning = response.warnings.iter();
    let warning = warning.filter(|warning| warning.code == "email_not_sent");
    let messages: Vec<&str> = warning.map(|one| one.message.as_str()).collect();
    assert!(messages[0].contains("set terms"), "{messages:?}");
    names_nobody(messages[0]);
}
