use std::sync::atomic::{AtomicBool, Ordering};

use http::{StatusCode, header::AUTHORIZATION};
use serde_json::{Value, json};

use super::*;

/// Has every object but `404`; into `9` another was merged. Keeps the ids of each request.
#[derive(Default)]
struct Objects {
    asked: Mutex<Vec<Vec<String>>>,
    is_down: AtomicBool,
}

impl Transport for &Objects {
    async fn send(
        &self,
        request: Request<Bytes>,
        _timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let ids = body["inputs"].as_array().unwrap().iter();
        let ids: Vec<String> = ids
            .map(|input| input["id"].as_str().unwrap().to_owned())
            .collect();
        self.asked.lock().unwrap().push(ids.clone());
        if self.is_down.swap(false, Ordering::Relaxed) {
            let detail = "gone".to_owned();
            return Err(TransportError::Lost { detail });
        }
        let found = ids.iter().filter(|id| *id != "404");
        let found: Vec<Value> = found
            .map(|id| json!({"id": if id == "8" { "9" } else { id }, "properties": body["properties"]}))
            .collect();
        let is_whole = found.len() == ids.len();
        let body = json!({"status": "COMPLETE", "results": found}).to_string();
        let mut response = Response::new(Bytes::from(body));
        if !is_whole {
            *response.status_mut() = StatusCode::MULTI_STATUS;
        }
        Ok(response)
    }
}

fn request(ids: &[&str], wanted: &str, token: &str) -> Request<Bytes> {
    let inputs: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    let body = json!({"properties": [wanted], "inputs": inputs}).to_string();
    Request::post("http://127.0.0.1/crm/v3/objects/contacts/batch/read")
        .header(AUTHORIZATION, token)
        .body(body.into())
        .unwrap()
}

/// The ids of each answer, when these requests are sent at the same time.
async fn answers(objects: &Objects, requests: Vec<Request<Bytes>>) -> Vec<Vec<String>> {
    let reads = JoinedReads::new(objects);
    let sent = requests
        .into_iter()
        .map(|request| reads.send(request, Duration::from_secs(1)));
    let answers = futures_util::future::join_all(sent).await;
    let ids = |answer: Result<Response<Bytes>, TransportError>| {
        let answer: Value = serde_json::from_slice(answer.unwrap().body()).unwrap();
        let results = answer["results"].as_array().unwrap().iter();
        results
            .map(|object| object["id"].as_str().unwrap().to_owned())
            .collect()
    };
    answers.into_iter().map(ids).collect()
}

fn asked(objects: &Objects) -> Vec<usize> {
    let asked = objects.asked.lock().unwrap();
    asked.iter().map(Vec::len).collect()
}

#[tokio::test]
async fn reads_at_the_same_time_are_one_request_and_each_gets_its_own_objects() {
    let objects = Objects::default();
    let requests = vec![
        request(&["1", "2"], "email", "one"),
        request(&["2", "3"], "email", "one"),
        request(&["4"], "email", "one"),
    ];
    let found = answers(&objects, requests).await;
    assert_eq!(found, [vec!["1", "2"], vec!["2", "3"], vec!["4"]]);
    assert_eq!(asked(&objects), [4]);
}

#[tokio::test]
async fn reads_of_other_properties_and_of_other_apps_are_not_joined() {
    let objects = Objects::default();
    let requests = vec![
        request(&["1"], "email", "one"),
        request(&["2"], "phone", "one"),
        request(&["3"], "email", "two"),
    ];
    let found = answers(&objects, requests).await;
    assert_eq!(found, [["1"], ["2"], ["3"]]);
    assert_eq!(asked(&objects), [1, 1, 1]);
}

#[tokio::test]
async fn what_cannot_be_divided_is_asked_for_by_itself() {
    for odd in ["404", "8"] {
        let objects = Objects::default();
        let requests = vec![
            request(&["1"], "email", "one"),
            request(&[odd], "email", "one"),
        ];
        let found = answers(&objects, requests).await;
        assert_eq!(found[0], ["1"], "{odd}");
        assert!(!found[1].contains(&"1".to_owned()), "{odd}");
        assert_eq!(asked(&objects), [2, 1, 1]);
    }
}

#[tokio::test]
async fn a_joined_request_without_an_answer_is_sent_again_by_each() {
    let objects = Objects::default();
    objects.is_down.store(true, Ordering::Relaxed);
    let requests = vec![
        request(&["1"], "email", "one"),
        request(&["2"], "email", "one"),
    ];
    let found = answers(&objects, requests).await;
    assert_eq!(found, [["1"], ["2"]]);
    assert_eq!(asked(&objects), [2, 1, 1]);
}

#[tokio::test]
async fn no_request_has_more_than_a_hundred_objects() {
    let objects = Objects::default();
    let ids: Vec<String> = (1..=240).map(|id| format!("1{id}")).collect();
    let requests = ids.chunks(60).map(|ids| {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        request(&ids, "email", "one")
    });
    let found = answers(&objects, requests.collect()).await;
    assert_eq!(found.concat().len(), 240);
    assert!(asked(&objects).iter().all(|number| *number <= 100));
}

#[tokio::test]
async fn a_sender_that_ends_early_keeps_nobody_waiting() {
    let objects = Objects::default();
    let objects = &objects;
    let reads = JoinedReads::new(objects);
    let send =
        |id: &'static str| reads.send(request(&[id], "email", "one"), Duration::from_secs(1));
    let mut first = Box::pin(send("1"));
    let ended = tokio::time::timeout(Duration::from_millis(1), &mut first).await;
    assert!(ended.is_err(), "it waits for others");
    let mut other = Box::pin(send("2"));
    let joined = tokio::time::timeout(Duration::from_millis(1), &mut other).await;
    assert!(joined.is_err(), "it has joined");
    drop(first);
    let answer = tokio::time::timeout(Duration::from_secs(5), other).await;
    assert!(answer.unwrap().unwrap().status() == StatusCode::OK);
    assert_eq!(asked(objects), [1]);
}
