//! `quickbooks-actions connect` and `manage`: connections made, looked at and ended by hand.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings, SettingsDocument};

use crate::events;
use crate::process::{Server, function_error, program, response, run, stderr};

const STORE: [&str; 2] = ["--store", "books.redb"];

/// `connect` while it waits for a person.
struct Waiting {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    shown: String,
    link: String,
}

impl Waiting {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("Ctrl-C") {
            assert_ne!(output.read_line(&mut shown).unwrap(), 0, "{shown}");
        }
        let mut lines = shown.lines();
        let link = lines.find(|line| line.contains("/connect/"));
        let link = link.unwrap().trim().to_owned();
        Self {
            child,
            output,
            shown,
            link,
        }
    }

    fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

fn browser() -> Client {
    // The other tests of this process may have installed it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).build().unwrap()
}

fn header(response: &Response, name: &str) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

/// Opens a link and consents; `intuit` is where the consent page really is.
async fn consent(link: &str, intuit: Option<&str>) -> Response {
    let browser = browser();
    let first = browser.get(link).send().await.unwrap();
    assert_eq!(first.status(), 302);
    let cookie = header(&first, "set-cookie");
    let (cookie, _) = cookie.split_once(';').unwrap();
    let mut consent_page = header(&first, "location");
    if let (Some(intuit), Some((_, query))) = (intuit, consent_page.split_once('?')) {
        consent_page = format!("{intuit}?{query}");
    }
    let consent = browser.get(consent_page).send().await.unwrap();
    let back = header(&consent, "location");
    let page = browser.get(back).header("cookie", cookie).send().await;
    page.unwrap()
}

fn manage(folder: &Path, event: &Value) -> Command {
    let mut command = program(&[&["manage", "--event", "event.json"], &STORE[..]].concat());
    std::fs::write(folder.join("event.json"), event.to_string()).unwrap();
    command.current_dir(folder);
    command
}

#[tokio::test]
async fn a_consent_connects_the_local_company_and_ends_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&[&["connect", "new-books", "--port", "0"], &STORE[..]].concat());
    command.current_dir(folder.path());
    let waiting = Waiting::start(command);
    let page = consent(&waiting.link, None).await;
    assert_eq!(page.status(), 200);
    assert!(header(&page, "content-type").starts_with("text/html"));
    assert!(page.text().await.unwrap().contains("Craig"));
    assert_eq!(waiting.end(), (Some(0), "Connected new-books.\n".into()));

    let describe = json!({"operation": "describe", "connection": "new-books", "check": true});
    let described = response(&run(manage(folder.path(), &describe), b""));
    assert_eq!(described["state"], "connected", "{described}");
    assert_eq!(described["check"]["ok"], true, "{described}");
}

#[tokio::test]
async fn a_connection_without_a_name_is_the_one_that_the_store_has() {
    let folder = tempfile::tempdir().unwrap();
    let put = async |name: &str| {
        let store = EmbeddedStore::open(folder.path().join("books.redb")).unwrap();
        let settings = SettingsDocument(json!({"company": {"realm_id": "4242"}}).to_string());
        let name = Connection::try_from(name).unwrap();
        store.put_settings(&name, None, &settings).await.unwrap();
    };
    let connect = || {
        let mut command = program(&[&["connect", "--port", "0"], &STORE[..]].concat());
        command.env("QUICKBOOKS_API_URL", "https://example.com");
        command.env("QUICKBOOKS_CLIENT_ID", "id");
        command.env("QUICKBOOKS_CLIENT_SECRET", "secret");
        command.current_dir(folder.path());
        command
    };
    put("real-books").await;
    let mut waiting = Waiting::start(connect());
    assert!(
        waiting.link.contains("/connect/real-books?"),
        "{}",
        waiting.link
    );
    waiting.child.kill().unwrap();
    waiting.end();
    put("other-books").await;
    let output = run(connect(), b"");
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("other-books, real-books: say which"),
        "{said}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn who_ends_it_before_a_consent_gets_the_exit_code_of_an_interruption() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-INT", "-TERM"] {
        let mut command = program(&[&["connect", "--port", "0"], &STORE[..]].concat());
        command.current_dir(folder.path());
        let waiting = Waiting::start(command);
        // Once it answers, it listens to signals too.
        browser().get(&waiting.link).send().await.unwrap();
        let id = waiting.child.id().to_string();
        Command::new("kill").args([signal, &id]).status().unwrap();
        assert_eq!(waiting.end(), (Some(130), String::new()), "{signal}");
    }
}

