//! The options of an expense, and the settings and the sources of payments that they outweigh.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::fees::payment;
use create_expense::CreateExpense;
use rehearsal::Rehearsal;
use serde_json::json;

const PAID_BY: &str = "Cal Telephone";

#[tokio::test]
async fn defaults_of_the_connection_stand_in_for_options() {
    let stage = Rehearsal::with_settings(json!({"defaults": {
        "all": {"vendor": PAID_BY, "memo": "Thank you"},
        "actions": {"create-expense": {"payment_account": "Checking", "expense_account": "Bank Charges"}},
    }}))
    .await;
    let mut event = payment("1", json!({}));
    event["options"] = json!({"class": null});
    let response = stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(response.document.unwrap().total, "4.65");
}

#[tokio::test]
async fn a_payment_that_came_from_quickbooks_is_refused_unless_asked_for() {
    let stage = Rehearsal::start().await;
    let mut event = payment("1", json!({"vendor": PAID_BY}));
    event["record"]["properties"]["hs_processor_type"] = json!("quickbooks");
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(error.to_string().contains("options.book_anyway"), "{error}");
    event["options"]["book_anyway"] = json!(true);
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(stage.made("Purchase").len(), 1);
}

#[tokio::test]
async fn one_account_for_both_sides_is_told_with_both_options() {
    let stage = Rehearsal::start().await;
    stage.refuse_next("Purchase", "a line is on the account it is paid from");
    let event = payment(
        "1",
        json!({"vendor": PAID_BY, "expense_account": "Checking"}),
    );
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    let message = error.to_string();
    for part in [
        "`options.expense_account`",
        "`options.payment_account`",
        "the same account",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[tokio::test]
async fn the_class_stands_on_the_line_wherever_sales_have_theirs() {
    for position in ["document", "line"] {
        let stage = Rehearsal::with_settings(json!({"class_position": position})).await;
        let classes = stage.sandbox.documents("Class");
        let class = classes[0]["Id"].as_str().unwrap();
        let event = payment("1", json!({"vendor": PAID_BY, "class": class}));
        stage.run::<CreateExpense>(&event).await.unwrap();
        let expense = &stage.made("Purchase")[0];
        let detail = &expense["Line"][0]["AccountBasedExpenseLineDetail"];
        assert_eq!(detail["ClassRef"]["value"], class, "{position}");
    }
}

#[tokio::test]
async fn an_account_of_the_wrong_type_is_quickbooks_refusal() {
    let stage = Rehearsal::start().await;
    let event = payment("1", json!({"vendor": PAID_BY, "payment_account": "Visa"}));
    let error = stage.run::<CreateExpense>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "QuickBooksRejected");
    let event = payment(
        "1",
        json!({"vendor": PAID_BY, "payment_account": "Visa", "payment_type": "credit card"}),
    );
    stage.run::<CreateExpense>(&event).await.unwrap();
    assert_eq!(stage.made("Purchase").len(), 1);
}
