//! Runs to the end, and what they say.

use std::path::Path;
use std::process::Output;

use serde_json::json;

use super::company::{assert_booked_once, at, company, invoices, rows, with_settings};
use super::deals::{deal, json_lines};
use crate::process::{Server, program, run, stderr, stdout};

/// Runs the program beside the company, which answers in the runtime of the test.
pub(super) async fn beside(command: std::process::Command) -> Output {
    tokio::task::spawn_blocking(|| run(command, b""))
        .await
        .unwrap()
}

pub(super) fn backfill(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program(&[&["backfill"], arguments].concat());
    command.current_dir(folder);
    run(command, b"")
}

#[tokio::test]
async fn every_record_is_booked_once_and_a_second_run_makes_nothing() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    json_lines(folder.path(), "deals.jsonl", 1..31);
    let arguments = ["backfill", "deals.jsonl", "--action", "create-invoice"];
    let results = folder.path().join("deals.jsonl.results.csv");

    let first = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(
        stdout(&first).contains("booked now                30"),
        "{}",
        stdout(&first)
    );
    assert_booked_once(&company, &results, 1..31);
    let written = std::fs::read(&results).unwrap();

    company.clear_journal();
    let second = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(second.status.code(), Some(0), "{}", stderr(&second));
    assert!(
        stdout(&second).contains("booked before             30"),
        "{}",
        stdout(&second)
    );
    assert_booked_once(&company, &results, 1..31);
    assert_eq!(std::fs::read(&results).unwrap(), written, "the rows stay");
    assert_eq!(company.journal().len(), 0, "no request to QuickBooks");
}

#[test]
fn a_made_up_company_has_no_quota_and_none_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    // A batch that asks for the customer and one that makes it, for each: in a minute Intuit takes 40.
    let lines = (1..31).map(|id| {
        let mut deal = deal(id);
        deal["contacts"] = json!([{"id": (500 + id).to_string(), "properties": {
            "lastname": format!("Lee {id}"), "email": format!("lee{id}@example.com"),
        }}]);
        deal.to_string()
    });
    let text: Vec<_> = lines.collect();
    std::fs::write(folder.path().join("deals.jsonl"), text.join("\n")).unwrap();
    let arguments = ["deals.jsonl", "--action", "create-invoice"];
    let store = ["--store", "books.redb"];
    let output = backfill(folder.path(), &[&arguments[..], &store].concat());
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{said}{}", stderr(&output));
    assert!(said.contains("booked now                30"), "{said}");
    assert!(!said.contains("quota"), "{said}");
}

#[tokio::test]
async fn that_all_wait_for_a_quota_is_told_where_there_is_no_terminal() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    json_lines(folder.path(), "deals.jsonl", 1..9);
    let settings = json!({
        "company": { "time_zone": "America/New_York" },
        "quickbooks": { "quota": { "requests_per_window": 5, "window_seconds": 15 } },
    });
    let arguments = ["backfill", "deals.jsonl", "--action", "create-invoice"];
    let command = with_settings(&company, folder.path(), &settings, &arguments);
    let output = beside(command).await;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains(" of 8 records, a quota is used up, waiting "),
        "{said}"
    );
}

#[tokio::test]
async fn a_csv_with_a_row_per_line_item_is_booked_to_the_cent() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let text = "\
Record ID,Deal Name,Amount,contact.id,contact.firstname,contact.lastname,contact.email,line_item.id,line_item.name,line_item.quantity,line_item.price,line_item.amount,option.transaction_date
9001,Garden,175.50,301,Amy,Lauterbach,birds@intuit.com,7001,Hours,1,100.00,100.00,2026-01-15
,,,,,,,7002,Design,1,75.50,75.50,
9002,Lawn,20.00,301,Amy,Lauterbach,birds@intuit.com,7003,Hours,1,20.00,20.00,2026-01-16
";
    std::fs::write(folder.path().join("deals.csv"), text).unwrap();
    let arguments = ["backfill", "deals.csv", "--action", "create-invoice"];
    let more = ["--object-type", "deal"];
    let output = beside(at(
        &company,
        folder.path(),
        &[&arguments[..], &more].concat(),
    ))
    .await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let rows = rows(&folder.path().join("deals.csv.results.csv"));
    let totals: Vec<_> = rows.iter().map(|row| row.total.as_str()).collect();
    assert_eq!(totals, ["175.50", "20.00"]);
    let invoices = company.documents("Invoice");
    let booked = invoices
        .iter()
        .find(|invoice| invoice["Id"] == *rows[0].document_id);
    assert_eq!(booked.unwrap()["TxnDate"], "2026-01-15");
}

#[tokio::test]
async fn what_fails_has_a_row_that_says_why_and_the_others_are_booked() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let mut lines = [deal(1), deal(2), deal(3)];
    lines[1]["line_items"][0]["properties"]["name"] = json!("Canary product");
    let text = lines.map(|line| line.to_string()).join("\n");
    std::fs::write(folder.path().join("deals.jsonl"), text).unwrap();
    let arguments = ["backfill", "deals.jsonl", "--action", "create-invoice"];
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("ProductNotFound"),
        "{}",
        stdout(&output)
    );

    let results = folder.path().join("deals.jsonl.results.csv");
    let found = rows(&results);
    let statuses: Vec<_> = found.iter().map(|row| row.status.as_str()).collect();
    assert_eq!(statuses, ["created", "failed", "created"]);
    assert_eq!(found[1].error_type, "ProductNotFound");
    assert!(
        found[1].error_message.contains("line item 72"),
        "{:?}",
        found[1]
    );
    let text = std::fs::read_to_string(&results).unwrap();
    for personal in ["Amy", "Lauterbach", "birds", "Canary"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }

    json_lines(folder.path(), "deals.jsonl", 1..4);
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_booked_once(&company, &results, 1..4);
}

