//! Runs of the editor at once, and QuickBooks' ten requests at once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sandbox_hubspot::{Enrollment, WorkflowOptions};
use serde_json::{Value, json};

use super::own_account::OwnAccount;
use super::{documents, get, invoice};
use crate::serve::client;

/// Deals with lines and a contact; a company's customers are asked for side by side, and most are new.
const DEALS: [&str; 14] = [
    "38120044000",
    "38120044053",
    "38120044106",
    "38120044212",
    "38120044265",
    "38120044318",
    "38120044477",
    "38120044530",
    "38120044583",
    "38120044795",
    "38120044848",
    "38120044954",
    "38120045007",
    "38120045378",
];

/// The time that QuickBooks takes for each request.
const ANSWER: SignedDuration = SignedDuration::from_millis(400);

fn estimate(deal: &str) -> Enrollment {
    Enrollment::new("deals", deal, "create_estimate")
        .input("connection", "us-books")
        .input("customer", "associated_contact")
        .input("products", "line_items")
        .input("create_missing_products", "true")
}

/// Lets the company take so many requests at once, and that long for each.
async fn slow_down(company: &str, at_once: u32) {
    let quotas = client()
        .put(format!("{company}/_sandbox/quotas"))
        .json(&json!({ "concurrent": at_once }));
    let delay = json!({ "delay": { "milliseconds": ANSWER.as_millis() } });
    let faults = client()
        .post(format!("{company}/_sandbox/faults"))
        .json(&json!({ "occurrence": "always", "effect": delay }));
    for control in [quotas, faults] {
        let done = control.send().await.unwrap();
        assert!(done.status().is_success(), "{}", done.text().await.unwrap());
    }
}

/// The most requests that were under way at the same time.
fn most_at_once(moments: &[Timestamp]) -> usize {
    let at_once = moments.iter().map(|begin| {
        let under_way =
            |moment: &&Timestamp| **moment >= *begin && moment.duration_since(*begin) < ANSWER;
        moments.iter().filter(under_way).count()
    });
    at_once.max().unwrap_or_default()
}

/// Waits until all runs have ended; two that meet the same new customer may wait for each other.
async fn wait_for_the_end(account: &OwnAccount, runs: &[String]) {
    for _ in 0..1_200 {
        let executions = runs
            .iter()
            .map(|run| account.portal.execution(run).unwrap());
        if executions.map(|it| it.state).all(|state| state.is_final()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the runs have not ended");
}

/// The program has no queue in front of its runs; its way to QuickBooks keeps the limit for all of them.
#[tokio::test(flavor = "multi_thread")]
async fn runs_at_once_send_no_more_than_ten_requests_at_once_and_none_is_throttled() {
    let account = OwnAccount::start(WorkflowOptions::default()).await;
    let company = &account.server.company_url;
    let before = documents(&account.server, "Invoice").await.len();
    slow_down(company, 10).await;
    let runs = DEALS
        .iter()
        .flat_map(|deal| [invoice(deal, true), estimate(deal)]);
    let runs: Vec<String> = runs
        .map(|run| account.portal.enroll(run).unwrap())
        .collect();
    account.portal.settle().await;
    wait_for_the_end(&account, &runs).await;

    let journal = get(&format!("{company}/_sandbox/journal")).await;
    let journal: Vec<&Value> = journal.as_array().unwrap().iter().collect();
    let throttled = journal.iter().filter(|entry| entry["status"] == 429);
    assert_eq!(throttled.count(), 0);
    let to_company = journal.iter().filter(|entry| {
        let path = entry["path"].as_str();
        path.is_some_and(|path| path.starts_with("/v3/company/"))
    });
    let moments = to_company.map(|entry| entry["time"].as_str().unwrap().parse().unwrap());
    let moments: Vec<Timestamp> = moments.collect();
    let most = most_at_once(&moments);
    assert!(
        (4..=10).contains(&most),
        "{most} of {} at once",
        moments.len()
    );
    let made = documents(&account.server, "Invoice").await.len() - before;
    assert!(made >= DEALS.len() / 2, "{made}");
}
