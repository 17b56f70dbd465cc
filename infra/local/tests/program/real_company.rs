//! A company that is not the program's own: here another sandbox, reached as a real one is.

mod asked;

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use sandbox_quickbooks::{Sandbox, SandboxOptions, TokenPolicy};

use crate::events;
use crate::process::{function_error, program, response, run, stderr};

/// A company that accepts a refresh token once.
async fn company() -> Sandbox {
    let tokens = TokenPolicy {
        previous_refresh_grace: Duration::ZERO,
        ..TokenPolicy::default()
    };
    let options = SandboxOptions {
        tokens,
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// `invoke` in a folder, with a store and settings in it.
fn invoke(folder: &Path, more: &[&str]) -> Command {
    std::fs::write(
        folder.join("settings.json"),
        r#"{"company": {"time_zone": "America/New_York"}}"#,
    )
    .unwrap();
    let event = events::path("03-several-contacts");
    let arguments = ["invoke", "create-invoice", "--event", &event];
    let mut command = program(&[&arguments, more].concat());
    command.current_dir(folder);
    command
}

fn at(mut command: Command, company: &Sandbox) -> Command {
    command.arg("--yes");
    unasked(command, company)
}

/// The command with the company's variables, and without a word about its first booking.
fn unasked(mut command: Command, company: &Sandbox) -> Command {
    let credentials = company.credentials();
    command
        .env("QUICKBOOKS_API_URL", company.api_url())
        .env("QUICKBOOKS_TOKEN_URL", company.token_url())
        .env("QUICKBOOKS_REALM_ID", company.realm_id())
        .env("QUICKBOOKS_CLIENT_ID", credentials.client_id)
        .env("QUICKBOOKS_CLIENT_SECRET", credentials.client_secret);
    command
}

/// Runs in a thread of its own, since the company answers in this one's runtime.
async fn run_beside(command: Command) -> Output {
    tokio::task::spawn_blocking(|| run(command, b""))
        .await
        .unwrap()
}

const EVERYTHING: [&str; 4] = ["--store", "books.redb", "--settings", "settings.json"];

#[tokio::test]
async fn the_newest_refresh_token_is_kept_and_wins_over_the_environment_s() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let given = company.credentials().refresh_token;

    let mut command = at(invoke(folder.path(), &EVERYTHING), &company);
    command.env("QUICKBOOKS_REFRESH_TOKEN", &given);
    assert_eq!(response(&run_beside(command).await)["status"], "created");
    assert_ne!(
        company.credentials().refresh_token,
        given,
        "it was replaced"
    );

    // An hour later: the token in the environment is spent, and that in the store is not.
    company.expire_access_tokens();
    let mut again = events::json("03-several-contacts");
    again["record"]["id"] = "9103".into();
    again["record"]["properties"]["hs_object_id"] = "9103".into();
    std::fs::write(folder.path().join("again.json"), again.to_string()).unwrap();
    let arguments = [
        "invoke",
        "create-invoice",
        "--event",
        "again.json",
        "--store",
        "books.redb",
    ];
    let mut command = program(&arguments);
    command.current_dir(folder.path());
    let mut command = at(command, &company);
    command.env("QUICKBOOKS_REFRESH_TOKEN", &given);
    assert_eq!(response(&run_beside(command).await)["status"], "created");
}

#[tokio::test]
async fn a_refresh_token_of_a_new_connection_can_replace_the_stored_one() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let wrong = |more: &[&str]| {
        let mut command = at(
            invoke(folder.path(), &[&EVERYTHING, more].concat()),
            &company,
        );
        command.env("QUICKBOOKS_REFRESH_TOKEN", "revoked");
        command
    };
    let error = function_error(&run_beside(wrong(&[])).await);
    assert_eq!(error["errorType"], "ReauthorizationRequired");

    let mut command = wrong(&["--replace-tokens"]);
    command.env(
        "QUICKBOOKS_REFRESH_TOKEN",
        company.credentials().refresh_token,
    );
    assert_eq!(response(&run_beside(command).await)["status"], "created");
}

#[tokio::test]
async fn the_first_booking_shows_company_and_amount_and_needs_somebody_s_word() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let given = company.credentials().refresh_token;
    let with_token = |mut command: Command| {
        command.env("QUICKBOOKS_REFRESH_TOKEN", &given);
        command
    };
    let before = company.documents("Invoice").len();
    let command = with_token(unasked(invoke(folder.path(), &EVERYTHING), &company));
    let output = run_beside(command).await;
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for part in [
        "Nothing was booked for us-books yet.",
        company.realm_id(),
        "Invoice over 580.00 USD of deal 9003",
        "--yes",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(company.documents("Invoice").len(), before);

    let known = ["--store", "books.redb"];
    let command = at(invoke(folder.path(), &known), &company);
    assert_eq!(response(&run_beside(command).await)["status"], "created");
    // Once something is booked, nobody is asked any more.
    let command = unasked(invoke(folder.path(), &known), &company);
    assert_eq!(
        response(&run_beside(command).await)["status"],
        "already_created"
    );
}

