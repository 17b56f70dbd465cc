//! Records that are given by their ids, and read from the local HubSpot account.

use serde_json::{Value, json};

use crate::events;
use crate::process::{Server, function_error, program, response, run, stderr};

const DEAL: [&str; 4] = ["--object-type", "deal", "--id", "38120044265"];

fn invoke(more: &[&str]) -> std::process::Output {
    run(
        program(&[&["invoke", "create-invoice"], more].concat()),
        b"",
    )
}

#[test]
fn an_id_is_enough_and_the_answer_names_no_person() {
    let event = events::path("12-deal-by-id");
    for arguments in [&DEAL[..], &["--event", &event]] {
        let response = response(&invoke(arguments));
        assert_eq!(response["status"], "created");
        assert_eq!(response["document"]["total"], "921.00");
        assert_eq!(response["customer"]["matched_by"], "created");
        assert!(response["customer"]["name"].is_null());
    }
}

#[test]
fn options_can_be_given_with_an_id() {
    let deal = ["--object-type", "deal", "--id", "38120044530"];
    let refused = function_error(&invoke(&deal));
    assert_eq!(refused["errorType"], "ProductNotFound");
    let options = ["--options", r#"{"create_missing_products": true}"#];
    let booked = response(&invoke(&[&deal[..], &options].concat()));
    assert_eq!(booked["document"]["total"], "185.00");
}

#[test]
fn the_records_of_the_samples_are_there_under_their_ids() {
    let whole = response(&invoke(&["--event", &events::path("01-deal")]));
    let options = json!({"payment_terms": "Net 30", "create_missing_products": true});
    let record = json!({"object_type": "deal", "id": "9001"});
    let event = json!({"connection": "us-books", "record": record, "options": options});
    let command = program(&["invoke", "create-invoice", "--event", "-"]);
    let mut by_id = response(&run(command, event.to_string().as_bytes()));
    by_id["customer"]["name"] = whole["customer"]["name"].clone();
    by_id["document"]["url"] = whole["document"]["url"].clone();
    assert_eq!(by_id, whole);
}

#[test]
fn an_id_that_is_none_of_the_account_and_a_record_without_a_type_are_told_apart() {
    let unknown = function_error(&invoke(&["--object-type", "deal", "--id", "404"]));
    assert_eq!(unknown["errorType"], "RecordNotFound");
    let untyped = invoke(&["--id", "9001"]);
    assert_eq!(untyped.status.code(), Some(2));
    assert!(stderr(&untyped).contains("--object-type"));
    let neither = invoke(&[]);
    assert_eq!(neither.status.code(), Some(2));
    assert!(stderr(&neither).contains("--id"), "{}", stderr(&neither));
}

#[test]
fn a_record_that_is_booked_stays_booked_with_its_store() {
    let folder = tempfile::tempdir().unwrap();
    for status in ["created", "already_created"] {
        let kept = [
            &["invoke", "create-invoice", "--store", "books.redb"],
            &DEAL[..],
        ]
        .concat();
        let mut command = program(&kept);
        command.current_dir(folder.path());
        assert_eq!(response(&run(command, b""))["status"], status);
    }
    assert!(folder.path().join("books.redb.portal.json").exists());
}

#[tokio::test]
async fn a_server_shows_the_account_and_books_its_records_by_their_ids() {
    let server = Server::start(&[]);
    let client = crate::serve::client();
    let get = async |path: &str| {
        let page = client.get(format!("{}{path}", server.portal_url));
        page.send().await.unwrap().text().await.unwrap()
    };
    let page = get("/").await;
    assert!(page.contains("Patio &amp; herbs") && page.contains("Garden redesign"));
    assert!(get("/records/deals/9001").await.contains("1480.00"));

    let url = format!("{}/2015-03-31/functions", server.url);
    let record = json!({"object_type": "deal", "id": "38120044265"});
    let answer = client
        .post(format!("{url}/create-invoice/invocations"))
        .body(json!({"connection": "us-books", "record": record}).to_string())
        .send();
    let response: Value = answer.await.unwrap().json().await.unwrap();
    assert_eq!(response["document"]["total"], "921.00");
    let there = [&DEAL[..], &["--endpoint", &server.url]].concat();
    let again = crate::process::response(&invoke(&there));
    assert_eq!(again["document"], response["document"]);
    let unknown = [
        "--object-type",
        "deal",
        "--id",
        "404",
        "--endpoint",
        &server.url,
    ];
    assert_eq!(
        function_error(&invoke(&unknown))["errorType"],
        "RecordNotFound"
    );
}
