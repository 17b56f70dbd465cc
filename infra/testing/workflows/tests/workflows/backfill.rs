//! Many records of an object in S3: each is booked once, and the run fails if some are not.
//!
//! `moto` runs distributed maps over objects in S3, but reads no JSON lines (here they are a JSON array)
//! and writes no results.

use serde_json::{Value, json};
use workflows::{Answer, BACKFILL_BUCKET, Execution, Stage, record, stage};

const RECORDS: usize = 12;
const SAMPLE: &str = "create-invoice/events/01-deal";

#[tokio::test]
async fn a_backfill_books_every_record_of_json_lines_and_books_none_twice_when_it_is_run_again() {
    let stage = stage().await;
    let ids = fresh_ids(&stage);
    put_records(&stage, "deals.jsonl", &ids).await;
    let throttled = &ids[3];
    let answer = Answer::failing("QuickBooksThrottled");
    stage
        .functions
        .script("create-invoice", throttled, answer, Some(2));
    let mut documents = Vec::new();
    for calls in [1, 2] {
        let execution = run(&stage, &request("deals.jsonl")).await;
        assert_eq!(
            execution.status, "SUCCEEDED",
            "it succeeds: {}",
            execution.error
        );
        let count = &execution.output["count"];
        let all = json!({ "total": RECORDS, "booked": RECORDS, "failed": 0 });
        assert_eq!(*count, all, "all are booked");
        for id in &ids {
            let made = stage.functions.calls("create-invoice", id).len();
            let more = if id == throttled { 2 } else { 0 };
            assert_eq!(made, calls + more, "each is run once");
        }
        documents.push(documents_of(&stage, &ids).await);
    }
    assert_eq!(documents[0], documents[1], "the documents are the same");
}

#[tokio::test]
async fn a_backfill_books_the_records_that_a_csv_names_by_their_ids() {
    let stage = stage().await;
    let ids = fresh_ids(&stage);
    put_ids(&stage, "deals.csv", &ids).await;
    let mut request = request("deals.csv");
    request["format"] = "csv".into();
    request["object_type"] = "deal".into();
    request["action"] = "create-estimate".into();
    request["concurrency"] = 3.into();
    let execution = run(&stage, &request).await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    for id in &ids {
        let runs = stage.functions.calls("create-estimate", id);
        assert_eq!(runs.len(), 1, "each is run once");
        let by_id = json!({ "object_type": "deal", "id": id });
        assert_eq!(runs[0]["record"], by_id, "and reads its record");
    }
}

#[tokio::test]
async fn where_a_record_cannot_be_booked_the_others_are_the_backfill_fails_and_run_again_it_books_the_rest()
 {
    let stage = stage().await;
    let ids = fresh_ids(&stage);
    put_records(&stage, "one-fails.jsonl", &ids).await;
    let answer = Answer::failing("ProductNotFound");
    stage
        .functions
        .script("create-invoice", &ids[5], answer, None);
    let execution = run(&stage, &request("one-fails.jsonl")).await;
    assert_eq!(execution.error, "NotAllBooked", "it fails");
    for id in &ids {
        let calls = stage.functions.calls("create-invoice", id).len();
        assert_eq!(calls, 1, "each is run");
    }
    stage.functions.recover("create-invoice", &ids[5]);
    let again = run(&stage, &request("one-fails.jsonl")).await;
    assert_eq!(
        again.status, "SUCCEEDED",
        "run again, it books the rest: {}",
        again.error
    );
}

#[tokio::test]
async fn a_backfill_of_an_unknown_action_or_format_of_nothing_or_of_a_csv_without_a_type_is_refused()
 {
    let stage = stage().await;
    for (name, value) in [
        ("action", json!("create-nothing")),
        ("format", json!("xlsx")),
        ("format", json!("csv")),
        ("key", Value::Null),
    ] {
        let mut request = request("deals.jsonl");
        request[name] = value;
        if request[name].is_null()
            && let Value::Object(fields) = &mut request
        {
            fields.remove(name);
        }
        let execution = run(&stage, &request).await;
        assert_eq!(
            execution.error, "InvalidRequest",
            "it is refused: {request}"
        );
    }
}

async fn run(stage: &Stage, request: &Value) -> Execution {
    stage.run("backfill", request).await
}

/// A request for invoices for the records of an object.
pub(crate) fn request(key: &str) -> Value {
    json!({ "connection": "us-books", "action": "create-invoice", "key": key })
}

fn fresh_ids(stage: &Stage) -> Vec<String> {
    (0..RECORDS).map(|_| stage.fresh_id()).collect()
}

/// Puts the ids of records into an object.
pub(crate) async fn put_ids(stage: &Stage, key: &str, ids: &[String]) {
    let csv = format!("record_id,note\n{}\n", ids.join(",a\n"));
    stage.moto.put_object(BACKFILL_BUCKET, key, csv).await;
}

/// Puts the records of a sample under these ids into an object.
pub(crate) async fn put_records(stage: &Stage, key: &str, ids: &[String]) {
    let lines: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "record": record(SAMPLE, id) }))
        .collect();
    let body = Value::Array(lines).to_string();
    stage.moto.put_object(BACKFILL_BUCKET, key, body).await;
}

/// The documents of records, as a further invocation names them.
async fn documents_of(stage: &Stage, ids: &[String]) -> Vec<Value> {
    let mut documents = Vec::new();
    for id in ids {
        let event =
            json!({ "connection": "us-books", "record": record(SAMPLE, id), "options": {} });
        let answer = stage.functions.real("create-invoice", &event).await;
        assert_eq!(
            answer["status"], "already_created",
            "it is booked: {answer}"
        );
        documents.push(answer["document"]["id"].clone());
    }
    documents
}
