//! The time after which DynamoDB may remove what failed.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use storage::aws::tables::LEASES;
use storage::{FailedRun, Failures, LastFailure, Runs};

use crate::components;
use crate::sample::{connection, moment};

#[tokio::test]
async fn a_failure_may_be_removed_90_days_after_it_and_not_before() {
    let (store, us) = (components::store().await, connection("retention"));
    let (action, message) = ("create-invoice".to_owned(), "no line items".to_owned());
    let run = FailedRun {
        action: action.clone(),
        record: "deal/9001".into(),
        error_type: "RecordIncomplete".into(),
        message: message.clone(),
        at: moment(),
        asked_by: None,
        request: None,
    };
    store.keep_failed_run(&us, &run).await.unwrap();
    let last = LastFailure {
        function: action,
        error_type: run.error_type,
        message,
        at: moment(),
    };
    store.keep_failure(&us, &last).await.unwrap();

    let client = aws_sdk_dynamodb::Client::new(&components::configuration());
    let query = client
        .query()
        .table_name(components::names().leases_table)
        .key_condition_expression("#connection = :connection")
        .expression_attribute_names("#connection", LEASES.partition_key)
        .expression_attribute_values(":connection", AttributeValue::S(us.as_str().to_owned()));
    let items = query.send().await.unwrap().items.unwrap();
    assert_eq!(items.len(), 2);
    let end = moment() + SignedDuration::from_hours(90 * 24);
    let end = AttributeValue::N(end.as_second().to_string());
    for item in items {
        assert_eq!(item[LEASES.time_to_live.unwrap()], end, "{item:?}");
    }
}
