//! Transactions that meet another on one item. DynamoDB Local lets none meet, so a scripted server does it.

use serde_json::{Value, json};
use storage::{CompareAndPut, Reserve, StorageError, Version};

use crate::sample::{claim, connection, put, reserve};
use crate::script::{Answer, scripted_with};

#[tokio::test]
async fn a_transaction_that_meets_another_is_sent_again() {
    let answers = vec![canceled(&["None", "TransactionConflict"]), done()];
    let (store, asked) = scripted_with(answers).await;
    let reserved = reserve(&store, &connection("met"), &["deal/1"]).await;
    assert_eq!(reserved.unwrap(), Reserve::Written(Version(1)));
    assert_eq!(asked.take().len(), 2);
}

#[tokio::test]
async fn a_condition_that_failed_decides_whatever_else_was_met() {
    let met = canceled(&["TransactionConflict", "ConditionalCheckFailed"]);
    let (store, _) = scripted_with(vec![met]).await;
    let reserved = reserve(&store, &connection("met"), &["deal/1"]).await;
    assert_eq!(reserved.unwrap(), Reserve::Contended);
}

#[tokio::test]
async fn a_transaction_that_meets_others_every_time_is_unavailable() {
    let (store, asked) = scripted_with(vec![canceled(&["TransactionConflict", "None"]); 10]).await;
    let error = reserve(&store, &connection("met"), &["deal/1"])
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unavailable { .. }),
        "{error:?}"
    );
    assert_eq!(asked.take().len(), 6);
}

#[tokio::test]
async fn a_transaction_that_fails_otherwise_is_unavailable_at_once() {
    let (store, asked) = scripted_with(vec![canceled(&["ValidationError", "None"])]).await;
    let error = reserve(&store, &connection("met"), &["deal/1"])
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unavailable { .. }),
        "{error:?}"
    );
    assert_eq!(asked.take().len(), 1);
}

#[tokio::test]
async fn a_put_that_meets_a_transaction_is_sent_again() {
    let conflict =
        json!({"__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException"});
    let answers = vec![
        Answer {
            status: 400,
            body: conflict,
        },
        done(),
    ];
    let (store, asked) = scripted_with(answers).await;
    let written = put(&store, &connection("met"), None, &claim("a", "{}")).await;
    assert_eq!(written.unwrap(), CompareAndPut::Written(Version(1)));
    assert_eq!(asked.take().len(), 2);
}

fn done() -> Answer {
    Answer {
        status: 200,
        body: json!({}),
    }
}

fn canceled(codes: &[&str]) -> Answer {
    let reasons = codes.iter().map(|code| json!({"Code": code}));
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "CancellationReasons": reasons.collect::<Vec<Value>>(),
    });
    Answer { status: 400, body }
}
