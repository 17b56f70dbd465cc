//! `requestid`.

use std::time::Duration;

use sandbox_quickbooks::{FaultEffect, FaultScript, RequestIdPolicy, SandboxOptions};
use serde_json::json;

use crate::client::{Company, invoice};

const PATH: &str = "invoice?requestid=7f0c";

fn with(request_ids: RequestIdPolicy) -> SandboxOptions {
    SandboxOptions {
        request_ids,
        ..SandboxOptions::default()
    }
}

fn count(company: &Company) -> usize {
    company.sandbox.documents("Invoice").len()
}

#[tokio::test]
async fn a_repeat_with_the_same_requestid_gets_the_first_answer_and_writes_nothing() {
    let company = Company::start().await;
    let before = count(&company);
    let first = company.post(PATH, &invoice("1", "100")).await;
    let second = company.post(PATH, &invoice("2", "999")).await;
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    assert_eq!(count(&company), before + 1);
    let replayed: Vec<bool> = company
        .sandbox
        .journal()
        .iter()
        .map(|entry| entry.replayed)
        .collect();
    assert_eq!(replayed, [false, true]);
}

#[tokio::test]
async fn without_a_requestid_a_repeat_makes_a_second_document() {
    let company = Company::start().await;
    let before = count(&company);
    for _ in 0..2 {
        company
            .post("invoice?requestid=", &invoice("1", "100"))
            .await
            .row("Invoice");
    }
    assert_eq!(count(&company), before + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn simultaneous_posts_with_one_requestid_make_one_document() {
    let company = Company::start().await;
    let before = count(&company);
    let posts: Vec<_> = (0..16)
        .map(|_| {
            company.request(
                company
                    .http
                    .post(company.url(PATH))
                    .json(&invoice("1", "100")),
            )
        })
        .map(|post| tokio::spawn(async move { post.send().await.unwrap().text().await.unwrap() }))
        .collect();
    let mut answers = Vec::new();
    for post in posts {
        answers.push(post.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(count(&company), before + 1);
}

#[tokio::test]
async fn a_refusal_is_remembered_unless_the_policy_forgets_refusals() {
    for (remember_faults, expected) in [(true, 400), (false, 200)] {
        let policy = RequestIdPolicy {
            remember_faults,
            ..RequestIdPolicy::default()
        };
        let company = Company::start_with(with(policy)).await;
        assert_eq!(
            company.post(PATH, &invoice("4711", "100")).await.code(),
            "2500"
        );
        assert_eq!(
            company.post(PATH, &invoice("1", "100")).await.status,
            expected
        );
    }
}

#[tokio::test]
async fn an_old_requestid_is_forgotten_when_the_policy_says_so() {
    let policy = RequestIdPolicy {
        forget_after: Some(Duration::from_hours(24)),
        ..RequestIdPolicy::default()
    };
    let (company, clock) = Company::start_at(with(policy)).await;
    let before = count(&company);
    company
        .post(PATH, &invoice("1", "100"))
        .await
        .row("Invoice");
    company.sandbox.reset().unwrap();
    company
        .post(PATH, &invoice("1", "100"))
        .await
        .row("Invoice");
    clock.advance(Duration::from_mins(30));
    company
        .post(PATH, &invoice("1", "100"))
        .await
        .row("Invoice");
    assert_eq!(count(&company), before + 1);
    clock.advance(Duration::from_hours(24));
    let credentials = company.sandbox.credentials();
    let late = Company {
        credentials,
        ..company
    };
    late.post(PATH, &invoice("1", "100")).await.row("Invoice");
    assert_eq!(count(&late), before + 2);
}

#[tokio::test]
async fn only_the_latest_requestids_are_remembered_when_the_policy_says_so() {
    let policy = RequestIdPolicy {
        remember_at_most: Some(1),
        ..RequestIdPolicy::default()
    };
    let company = Company::start_with(with(policy)).await;
    let before = count(&company);
    for id in ["a", "b", "a"] {
        company
            .post(&format!("invoice?requestid={id}"), &invoice("1", "100"))
            .await
            .row("Invoice");
    }
    assert_eq!(count(&company), before + 3);
}

#[tokio::test]
async fn a_sandbox_that_ignores_requestids_shows_what_they_protect_from() {
    let policy = RequestIdPolicy {
        honoured: false,
        ..RequestIdPolicy::default()
    };
    let company = Company::start_with(with(policy)).await;
    let before = count(&company);
    for _ in 0..2 {
        company
            .post(PATH, &invoice("1", "100"))
            .await
            .row("Invoice");
    }
    assert_eq!(count(&company), before + 2);
}

#[tokio::test]
async fn after_a_lost_answer_the_repeat_gets_the_answer_that_was_lost() {
    let company = Company::start().await;
    let before = count(&company);
    company
        .sandbox
        .script(FaultScript::new(FaultEffect::CloseAfterEffect).entity("Invoice"));
    let lost = company
        .request(
            company
                .http
                .post(company.url(PATH))
                .json(&invoice("1", "100")),
        )
        .send()
        .await;
    assert!(lost.is_err());
    assert_eq!(count(&company), before + 1);
    let found = company
        .post(PATH, &invoice("1", "100"))
        .await
        .row("Invoice");
    assert_eq!(found["DocNumber"], "1038");
    assert_eq!(count(&company), before + 1);
}

#[tokio::test]
async fn a_requestid_is_at_most_50_characters_and_36_on_a_batch() {
    let company = Company::start().await;
    let of = |length: usize| "r".repeat(length);
    let body = invoice("1", "100");
    assert_eq!(
        company
            .post(&format!("invoice?requestid={}", of(50)), &body)
            .await
            .status,
        200
    );
    assert_eq!(
        company
            .post(&format!("invoice?requestid={}", of(51)), &body)
            .await
            .code(),
        "2130"
    );
    let batch = json!({ "BatchItemRequest": [{ "bId": "1", "Query": "select * from Term" }] });
    assert_eq!(
        company
            .post(&format!("batch?requestid={}", of(36)), &batch)
            .await
            .status,
        200
    );
    assert_eq!(
        company
            .post(&format!("batch?requestid={}", of(37)), &batch)
            .await
            .code(),
        "2130"
    );
}

#[tokio::test]
async fn a_repeated_batch_gets_the_first_answers_and_writes_nothing() {
    let company = Company::start().await;
    let item = |id: &str, name: &str| json!({ "bId": id, "operation": "create", "Customer": { "DisplayName": name } });
    let batch = json!({ "BatchItemRequest": [item("a", "Ada"), item("b", "Bo")] });
    let first = company.post("batch?requestid=b1", &batch).await;
    let second = company.post("batch?requestid=b1", &batch).await;
    assert_eq!(first.body, second.body);
    assert_eq!(company.sandbox.documents("Customer").len(), 31);
}