#[tokio::test]
async fn a_file_is_asked_about_before_its_first_record_is_booked() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    std::fs::write(folder.path().join("deals.csv"), "record_id,dealname,amount,contact.id,contact.lastname,contact.email\n1,A,10.00,5,Lee,lee@example.com\n2,B,20.00,5,Lee,lee@example.com\n").unwrap();
    std::fs::write(
        folder.path().join("settings.json"),
        r#"{"products": {"item_without_lines": "Services"}}"#,
    )
    .unwrap();
    let arguments = [
        "backfill",
        "deals.csv",
        "--action",
        "create-invoice",
        "--object-type",
        "deal",
        "--date",
        "today",
    ];
    let backfill = |more: &[&str]| {
        let mut command = program(&[&arguments[..], &EVERYTHING, more].concat());
        command.current_dir(folder.path());
        let mut command = unasked(command, &company);
        command.env(
            "QUICKBOOKS_REFRESH_TOKEN",
            company.credentials().refresh_token,
        );
        command
    };
    let output = run_beside(backfill(&[])).await;
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("Invoice over 10.00 USD of deal 1, the first of 2"),
        "{said}"
    );
    let output = run_beside(backfill(&["--yes"])).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[tokio::test]
async fn each_connection_of_a_file_is_asked_about_wherever_its_first_record_stands() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    // One connection has booked something before, the other has not.
    let mut first = at(invoke(folder.path(), &EVERYTHING), &company);
    let token = company.credentials().refresh_token;
    first.env("QUICKBOOKS_REFRESH_TOKEN", token);
    assert_eq!(response(&run_beside(first).await)["status"], "created");
    write(
        "settings.json",
        r#"{"products": {"item_without_lines": "Services"}}"#,
    );
    write(
        "preview.json",
        r#"{"connection": "uk-books", "record": {"object_type": "deal", "id": "1", "properties": {}}, "options": {"dry_run": true}}"#,
    );
    let preview = ["invoke", "create-invoice", "--event", "preview.json"];
    let connect = [
        &preview[..],
        &EVERYTHING,
        &["--connection", "uk-books", "--second-connection"],
    ]
    .concat();
    let mut connect = unasked(program(&connect), &company);
    let token = company.credentials().refresh_token;
    connect.current_dir(folder.path());
    connect.env("QUICKBOOKS_REFRESH_TOKEN", token);
    run_beside(connect).await;

    write(
        "two.csv",
        "record_id,connection,dealname,amount,contact.id,contact.lastname,contact.email,option.transaction_date,option.products\n88001,us-books,A,40.00,5,Lee,lee@example.com,2026-03-05,\"{\"\"quickbooks_id\"\": \"\"2\"\"}\"\n88002,uk-books,B,9999.00,5,Lee,lee@example.com,2026-03-05,\n",
    );
    let before = company.documents("Invoice").len();
    let arguments = [
        "backfill",
        "two.csv",
        "--action",
        "create-invoice",
        "--object-type",
        "deal",
        "--store",
        "books.redb",
    ];
    let mut backfill = unasked(program(&arguments), &company);
    backfill.current_dir(folder.path());
    let output = run_beside(backfill).await;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in [
        "Nothing was booked for uk-books yet.",
        "Invoice over 9999.00 USD of deal 88002",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("for us-books yet"), "{said}");
    assert_eq!(
        company.documents("Invoice").len(),
        before,
        "nothing is booked"
    );
}

#[tokio::test]
async fn a_company_that_nothing_was_booked_into_is_not_served_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    // It writes the settings that the server is given.
    invoke(folder.path(), &[]);
    let ports = ["--port", "0", "--gateway-port", "0"];
    let mut command = program(&[&["serve"], &EVERYTHING[..], &ports].concat());
    command.current_dir(folder.path());
    let mut command = unasked(command, &company);
    let token = company.credentials().refresh_token;
    command.env("QUICKBOOKS_REFRESH_TOKEN", token);
    let output = run_beside(command).await;
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for part in [
        "Nothing was booked yet for",
        "us-books: ",
        company.realm_id(),
        "--yes",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test]
async fn everything_that_is_missing_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = invoke(folder.path(), &[]);
    command.env("QUICKBOOKS_REALM_ID", "123");
    let output = run_beside(command).await;
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for name in [
        "QUICKBOOKS_API_URL",
        "QUICKBOOKS_CLIENT_ID",
        "QUICKBOOKS_CLIENT_SECRET",
        "QUICKBOOKS_REFRESH_TOKEN",
        "--store",
        "--settings",
    ] {
        assert!(said.contains(name), "{name} in {said}");
    }
    assert!(!said.contains("QUICKBOOKS_REALM_ID"), "{said}");
    assert!(!said.contains("QUICKBOOKS_TOKEN_URL"), "{said}");
}

#[tokio::test]
async fn settings_and_tokens_of_another_company_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let connect = |realm_id: &str| {
        let mut command = at(invoke(folder.path(), &EVERYTHING), &company);
        command.env(
            "QUICKBOOKS_REFRESH_TOKEN",
            company.credentials().refresh_token,
        );
        command.env("QUICKBOOKS_REALM_ID", realm_id);
        command
    };
    let first = run_beside(connect(company.realm_id())).await;
    assert_eq!(response(&first)["status"], "created");
    let output = run_beside(connect("77")).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("not 77"), "{}", stderr(&output));

    let settings = folder.path().join("other.json");
    std::fs::write(&settings, r#"{"company": {"realm_id": "77"}}"#).unwrap();
    let more = ["--store", "books.redb", "--settings", "other.json"];
    let output = run_beside(at(invoke(folder.path(), &more), &company)).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`company.realm_id` is 77"));
}

#[tokio::test]
async fn no_secret_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let mut command = at(invoke(folder.path(), &EVERYTHING), &company);
    command
        .env("QUICKBOOKS_CLIENT_SECRET", "canary-secret")
        .env("QUICKBOOKS_REFRESH_TOKEN", "canary-refresh")
        .env("QUICKBOOKS_ACCESS_TOKEN", "canary-access")
        .env("RUST_LOG", "trace");
    let output = run_beside(command).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(!stderr(&output).contains("canary"), "{}", stderr(&output));
}
