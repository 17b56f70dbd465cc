//! The command line against the local HubSpot account, which knows both dialects: what it registers, and what a project
//! that was uploaded brought.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use editor::ACTIONS;
use hubspot_app::{AppOptions, PUBLIC_URL, files};
use sandbox_hubspot::{SampleRecords, Sandbox, SandboxOptions, UploadedActionUrl, WorkflowOptions};

const BOOKS: &str = "https://books.example.com";

async fn account(uploaded_action_url: UploadedActionUrl) -> Sandbox {
    let options = SandboxOptions {
        records: SampleRecords::None,
        workflows: WorkflowOptions {
            uploaded_action_url,
            ..WorkflowOptions::default()
        },
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// Runs the command with a developer's token of the account; the lines that it ends with, of a failure those of errors.
fn run(account: &Sandbox, arguments: &[&str], public_url: &str) -> Result<Vec<String>, String> {
    let scopes = ["developers-read", "developers-write"];
    let token = account.install_private_app(&scopes).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubspot-app"));
    let app = account.credentials().app_id.to_string();
    let command = command.args(arguments).env_clear().envs([
        ("HUBSPOT_APP_ID", app.as_str()),
        ("PUBLIC_URL", public_url),
        ("HUBSPOT_API_URL", &account.api_url()),
        ("HUBSPOT_DEVELOPER_TOKEN", &token),
    ]);
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let errors = text(stderr);
    assert!(!errors.contains(&token), "{errors}");
    if status.success() {
        Ok(text(stdout).lines().map(str::to_owned).collect())
    } else {
        Err(errors)
    }
}

/// Uploads the project as HubSpot's command line does.
fn upload(account: &Sandbox, public_url: &str) {
    let files = files::all(AppOptions::default()).unwrap().into_iter();
    let components = files.filter(|(path, _)| path.ends_with("-hsmeta.json"));
    let texts: Vec<String> = components.map(|(_, text)| text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let variable = PUBLIC_URL.trim_start_matches("${").trim_end_matches('}');
    account.upload(&texts, &[(variable, public_url)]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hubspot_takes_what_is_registered_once_and_verify_finds_it_as_it_is_meant() {
    for version in ["2026-03", "2026-09"] {
        let account = account(UploadedActionUrl::Changes).await;
        let run = |command: &str| {
            let arguments = [command, "--api-version", version];
            run(&account, &arguments, BOOKS).unwrap()
        };
        for done in ["registered", "up to date"] {
            let lines = run("register");
            assert_eq!(lines.len(), ACTIONS.len(), "{lines:?}");
            for (line, action) in lines.iter().zip(ACTIONS) {
                let begin = format!("{} {done} as ", action.name);
                assert!(line.starts_with(&begin), "{line}");
            }
        }
        let listed = run("list");
        assert_eq!(listed.len(), ACTIONS.len(), "{listed:?}");
        let address = format!("{BOOKS}/hubspot/actions/{}", ACTIONS[0].name);
        assert!(listed[0].ends_with(&address), "{listed:?}");
        assert_eq!(run("verify"), ["all is as the model says"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_project_brought_is_verified_too_and_an_address_that_hubspot_kept_is_named() {
    let account = account(UploadedActionUrl::Stays).await;
    let missing = run(&account, &["verify"], BOOKS).unwrap_err();
    assert_eq!(
        missing.matches("it is not registered").count(),
        ACTIONS.len()
    );
    upload(&account, BOOKS);
    run(&account, &["verify"], BOOKS).unwrap();
    let moved = "https://moved.example.com";
    upload(&account, moved);
    let kept = run(&account, &["verify"], moved).unwrap_err();
    for action in ACTIONS {
        let address = format!("{}: actionUrl is \"{BOOKS}/", action.name);
        assert!(kept.contains(&address), "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_under_which_hubspot_takes_no_token_is_refused_with_the_way_out() {
    let account = account(UploadedActionUrl::Changes).await;
    let refused = run(&account, &["list", "--api-version", "v3"], BOOKS).unwrap_err();
    assert!(refused.contains("`--api-version 2026-03`"), "{refused}");
    assert!(account.journal().is_empty(), "nothing is asked");
}
