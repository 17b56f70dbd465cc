use storage::embedded::EmbeddedStore;

use super::*;

const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

#[tokio::test]
async fn a_failure_is_kept_with_the_connection_of_its_event() {
    let store = EmbeddedStore::in_memory().unwrap();
    let error = ActionError::incomplete("deal 9001: no line items");
    let events = [
        (r#"{"connection": "us"}"#, "us"),
        (
            r#"{"detail-type": "x", "connection": "us", "detail": {"connection": "uk"}}"#,
            "uk",
        ),
    ];
    for (event, name) in events {
        keep(&store, "create-invoice", event.as_bytes(), &error, NOW).await;
        let connection = Connection::try_from(name).unwrap();
        let kept = store.last_failure(&connection).await.unwrap().unwrap();
        assert_eq!(kept.error_type, "RecordIncomplete", "{name}");
        assert_eq!(kept.message, "deal 9001: no line items");
        assert_eq!((kept.function.as_str(), kept.at), ("create-invoice", NOW));
    }
}

#[tokio::test]
async fn what_says_nothing_of_the_connection_is_not_kept() {
    let store = EmbeddedStore::in_memory().unwrap();
    let errors = [
        ActionError::not_connected("us"),
        ActionError::InProgress {
            detail: String::new(),
        },
        ActionError::StorageUnavailable {
            detail: String::new(),
        },
    ];
    for error in errors {
        keep(
            &store,
            "create-invoice",
            br#"{"connection": "us"}"#,
            &error,
            NOW,
        )
        .await;
    }
    keep(
        &store,
        "create-invoice",
        b"nonsense",
        &ActionError::incomplete("x"),
        NOW,
    )
    .await;
    let us = Connection::try_from("us").unwrap();
    assert_eq!(store.last_failure(&us).await.unwrap(), None);
}

#[tokio::test]
async fn a_run_that_failed_for_good_is_kept_with_its_record() {
    let store = EmbeddedStore::in_memory().unwrap();
    let us = Connection::try_from("us").unwrap();
    let incomplete = ActionError::incomplete("deal 9001: no line items");
    let busy = ActionError::InProgress {
        detail: String::new(),
    };
    let record = r#""record": {"object_type": "0-3", "id": 9001}"#;
    let run = r#""run": {"callback_id": "ap-1"}"#;
    let events = [
        (
            format!(r#"{{"connection": "us", {record}, "options": {{"dry_run": "true"}}}}"#),
            &incomplete,
        ),
        (format!(r#"{{"connection": "us", {record}}}"#), &busy),
        (
            r#"{"connection": "us", "record": {"object_type": "deal", "id": "x"}}"#.into(),
            &incomplete,
        ),
        (
            r#"{"connection": "us", "record": 7, "run": []}"#.into(),
            &incomplete,
        ),
    ];
    for (event, error) in &events {
        keep(&store, "create-invoice", event.as_bytes(), error, NOW).await;
        assert_eq!(store.failed_runs(&us, None).await.unwrap(), [], "{event}");
    }
    let event = format!(r#"{{"connection": "us", {record}, {run}}}"#);
    keep(&store, "create-invoice", event.as_bytes(), &incomplete, NOW).await;
    let kept = store.failed_runs(&us, Some("deal/9001")).await.unwrap();
    let expected = FailedRun {
        action: "create-invoice".into(),
        record: "deal/9001".into(),
        error_type: "RecordIncomplete".into(),
        message: "deal 9001: no line items".into(),
        at: NOW,
        asked_by: Some("ap-1".into()),
        request: Some(
            r#"{"connection":"us","record":{"id":"9001","object_type":"deal"},"run":{"callback_id":"ap-1"}}"#
                .into(),
        ),
    };
    assert_eq!(kept, [expected]);
}

#[tokio::test]
async fn what_might_be_tried_again_is_kept_with_its_record_once_nobody_does() {
    let store = EmbeddedStore::in_memory().unwrap();
    let us = Connection::try_from("us").unwrap();
    let event = br#"{"connection": "us", "record": {"object_type": "deal", "id": "9001"}}"#;
    let throttled = ActionError::throttled(std::time::Duration::from_secs(7));
    keep(&store, "create-invoice", event, &throttled, NOW).await;
    for other in ["InProgress", "StorageUnavailable", "Runtime.ExitError"] {
        gave_up(&store, "create-invoice", event, (other, "m"), NOW).await;
    }
    assert_eq!(store.failed_runs(&us, None).await.unwrap(), []);
    let why = (throttled.error_type(), "deal 9001: used up");
    gave_up(&store, "create-invoice", event, why, NOW).await;
    let kept = store.failed_runs(&us, Some("deal/9001")).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].error_type, "QuickBooksThrottled");
    assert_eq!(kept[0].message, "deal 9001: used up");
    assert!(kept[0].request.is_some());
}

#[tokio::test]
async fn a_request_is_kept_by_its_record_s_id_and_not_with_a_record_that_was_given() {
    let store = EmbeddedStore::in_memory().unwrap();
    let us = Connection::try_from("us").unwrap();
    let error = ActionError::incomplete("deal 9001: no line items");
    let options = r#""options": {"memo": "Grüße", "create_missing_products": true}"#;
    let record = r#""object_type": "deal", "id": "9001""#;
    let table = [
        (
            format!(r#"{{"connection": "us", "record": {{{record}}}, {options}}}"#),
            Some(r#"{"create_missing_products":true,"memo":"Grüße"}"#),
        ),
        (
            format!(
                r#"{{"connection": "us", "record": {{{record}, "properties": {{}}}}, {options}}}"#
            ),
            None,
        ),
        (
            format!(
                r#"{{"connection": "us", "record": {{{record}}}, "options": {{"memo": "{}"}}}}"#,
                "x".repeat(LONGEST_REQUEST)
            ),
            None,
        ),
    ];
    for (seconds, (event, options)) in (1..).zip(table) {
        let now = NOW + jiff::SignedDuration::from_secs(seconds);
        keep(&store, "create-invoice", event.as_bytes(), &error, now).await;
        let kept = store.failed_runs(&us, None).await.unwrap();
        let request = kept[0].request.as_deref();
        let request: Option<Value> = request.map(|text| serde_json::from_str(text).unwrap());
        let kept = request.map(|request| request["options"].to_string());
        assert_eq!(kept.as_deref(), options, "{}", &event[..80]);
    }
}
