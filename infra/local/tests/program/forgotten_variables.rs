//! A new shell in which the file with the company's variables was not read: the store of a real company stays its own.

use std::path::Path;
use std::process::Command;

use sandbox_quickbooks::{CompanyTemplate, Sandbox, SandboxOptions};

use crate::events;
use crate::process::{program, response, run_as_typed, stderr, stdout};

/// A company that is not the one which the program makes up.
async fn company() -> Sandbox {
    let options = SandboxOptions {
        company: CompanyTemplate::UnitedStatesManualTax,
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// The command in this folder, with the store and without one variable of the company.
fn forgetful(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(&[arguments, &["--store", "real.redb"]].concat());
    command.current_dir(folder);
    command
}

/// The same with the variables that are set once `connect` has stored the tokens.
fn mindful(folder: &Path, arguments: &[&str], company: &Sandbox) -> Command {
    let mut command = forgetful(folder, arguments);
    let credentials = company.credentials();
    command
        .env("QUICKBOOKS_API_URL", company.api_url())
        .env("QUICKBOOKS_TOKEN_URL", company.token_url())
        .env("QUICKBOOKS_CLIENT_ID", credentials.client_id)
        .env("QUICKBOOKS_CLIENT_SECRET", credentials.client_secret);
    command
}

/// Runs in a thread of its own, since the company answers in this one's runtime.
async fn typed(command: Command) -> std::process::Output {
    let run = move || run_as_typed(command, br#"{"operation": "list_connections"}"#);
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// A folder with the store of a company that has booked something.
async fn booked(company: &Sandbox) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "settings.json",
        r#"{"company": {"time_zone": "America/New_York"}}"#,
    );
    write(
        "deals.csv",
        "record_id,amount,contact.id,contact.email\n1,1.00,2,ada@example.com\n",
    );
    let event = events::path("03-several-contacts");
    std::fs::copy(event, folder.path().join("deal.json")).unwrap();
    let invoke = [&INVOKE[..], &["--settings", "settings.json", "--new-store"]].concat();
    let mut first = mindful(folder.path(), &[&invoke[..], &["--yes"]].concat(), company);
    first.env("QUICKBOOKS_REALM_ID", company.realm_id()).env(
        "QUICKBOOKS_REFRESH_TOKEN",
        company.credentials().refresh_token,
    );
    assert_eq!(response(&typed(first).await)["status"], "created");
    folder
}

const INVOKE: [&str; 4] = ["invoke", "create-invoice", "--event", "deal.json"];

#[tokio::test]
async fn a_real_company_s_store_is_nothing_to_a_command_without_its_variables() {
    let company = company().await;
    let folder = booked(&company).await;
    let backfill = ["backfill", "deals.csv", "--action", "create-invoice"];
    let backfill = [&backfill[..], &["--object-type", "deal", "--dry-run"]].concat();
    let refused: [&[&str]; 10] = [
        &INVOKE,
        &backfill,
        &["serve", "--port", "0", "--gateway-port", "0"],
        &["connect", "uk-books", "--port", "0"],
        &["manage", "--event", "-"],
        &["settings", "set", "once_per=enrollment"],
        &["settings", "check"],
        &["mappings", "set", "customer", "contact:51", "58"],
        &["runs", "again", "create-invoice/deal/9003"],
        &["doctor"],
    ];
    for arguments in refused {
        let output = typed(forgetful(folder.path(), arguments)).await;
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert!(!output.status.success(), "{arguments:?}: {said}");
        for part in ["us-books", company.realm_id(), "QUICKBOOKS_API_URL"] {
            assert!(said.contains(part), "{arguments:?}: {part}: {said}");
        }
    }
    assert_untouched(&company, folder.path()).await;
}

#[tokio::test]
async fn what_a_store_says_by_itself_is_read_without_a_company() {
    let company = company().await;
    let folder = booked(&company).await;
    let read: [(&[&str], &str); 5] = [
        (&["runs"], "create-invoice/deal/9003"),
        (&["runs", "show", "create-invoice/deal/9003"], "Invoice"),
        (&["settings", "show"], "America/New_York"),
        (&["mappings", "list"], "customer"),
        (&["mappings", "export"], "customer"),
    ];
    for (arguments, part) in read {
        let output = typed(forgetful(folder.path(), arguments)).await;
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert!(output.status.success(), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
    }
    assert_untouched(&company, folder.path()).await;
}

#[tokio::test]
async fn a_connection_of_another_name_than_the_store_has_is_not_begun_by_oversight() {
    let company = company().await;
    let folder = booked(&company).await;
    let other = [&INVOKE[..], &["--connection", "real-books"]].concat();
    let output = typed(mindful(folder.path(), &other, &company)).await;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in [
        "no connection real-books",
        "it has us-books",
        "--connection",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_untouched(&company, folder.path()).await;
}

#[tokio::test]
async fn a_second_connection_to_the_company_is_begun_by_somebody_s_word_alone() {
    let company = company().await;
    let folder = booked(&company).await;
    let settings = ["--settings", "settings.json", "--connection", "real-books"];
    let begin = |more: &[&str]| {
        let arguments = [&INVOKE[..], &settings, more].concat();
        let mut command = mindful(folder.path(), &arguments, &company);
        let token = company.credentials().refresh_token;
        command.env("QUICKBOOKS_REALM_ID", company.realm_id());
        command.env("QUICKBOOKS_REFRESH_TOKEN", token);
        command
    };
    let output = typed(begin(&["--yes"])).await;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in [
        "of connection us-books",
        "booked twice",
        "--second-connection",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_untouched(&company, folder.path()).await;
    let output = typed(begin(&["--yes", "--second-connection"])).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let manage = mindful(folder.path(), &["manage", "--event", "-"], &company);
    let connections = response(&typed(manage).await)["connections"].clone();
    assert_eq!(connections, serde_json::json!(["real-books", "us-books"]));
}

/// The tokens are the company's still, no connection stands beside it, and no file beside the store.
async fn assert_untouched(company: &Sandbox, folder: &Path) {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let made = ["deal.json", "deals.csv", "real.redb", "settings.json"];
    assert_eq!(files, made);
    let again = typed(mindful(folder, &INVOKE, company)).await;
    assert_eq!(response(&again)["status"], "already_created");
    let manage = mindful(folder, &["manage", "--event", "-"], company);
    let connections = response(&typed(manage).await);
    assert_eq!(connections["connections"], serde_json::json!(["us-books"]));
}
