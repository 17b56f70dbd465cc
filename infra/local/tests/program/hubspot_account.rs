//! A HubSpot account that is not the program's own: here another portal, reached as HubSpot is.

use std::path::Path;
use std::process::{Command, Output};

use sandbox_hubspot::{Sandbox, SandboxOptions};
use serde_json::json;

use crate::process::{Server, function_error, program, response, run, stderr, stdout};

async fn account() -> Sandbox {
    let account = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let deal = json!({
        "id": "77001", "properties": {"dealname": "Pergola", "amount": "300.00"},
        "associations": {"contacts": ["51600231000"]},
    });
    account.plant("deals", deal).unwrap();
    account
}

/// The program in a folder, with this account in the place of HubSpot.
fn at(account: &Sandbox, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    command
        .current_dir(folder)
        .env("HUBSPOT_API_URL", account.api_url());
    command
}

/// Runs in a thread of its own, since the account answers in this one's runtime.
async fn run_beside(command: Command, input: &str) -> Output {
    let input = input.to_owned();
    tokio::task::spawn_blocking(move || run(command, input.as_bytes()))
        .await
        .unwrap()
}

async fn connect(account: &Sandbox, folder: &Path, portal: &str, token: &str) -> Output {
    let store = ["--store", "books.redb"];
    let arguments = [&["hubspot", "connect", "--portal", portal], &store[..]].concat();
    run_beside(at(account, folder, &arguments), token).await
}

fn invoke(account: &Sandbox, folder: &Path) -> Command {
    let record = ["--object-type", "deal", "--id", "77001"];
    let kept = ["--store", "books.redb", "--settings", "settings.json"];
    let settings = json!({
        "hubspot": {"portal_id": account.portal_id()},
        "products": {"item_without_lines": "Services"},
    });
    std::fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
    at(
        account,
        folder,
        &[&["invoke", "create-invoice"], &record[..], &kept].concat(),
    )
}

#[tokio::test]
async fn a_record_is_read_with_the_token_that_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let account = account().await;
    let portal = account.portal_id().to_string();
    let before = run_beside(invoke(&account, folder.path()), "").await;
    let error = function_error(&before);
    assert_eq!(error["errorType"], "SettingMissing");
    assert!(error["errorMessage"].as_str().unwrap().contains(&portal));

    let token = account.credentials().access_token;
    let connected = connect(&account, folder.path(), &portal, &format!("{token}\n")).await;
    let said = stdout(&connected);
    assert!(connected.status.success(), "{}", stderr(&connected));
    assert!(said.contains("USD, America/Los_Angeles"), "{said}");
    assert!(
        said.contains("Its records are booked by us-books."),
        "{said}"
    );
    assert!(!said.contains(&token));

    let after = response(&run_beside(invoke(&account, folder.path()), "").await);
    assert_eq!(after["status"], "created");
    assert_eq!(after["document"]["total"], "300.00");
}

#[tokio::test]
async fn a_token_may_come_from_the_environment_and_is_never_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    let account = account().await;
    let portal = account.portal_id().to_string();
    let arguments = [
        "hubspot", "connect", "--portal", &portal, "--store", "b.redb",
    ];
    let mut command = at(&account, folder.path(), &arguments);
    command.env("HUBSPOT_ACCESS_TOKEN", account.credentials().access_token);
    let output = run_beside(command, "").await;
    let said = stdout(&output);
    assert!(said.contains("settings set hubspot.portal_id="), "{said}");

    let command = at(
        &account,
        folder.path(),
        &[&arguments[..], &["pat-1"]].concat(),
    );
    let refused = run_beside(command, "").await;
    assert_eq!(refused.status.code(), Some(2));
    let silent = run_beside(at(&account, folder.path(), &arguments), "\n").await;
    assert_eq!(silent.status.code(), Some(2));
    assert!(stderr(&silent).contains("HUBSPOT_ACCESS_TOKEN"));
}

#[tokio::test]
async fn a_token_that_is_not_accepted_or_another_account_s_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let account = account().await;
    let (own, token) = (account.portal_id().to_string(), account.credentials());
    for (portal, token, told) in [
        (own.as_str(), "pat-na1-canary", "does not accept"),
        ("147147147", &*token.access_token, "not of 147147147"),
    ] {
        let output = connect(&account, folder.path(), portal, token).await;
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(
            said.contains("nothing was stored") && said.contains(told),
            "{said}"
        );
        assert!(!said.contains(token), "{said}");
    }
    assert!(!folder.path().join("books.redb").exists());
}

#[test]
fn a_token_that_hubspot_was_not_asked_about_is_kept_only_for_somebody_who_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let connect = |more: &[&str]| {
        let arguments = ["hubspot", "connect", "--portal", "147", "--store", "b.redb"];
        let mut command = program(&[&arguments[..], more].concat());
        command
            .current_dir(folder.path())
            .env("HUBSPOT_API_URL", "http://127.0.0.1:9");
        run(command, b"pat-na1-canary\nsecret\n")
    };
    let refused = connect(&[]);
    assert_eq!(refused.status.code(), Some(2));
    let said = stderr(&refused);
    for part in ["nothing was stored", "could not be asked", "--unchecked"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!folder.path().join("b.redb").exists());
    let kept = connect(&["--unchecked"]);
    let said = stdout(&kept);
    assert!(said.contains("HubSpot could not be asked"), "{said}");
    assert!(
        said.contains("settings set hubspot.portal_id=147 --store b.redb"),
        "{said}"
    );
    assert!(!said.contains("canary"));
}

#[test]
fn beside_a_real_account_serve_starts_no_made_up_one_and_hubspot_can_call_the_gateway() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["hubspot", "connect", "--portal", "147", "--store", "b.redb"];
    let mut command = program(&[&arguments[..], &["--unchecked"]].concat());
    command
        .current_dir(folder.path())
        .env("HUBSPOT_API_URL", "http://127.0.0.1:9");
    assert!(run(command, b"pat-na1-canary\nsecret\n").status.success());
    let settings = json!({ "hubspot": { "portal_id": "147" } });
    std::fs::write(folder.path().join("settings.json"), settings.to_string()).unwrap();
    let more = [
        "--store",
        "b.redb",
        "--settings",
        "settings.json",
        "--public-url",
        "https://actions.example.com/",
    ];
    let mut command = program(&[&Server::ON_FREE_PORTS[..], &more].concat());
    command.current_dir(folder.path());
    let server = Server::running(command);
    for told in [
        "a real account",
        "the local one is not started",
        "HubSpot calls it at https://actions.example.com)",
    ] {
        assert!(server.banner.contains(told), "{}", server.banner);
    }
    assert!(server.gateway_url.starts_with("http://127.0.0.1:"));
    assert!(!folder.path().join("b.redb.portal.json").exists());
}
