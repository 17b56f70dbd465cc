//! The runs of a connection, listed.

use actions::books::environment::Environment;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use storage::{Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey};

use crate::operator::{Operator, refused};
use crate::trace::{event, run};

/// The event of another deal.
fn of(id: &str, create: bool) -> Value {
    let mut event = event(create);
    event["record"]["id"] = id.into();
    event
}

async fn list(operator: &Operator, fields: Value) -> Value {
    operator.ask("list_runs", fields).await.unwrap()
}

/// Each run as `create-invoice/deal/1 made`, in order.
fn told(answer: &Value) -> Vec<String> {
    let runs = answer["runs"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    runs.map(|run| format!("{} {}", text(&run["id"]), text(&run["status"])))
        .collect()
}

fn later(operator: &Operator, hours: i64) {
    operator
        .stage
        .environment
        .advance(SignedDuration::from_hours(hours));
}

#[tokio::test]
async fn what_was_made_and_what_failed_are_listed_with_the_latest_first() {
    let operator = Operator::open().await;
    assert_eq!(
        list(&operator, json!({})).await,
        json!({"runs": [], "next": null, "time_zone": "America/Los_Angeles"})
    );
    run(&operator, &of("1", false)).await;
    later(&operator, 1);
    run(&operator, &of("2", true)).await;
    let listed = list(&operator, json!({})).await;
    assert_eq!(
        told(&listed),
        ["create-invoice/deal/2 made", "create-invoice/deal/1 failed"]
    );
    let [made, failed] = [&listed["runs"][0], &listed["runs"][1]];
    assert_eq!(made["document"]["total"], "10.00", "{listed}");
    assert_eq!(failed["error_type"], "ProductNotFound", "{listed}");
    assert!(!listed.to_string().contains("Lovelace"), "{listed}");

    later(&operator, 1);
    run(&operator, &of("1", true)).await;
    let listed = list(&operator, json!({})).await;
    let expected = ["create-invoice/deal/1 made", "create-invoice/deal/2 made"];
    assert_eq!(told(&listed), expected, "a success ends the failure");
}

#[tokio::test]
async fn a_failure_after_the_booking_ends_when_the_same_record_is_answered_with_its_document() {
    let operator = Operator::open().await;
    let (same, mut changed) = (of("1", true), of("1", true));
    changed["options"]["memo"] = "Another".into();
    run(&operator, &same).await;
    later(&operator, 1);
    run(&operator, &changed).await;
    let made = "create-invoice/deal/1 made";
    let failed = "create-invoice/deal/1 failed";
    assert_eq!(told(&list(&operator, json!({})).await), [failed, made]);
    later(&operator, 1);
    run(&operator, &same).await;
    assert_eq!(told(&list(&operator, json!({})).await), [made]);
}

#[tokio::test]
async fn where_each_enrolment_is_booked_one_ends_no_other_s_failure() {
    let operator = Operator::open().await;
    let mut settings = operator.ask("get_settings", json!({})).await.unwrap()["settings"].take();
    settings["once_per"] = "enrollment".into();
    let change = json!({"version": 1, "settings": settings});
    operator.ask("put_settings", change).await.unwrap();
    let of_enrollment = |id: &str, create| {
        let mut event = of("1", create);
        event["run"] = json!({"enrollment_id": id});
        event
    };
    run(&operator, &of_enrollment("a", true)).await;
    later(&operator, 1);
    let mut fails = of_enrollment("b", false);
    fails["record"]["line_items"][0]["properties"]["name"] = "Unknown".into();
    run(&operator, &fails).await;
    run(&operator, &of_enrollment("a", true)).await;
    let listed = told(&list(&operator, json!({"status": "failed"})).await);
    assert_eq!(listed, ["create-invoice/deal/1 failed"]);
}

#[tokio::test]
async fn a_failure_is_told_for_90_days_and_no_longer() {
    let operator = Operator::open().await;
    run(&operator, &of("1", false)).await;
    let failed = ["create-invoice/deal/1 failed"];
    for (days, passed, expected) in [(89, 89, &failed[..]), (91, 2, &[])] {
        later(&operator, passed * 24);
        let listed = list(&operator, json!({})).await;
        assert_eq!(told(&listed), expected, "after {days} days");
        let traced = operator.ask("trace", json!({"record": "deal 1"})).await;
        let actions = traced.unwrap()["actions"].as_array().unwrap().len();
        assert_eq!(actions, expected.len(), "after {days} days");
        let described = operator.ask("describe", json!({})).await.unwrap();
        let is_told = !described["last_error"].is_null();
        assert_eq!(is_told, !expected.is_empty(), "after {days} days");
    }
}

#[tokio::test]
async fn runs_are_found_by_record_state_and_day_of_the_company() {
    let operator = Operator::open().await;
    run(&operator, &of("1", false)).await;
    run(&operator, &of("2", true)).await;
    later(&operator, 30);
    run(&operator, &of("3", true)).await;
    let settings = operator.ask("get_settings", json!({})).await.unwrap();
    let zone = settings["settings"]["company"]["time_zone"].as_str();
    let zone = zone.map_or(TimeZone::UTC, |name| TimeZone::get(name).unwrap());
    let today = zone.to_datetime(operator.stage.environment.now()).date();
    for (fields, expected) in [
        (
            json!({"record": "deal 2"}),
            vec!["create-invoice/deal/2 made"],
        ),
        (
            json!({"record": "0-3/2"}),
            vec!["create-invoice/deal/2 made"],
        ),
        (json!({"record": "deals 4"}), vec![]),
        (
            json!({"status": "failed"}),
            vec!["create-invoice/deal/1 failed"],
        ),
        (json!({"status": "in_progress"}), vec![]),
        (
            json!({"day": today.to_string()}),
            vec!["create-invoice/deal/3 made"],
        ),
        (
            json!({"day": today.to_string(), "record": "deal 2"}),
            vec![],
        ),
    ] {
        assert_eq!(
            told(&list(&operator, fields.clone()).await),
            expected,
            "{fields}"
        );
    }
    let german = json!({"day": "28.11.2026"});
    let said = refused(operator.ask("list_runs", german).await, "InvalidRequest");
    assert!(said.contains("expected a day as YYYY-MM-DD"), "{said}");
    for wrong in [
        json!({"record": "deal"}),
        json!({"status": "lost"}),
        json!({"day": "yesterday"}),
        json!({"limit": 0}),
        json!({"limit": 1001}),
    ] {
        refused(operator.ask("list_runs", wrong).await, "InvalidRequest");
    }
}

#[tokio::test]
async fn a_long_ledger_is_listed_page_by_page_and_each_run_once() {
    let operator = Operator::open().await;
    run(&operator, &of("9", false)).await;
    for id in ["1", "2", "3", "4", "5"] {
        run(&operator, &of(id, true)).await;
    }
    let (mut all, mut after, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let page = list(&operator, json!({"limit": 2, "after": after})).await;
        all.extend(told(&page));
        pages += 1;
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    all.sort();
    assert_eq!(pages, 3);
    assert_eq!(
        all,
        [
            "create-invoice/deal/1 made",
            "create-invoice/deal/2 made",
            "create-invoice/deal/3 made",
            "create-invoice/deal/4 made",
            "create-invoice/deal/5 made",
            "create-invoice/deal/9 failed",
        ]
    );
}

#[tokio::test]
async fn notes_about_a_document_are_no_runs() {
    let operator = Operator::open().await;
    run(&operator, &of("1", true)).await;
    let connection = Connection::try_from("us-books").unwrap();
    let note = LedgerEntry {
        fingerprint: "note".to_owned(),
        generation: 0,
        company: String::new(),
        state: EntryState::Done {
            recorded_at: operator.stage.environment.now(),
            document: DocumentRef {
                entity: "HubSpot note".to_owned(),
                id: "7".to_owned(),
            },
            response: String::new(),
        },
    };
    let key = LedgerKey("report-outcome/deal/1/note/a1".to_owned());
    let store = &operator.stage.store;
    store
        .compare_and_put(&connection, &key, None, &note)
        .await
        .unwrap();
    let listed = list(&operator, json!({})).await;
    assert_eq!(told(&listed), ["create-invoice/deal/1 made"]);
}
