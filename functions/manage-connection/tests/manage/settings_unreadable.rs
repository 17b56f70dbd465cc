//! Settings that cannot be read as they are given.

use serde_json::json;

use crate::operator::{Operator, refused};

#[tokio::test]
async fn a_number_that_cannot_be_used_is_told_beside_the_names_that_there_are_not() {
    let operator = Operator::open().await;
    let read = operator.ask("get_settings", json!({})).await.unwrap();
    for items in [0, 31] {
        let settings = json!({"company": read["settings"]["company"], "quickbooks": {"batch_items": items},
            "products": {"income_account": "No Such Account"}});
        let checked = operator
            .ask("check_settings", json!({"settings": settings}))
            .await;
        let checked = checked.unwrap().to_string();
        let change = json!({"version": 1, "check": true, "settings": settings});
        let message = refused(operator.ask("put_settings", change).await, "InvalidRequest");
        for told in [checked, message] {
            for part in ["quickbooks.batch_items", "products.income_account"] {
                assert!(told.contains(part), "{part}: {told}");
            }
        }
    }
}

#[tokio::test]
async fn settings_that_are_no_object_are_refused_in_words() {
    let operator = Operator::open().await;
    for (settings, expected) in [
        (
            json!("{\"company\": {}}"),
            "found a text: give the object itself",
        ),
        (json!([]), "found a list"),
        (json!(5), "expected a JSON object"),
    ] {
        for operation in ["put_settings", "check_settings"] {
            let answer = operator.ask(operation, json!({"settings": settings}));
            let message = refused(answer.await, "InvalidRequest");
            assert!(message.contains("`settings`"), "{message}");
            assert!(message.contains(expected), "{message}");
        }
    }
}
