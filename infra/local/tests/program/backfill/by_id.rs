//! A file of ids: each record is read from HubSpot, within its limits.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use sandbox_hubspot::{
    FaultEffect, FaultScript, PlantedRecord, RateLimits, SampleRecords, Sandbox, SandboxOptions,
    ScriptedLimit,
};
use serde_json::json;

use crate::backfill::deals::deal;
use crate::process::{program, run, stderr, stdout};

/// An account with so many deals, of which an app may send so many requests in ten seconds.
async fn account(deals: std::ops::Range<usize>, burst: u32) -> Sandbox {
    let deals: Vec<_> = deals.map(deal).collect();
    let options = SandboxOptions {
        records: SampleRecords::None,
        planted: PlantedRecord::with_all_associated(&deals),
        limits: RateLimits {
            enforced: true,
            burst,
            ..RateLimits::default()
        },
        ..SandboxOptions::default()
    };
    let account = Sandbox::start(options).await.unwrap();
    account.clear_journal();
    account
}

fn ids(folder: &Path, heading: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = std::iter::once(heading.to_owned()).chain(rows).collect();
    std::fs::write(folder.join("ids.csv"), rows.join("\n")).unwrap();
}

fn backfill(folder: &Path, more: &[&str]) -> Command {
    let arguments = ["backfill", "ids.csv", "--action", "create-invoice"];
    let kept = ["--store", "books.redb"];
    let mut command = program(&[&arguments, &kept[..], more].concat());
    command.current_dir(folder);
    command
}

const DEALS: [&str; 4] = ["--object-type", "deal", "--date", "today"];

/// The run on this account, whose token was stored before.
async fn run_on(account: &Sandbox, folder: &Path, more: &[&str]) -> Output {
    let portal = account.portal_id().to_string();
    let mut connect = program(&[
        "hubspot",
        "connect",
        "--portal",
        &portal,
        "--store",
        "books.redb",
    ]);
    connect
        .current_dir(folder)
        .env("HUBSPOT_API_URL", account.api_url());
    let settings = json!({"hubspot": {"portal_id": portal}});
    std::fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
    let arguments = [&DEALS, &["--settings", "settings.json"][..], more].concat();
    let mut command = backfill(folder, &arguments);
    command.env("HUBSPOT_API_URL", account.api_url());
    let token = account.credentials().access_token;
    tokio::task::spawn_blocking(move || {
        let connected = run(connect, token.as_bytes());
        assert!(connected.status.success(), "{}", stderr(&connected));
        run(command, b"")
    })
    .await
    .unwrap()
}

/// The requests that HubSpot refused.
fn refused(account: &Sandbox) -> usize {
    let journal = account.journal().into_iter();
    journal.filter(|entry| entry.status == 429).count()
}

#[test]
fn record_ids_alone_are_enough_whatever_their_heading() {
    let folder = tempfile::tempdir().unwrap();
    for (heading, status) in [("record_id", "booked now"), ("Record ID", "booked before")] {
        let rows = ["38120044265", "9009", "38120044689"].map(str::to_owned);
        ids(folder.path(), heading, rows.into_iter());
        let products = ["--options", r#"{"create_missing_products": true}"#];
        let arguments = [
            &["--object-type", "deal", "--date", "closedate"],
            &products[..],
        ]
        .concat();
        let output = run(backfill(folder.path(), &arguments), b"");
        let said = stdout(&output);
        assert_eq!(output.status.code(), Some(0), "{said}{}", stderr(&output));
        assert!(
            said.contains("create-invoice: 3 records of ids.csv"),
            "{said}"
        );
        assert!(said.contains(status), "{said}");
    }
    let results = std::fs::read_to_string(folder.path().join("ids.csv.results.csv")).unwrap();
    assert!(
        results.contains("921.00") && !results.contains("Ib"),
        "{results}"
    );
}

#[test]
fn an_id_that_a_spreadsheet_has_changed_and_a_missing_type_or_date_are_refused_before_anything_is_booked()
 {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |rows: &[&str], more: &[&str]| {
        ids(
            folder.path(),
            "record_id",
            rows.iter().map(|&row| row.to_owned()),
        );
        let output = run(backfill(folder.path(), more), b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(!folder.path().join("books.redb").exists());
        stderr(&output)
    };
    for changed in ["9501.0", "9.5E3", "09501"] {
        let said = refusal(&["9001", changed], &DEALS);
        assert!(said.contains(changed) && said.contains("as text"), "{said}");
    }
    let said = refusal(&["9001", "9002", "9001"], &DEALS);
    assert!(said.contains("deal 9001 stands on row 2 already"), "{said}");
    assert!(refusal(&["9001"], &[]).contains("--object-type"));
    let said = refusal(&["9001"], &["--object-type", "deal"]);
    assert!(said.contains("--date closedate"), "{said}");
}

#[test]
fn what_a_file_says_of_its_records_is_passed_over_where_they_are_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let heading = "Record ID,Deal Name,Amount,Deal owner,option.memo";
    ids(
        folder.path(),
        heading,
        ["9001,Old name,1.00,Rosa,Thank you".to_owned()].into_iter(),
    );
    let output = run(
        backfill(folder.path(), &[&DEALS[..], &["--by-id"]].concat()),
        b"",
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("`Deal Name`, `Amount`"),
        "{}",
        stderr(&output)
    );
    let results = std::fs::read_to_string(folder.path().join("ids.csv.results.csv")).unwrap();
    assert!(results.contains("1480.00"), "{results}");
}

#[tokio::test]
async fn hubspot_s_limits_are_kept_and_none_of_its_requests_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(9501..9601, 100).await;
    ids(
        folder.path(),
        "record_id",
        (9501..9601).map(|id| id.to_string()),
    );
    let begin = Instant::now();
    let output = run_on(&account, folder.path(), &[]).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("booked now               100"));
    // Of a hundred requests that HubSpot lets an app send, ninety are sent.
    assert!(begin.elapsed() > Duration::from_secs(9));
    assert_eq!(refused(&account), 0);
    // Contacts and lines of those that are read side by side are read together.
    assert!(account.journal().len() < 200, "{}", account.journal().len());
}

#[tokio::test]
async fn a_limit_that_others_have_used_up_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(9501..9504, 190).await;
    let limit = FaultEffect::RateLimit(ScriptedLimit::TenSecondlyRolling);
    account.script(FaultScript::new(limit).object_type("deals"));
    ids(
        folder.path(),
        "record_id",
        (9501..9504).map(|id| id.to_string()),
    );
    let output = run_on(&account, folder.path(), &[]).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(refused(&account), 1);
}

#[tokio::test]
async fn a_day_s_quota_that_is_used_up_ends_the_run_and_says_until_when() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(9501..9504, 190).await;
    let limit = FaultEffect::RateLimit(ScriptedLimit::Daily);
    account.script(FaultScript::new(limit).object_type("deals").always());
    ids(
        folder.path(),
        "record_id",
        (9501..9504).map(|id| id.to_string()),
    );
    let output = run_on(&account, folder.path(), &["--patience", "1"]).await;
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("Stopped: ") && said.contains("of the day"),
        "{said}"
    );
}