#[tokio::test]
async fn a_name_in_the_options_of_all_is_looked_for_once_and_nothing_is_booked_where_it_is_missing()
{
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    json_lines(folder.path(), "deals.jsonl", 1..4);
    let booking = |options: &'static str| {
        let arguments = ["backfill", "deals.jsonl", "--action", "create-invoice"];
        let arguments = [&arguments[..], &["--options", options]].concat();
        beside(at(&company, folder.path(), &arguments))
    };
    let results = folder.path().join("deals.jsonl.results.csv");
    let wrong = booking(r#"{"payment_terms": "Nope", "class": "", "memo": "Thanks"}"#).await;
    let said = stderr(&wrong);
    assert_eq!(wrong.status.code(), Some(2), "{said}");
    for part in [
        "nothing was booked: connection us-books: `options.payment_terms`: ",
        "Nope",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!results.exists());
    assert!(invoices(&company).is_empty(), "nothing is booked");

    company.clear_journal();
    let right = booking(r#"{"payment_terms": "Net 30"}"#).await;
    assert_eq!(right.status.code(), Some(0), "{}", stderr(&right));
    assert_booked_once(&company, &results, 1..4);
    company.clear_journal();
    let again = booking(r#"{"payment_terms": "Net 30"}"#).await;
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(
        company.journal().len(),
        0,
        "a name that is mapped is not asked for"
    );
}

#[tokio::test]
async fn a_run_that_is_allowed_more_books_the_rest_and_leaves_what_is_booked() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let mut deals = [deal(1), deal(2)];
    deals[1]["line_items"][0]["properties"]["name"] = json!("Marble fountain");
    let text = deals.map(|deal| deal.to_string()).join("\n");
    std::fs::write(folder.path().join("deals.jsonl"), text).unwrap();
    let settings = r#"{"products": {"income_account": "Services"}}"#;
    let arguments = ["backfill", "deals.jsonl", "--action", "create-invoice"];
    for (more, code) in [("{}", 1), (r#"{"create_missing_products": true}"#, 0)] {
        let options = ["--options", more];
        let command = at(
            &company,
            folder.path(),
            &[&arguments[..], &options].concat(),
        );
        std::fs::write(folder.path().join("settings.json"), settings).unwrap();
        let output = beside(command).await;
        assert_eq!(output.status.code(), Some(code), "{}", stdout(&output));
    }
    let results = folder.path().join("deals.jsonl.results.csv");
    assert_booked_once(&company, &results, 1..3);
}

#[tokio::test]
async fn a_dry_run_checks_every_record_and_posts_nothing() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    json_lines(folder.path(), "deals.jsonl", 1..4);
    let arguments = [
        "backfill",
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--dry-run",
    ];
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("checked, not posted"),
        "{}",
        stdout(&output)
    );
    let rows = rows(&folder.path().join("deals.jsonl.preview.csv"));
    assert!(
        rows.iter()
            .all(|row| row.status == "preview" && !row.total.is_empty()),
        "{rows:?}"
    );
    assert!(super::company::invoices(&company).is_empty());
}

#[test]
fn a_file_with_a_line_that_cannot_be_read_books_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{}\n{{\"id\": \n", deal(1));
    std::fs::write(folder.path().join("deals.jsonl"), text).unwrap();
    let output = backfill(
        folder.path(),
        &["deals.jsonl", "--action", "create-invoice"],
    );
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("nothing was booked: line 2"), "{said}");
    assert!(!folder.path().join("deals.jsonl.results.csv").exists());
}

#[test]
fn records_are_booked_through_a_server_s_invoke_api() {
    let folder = tempfile::tempdir().unwrap();
    json_lines(folder.path(), "deals.jsonl", 1..6);
    let server = Server::start(&[]);
    let arguments = [
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--endpoint",
        &server.url,
    ];
    for said in ["booked now", "booked before"] {
        let output = backfill(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).contains(said), "{}", stdout(&output));
    }
}

#[test]
fn an_endpoint_that_is_not_there_ends_the_run_and_nothing_is_called_booked() {
    let folder = tempfile::tempdir().unwrap();
    json_lines(folder.path(), "deals.jsonl", 1..20);
    let arguments = [
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--endpoint",
        "http://127.0.0.1:9",
        "--patience",
        "0",
    ];
    let output = backfill(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("Stopped: the endpoint cannot be reached"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_run_that_keeps_nothing_says_so() {
    let folder = tempfile::tempdir().unwrap();
    json_lines(folder.path(), "deals.jsonl", 1..3);
    let arguments = ["deals.jsonl", "--action", "create-invoice"];
    let notice = "Nothing of this is kept, since it is booked into a made-up company in memory";
    let output = backfill(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).starts_with(notice), "{}", stderr(&output));
    let kept = [&arguments[..], &["--store", "books.redb", "--new-store"]].concat();
    let output = backfill(folder.path(), &kept);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains(notice), "{}", stderr(&output));
}
