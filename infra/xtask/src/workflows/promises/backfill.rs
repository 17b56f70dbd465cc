//! Many records of an object in S3: each is booked, once, and it is told if some are not.
//!
//! `moto` runs distributed maps over objects in S3, but reads no JSON lines (here they are a JSON array)
//! and writes no results.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::executions::Execution;
use super::super::functions::{Answer, record};
use super::super::stage::{BACKFILL_BUCKET, Stage};
use super::super::{hold, proved};
use crate::error::XtaskError;

const RECORDS: usize = 12;
const SAMPLE: &str = "create-invoice/events/01-deal";

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    proved(
        "a backfill books every record of JSON lines, and books none twice when it is run again",
        every_record_once(stage),
    )
    .await?;
    proved(
        "a backfill books the records that a CSV names by their ids",
        records_of_a_csv(stage),
    )
    .await?;
    proved(
        "where a record cannot be booked the others are, the backfill fails, and run again it books the rest",
        one_that_fails(stage),
    )
    .await?;
    proved(
        "a backfill of an unknown action or format, of nothing, or of a CSV without a type is refused",
        malformed(stage),
    )
    .await
}

async fn every_record_once(stage: &Stage) -> Result<(), XtaskError> {
    let ids = fresh_ids(stage);
    put_records(stage, "deals.jsonl", &ids).await?;
    let throttled = &ids[3];
    let answer = Answer::failing("QuickBooksThrottled");
    stage
        .functions
        .script("create-invoice", throttled, answer, Some(2));
    let mut documents = Vec::new();
    for calls in [1, 2] {
        let execution = run(stage, &request("deals.jsonl")).await?;
        hold(
            execution.status == "SUCCEEDED",
            "it succeeds",
            &execution.error,
        )?;
        let count = &execution.output["count"];
        let all = json!({ "total": RECORDS, "booked": RECORDS, "failed": 0 });
        hold(*count == all, "all are booked", count)?;
        for id in &ids {
            let made = stage.functions.calls("create-invoice", id).len();
            let more = if id == throttled { 2 } else { 0 };
            hold(made == calls + more, "each is run once", made)?;
        }
        documents.push(documents_of(stage, &ids).await?);
    }
    hold(
        documents[0] == documents[1],
        "the documents are the same",
        "they are others",
    )
}

async fn records_of_a_csv(stage: &Stage) -> Result<(), XtaskError> {
    let ids = fresh_ids(stage);
    let csv = format!("record_id,note\n{}\n", ids.join(",a\n"));
    let put = stage.moto.put_object(BACKFILL_BUCKET, "deals.csv", csv);
    put.await?;
    let mut request = request("deals.csv");
    request["format"] = "csv".into();
    request["object_type"] = "deal".into();
    request["action"] = "create-estimate".into();
    request["concurrency"] = 3.into();
    let execution = run(stage, &request).await?;
    hold(
        execution.status == "SUCCEEDED",
        "it succeeds",
        &execution.error,
    )?;
    for id in &ids {
        let loads = stage.functions.calls("load-record", id).len();
        let runs = stage.functions.calls("create-estimate", id).len();
        hold(
            (loads, runs) == (1, 1),
            "each is loaded and run once",
            format!("{loads} {runs}"),
        )?;
    }
    Ok(())
}

async fn one_that_fails(stage: &Stage) -> Result<(), XtaskError> {
    let ids = fresh_ids(stage);
    put_records(stage, "one-fails.jsonl", &ids).await?;
    let answer = Answer::failing("ProductNotFound");
    stage
        .functions
        .script("create-invoice", &ids[5], answer, None);
    let execution = run(stage, &request("one-fails.jsonl")).await?;
    hold(
        execution.error == "NotAllBooked",
        "it fails",
        &execution.error,
    )?;
    for id in &ids {
        let calls = stage.functions.calls("create-invoice", id).len();
        hold(calls == 1, "each is run", calls)?;
    }
    stage.functions.recover("create-invoice", &ids[5]);
    let again = run(stage, &request("one-fails.jsonl")).await?;
    hold(
        again.status == "SUCCEEDED",
        "run again, it books the rest",
        &again.error,
    )
}

async fn malformed(stage: &Stage) -> Result<(), XtaskError> {
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
        let execution = run(stage, &request).await?;
        hold(
            execution.error == "InvalidRequest",
            "it is refused",
            &request,
        )?;
    }
    Ok(())
}

async fn run(stage: &Stage, request: &Value) -> Result<Execution, XtaskError> {
    stage.run("backfill", request).await
}

fn request(key: &str) -> Value {
    json!({ "connection": "us-books", "action": "create-invoice", "key": key })
}

fn fresh_ids(stage: &Stage) -> Vec<String> {
    (0..RECORDS).map(|_| stage.fresh_id()).collect()
}

async fn put_records(stage: &Stage, key: &str, ids: &[String]) -> Result<(), XtaskError> {
    let lines: Result<Vec<Value>, XtaskError> = ids
        .iter()
        .map(|id| Ok(json!({ "record": record(SAMPLE, id)? })))
        .collect();
    let body = Value::Array(lines?).to_string();
    stage.moto.put_object(BACKFILL_BUCKET, key, body).await
}

/// The documents of records, as a further invocation says them.
async fn documents_of(stage: &Stage, ids: &[String]) -> Result<Vec<Value>, XtaskError> {
    let mut documents = Vec::new();
    for id in ids {
        let event =
            json!({ "connection": "us-books", "record": record(SAMPLE, id)?, "options": {} });
        let answer = stage.functions.real("create-invoice", &event).await?;
        hold(
            answer["status"] == "already_created",
            "it is booked",
            &answer,
        )?;
        documents.push(answer["document"]["id"].clone());
    }
    Ok(documents)
}