#[tokio::test]
async fn after_a_consent_a_real_company_needs_neither_tokens_nor_settings() {
    let folder = tempfile::tempdir().unwrap();
    let company = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let credentials = company.credentials();
    let real = |arguments: &[&str]| {
        let mut command = program(&[arguments, &STORE[..]].concat());
        command
            .current_dir(folder.path())
            .env("QUICKBOOKS_API_URL", company.api_url())
            .env("QUICKBOOKS_TOKEN_URL", company.token_url())
            .env("QUICKBOOKS_CLIENT_ID", &credentials.client_id)
            .env("QUICKBOOKS_CLIENT_SECRET", &credentials.client_secret);
        command
    };
    let waiting = Waiting::start(real(&["connect", "--port", "0"]));
    let (origin, _) = waiting.link.split_once("/connect/").unwrap();
    let redirect = format!("needs this redirect URI: {origin}/callback");
    assert!(waiting.shown.contains(&redirect), "{}", waiting.shown);
    let page = consent(&waiting.link, Some(&company.authorize_url())).await;
    assert_eq!(page.status(), 200, "{}", page.text().await.unwrap());
    assert_eq!(waiting.end().0, Some(0));

    let event = events::path("01-deal");
    let command = real(&["invoke", "create-invoice", "--event", &event, "--yes"]);
    let invoked = tokio::task::spawn_blocking(|| run(command, b""));
    let invoked = invoked.await.unwrap();
    assert_eq!(
        response(&invoked)["status"],
        "created",
        "{}",
        stderr(&invoked)
    );
}

#[test]
fn what_a_consent_needs_of_a_real_company_is_named_at_once() {
    let mut command = program(&["connect"]);
    command.env("QUICKBOOKS_API_URL", "https://example.com");
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for name in [
        "QUICKBOOKS_CLIENT_ID",
        "QUICKBOOKS_CLIENT_SECRET",
        "--store",
        "the redirect URI http://localhost:9400/callback",
    ] {
        assert!(said.contains(name), "{said}");
    }
    for name in ["REALM_ID", "REFRESH_TOKEN", "--settings"] {
        assert!(!said.contains(name), "{said}");
    }
}

#[test]
fn mappings_that_are_written_are_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "kind,source,quickbooks_id\ncustomer,contact:51,58\n";
    let import = json!({"operation": "import_mappings", "connection": "us-books", "csv": csv});
    let imported = response(&run(manage(folder.path(), &import), b""));
    assert_eq!(imported["mappings"], 1);
    let list = json!({"operation": "list_mappings", "connection": "us-books"});
    let listed = response(&run(manage(folder.path(), &list), b""));
    assert_eq!(listed["mappings"][0]["source"], "contact:51");

    let wrong = json!({"operation": "list_everything"});
    let error = function_error(&run(manage(folder.path(), &wrong), b""));
    assert_eq!(error["errorType"], "InvalidRequest");
}

#[test]
fn what_failed_last_is_told_with_the_connection() {
    let folder = tempfile::tempdir().unwrap();
    let describe = json!({"operation": "describe", "connection": "us-books"});
    let healthy = response(&run(manage(folder.path(), &describe), b""));
    assert_eq!(healthy["last_error"], Value::Null);

    let mut event = events::json("01-deal");
    event["record"]["line_items"] = json!([]);
    event["record"]["properties"]["amount"] = Value::Null;
    let mut invoke = program(&[&["invoke", "create-invoice", "--event", "-"], &STORE[..]].concat());
    invoke.current_dir(folder.path());
    let error = function_error(&run(invoke, event.to_string().as_bytes()));

    let described = response(&run(manage(folder.path(), &describe), b""));
    let last = &described["last_error"];
    assert_eq!(last["function"], "create-invoice");
    assert_eq!(last["error_type"], error["errorType"]);
    assert_eq!(last["error_message"], error["errorMessage"]);
}

#[tokio::test]
async fn a_server_manages_connections_and_has_the_pages_that_make_them() {
    let server = Server::start(&[]);
    let invoke = async |event: Value| {
        let url = format!(
            "{}/2015-03-31/functions/manage-connection/invocations",
            server.url
        );
        let answer = browser().post(url).body(event.to_string()).send().await;
        answer.unwrap().json::<Value>().await.unwrap()
    };
    let link = json!({"operation": "connect_link", "connection": "new-books"});
    let link = invoke(link).await;
    let page = consent(link["url"].as_str().unwrap(), None).await;
    assert_eq!(page.status(), 200);
    let connections = invoke(json!({"operation": "list_connections"})).await;
    let expected = json!(["new-books", "us-books", "us-books-filtered"]);
    assert_eq!(connections["connections"], expected);
    let error = invoke(json!({"operation": "describe", "connection": "never"})).await;
    assert_eq!(error["errorType"], "ConnectionNotFound");
}
