//! `quickbooks-actions doctor`: each planted fault is found and named.

mod hubspot_account;
mod last_failure;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use sandbox_hubspot::Sandbox as Portal;
use sandbox_quickbooks::{
    FaultEffect, FaultScript, Sandbox, SandboxOptions, ThrottleAnswer, TokenPolicy,
};

use crate::process::{program, run, stderr, stdout};

/// A company and a HubSpot account that the program reaches as real ones, and a folder with its store.
struct Ground {
    folder: tempfile::TempDir,
    company: Sandbox,
    portal: Portal,
}

impl Ground {
    async fn prepared() -> Self {
        let tokens = TokenPolicy {
            previous_refresh_grace: Duration::ZERO,
            ..TokenPolicy::default()
        };
        let options = SandboxOptions {
            tokens,
            ..SandboxOptions::default()
        };
        let company = Sandbox::start(options).await.unwrap();
        let portal = Portal::start(sandbox_hubspot::SandboxOptions::default())
            .await
            .unwrap();
        let ground = Self {
            folder: tempfile::tempdir().unwrap(),
            company,
            portal,
        };
        let settings = format!(
            r#"{{"company": {{"time_zone": "America/New_York"}}, "hubspot": {{"portal_id": "{}"}}}}"#,
            ground.portal.portal_id()
        );
        std::fs::write(ground.folder.path().join("settings.json"), settings).unwrap();
        let event = r#"{"connection": "us-books", "record": {"object_type": "deal", "id": "1", "properties": {"dealname": "Own"}}, "options": {"dry_run": true}}"#;
        std::fs::write(ground.folder.path().join("event.json"), event).unwrap();
        // The first invocation keeps tokens and settings; that the record is incomplete does no harm.
        ground
            .run(&[
                "invoke",
                "create-invoice",
                "--event",
                "event.json",
                "--settings",
                "settings.json",
            ])
            .await;
        let token = ground.portal.credentials().access_token;
        let number = ground.portal.portal_id().to_string();
        let mut connect = ground.command(&["hubspot", "connect", "--portal", &number]);
        connect.env("HUBSPOT_ACCESS_TOKEN", token);
        let connected = beside(connect).await;
        assert!(connected.0, "{}", connected.1);
        ground
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let credentials = self.company.credentials();
        let mut command = program(&[arguments, &["--store", "books.redb"]].concat());
        command
            .current_dir(self.folder.path())
            .env("QUICKBOOKS_API_URL", self.company.api_url())
            .env("QUICKBOOKS_TOKEN_URL", self.company.token_url())
            .env("QUICKBOOKS_REALM_ID", self.company.realm_id())
            .env("QUICKBOOKS_CLIENT_ID", credentials.client_id)
            .env("QUICKBOOKS_CLIENT_SECRET", credentials.client_secret)
            .env("QUICKBOOKS_REFRESH_TOKEN", credentials.refresh_token)
            .env("HUBSPOT_API_URL", self.portal.api_url());
        command
    }

    async fn run(&self, arguments: &[&str]) -> (bool, String) {
        beside(self.command(arguments)).await
    }

    /// The words of `doctor`, on lines as long as it likes.
    async fn doctor(&self) -> (bool, String) {
        self.run(&["doctor"]).await
    }

    fn store(&self) -> std::path::PathBuf {
        self.folder.path().join("books.redb")
    }
}

/// Runs in a thread of its own, since the company answers in this one's runtime.
async fn beside(command: Command) -> (bool, String) {
    let ended = tokio::task::spawn_blocking(|| run(command, b"")).await;
    let output = ended.unwrap();
    let said = format!("{}{}", stdout(&output), stderr(&output));
    (output.status.success(), unwrapped(&said))
}

/// The text of tables without their frames and line breaks.
fn unwrapped(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || "│┆─┌┐└┘╞╡╪═".contains(letter));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn assert_found((is_right, said): &(bool, String), fault: &str, expected: &[&str]) {
    assert!(!is_right, "{fault}: {said}");
    assert!(said.contains("→ "), "{fault}: no way out in {said}");
    for part in expected {
        assert!(said.contains(part), "{fault}: no `{part}` in {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_right_is_said_to_be() {
    let ground = Ground::prepared().await;
    let (is_right, said) = ground.doctor().await;
    assert!(is_right, "{said}");
    for part in [
        "✓ store",
        "✓ clock agrees",
        "✓ company",
        "✓ tokens",
        "✓ settings",
        "✓ HubSpot account",
        "✓ app Intuit takes its client id and secret",
        "Nothing is wrong.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let mut command = ground.command(&["doctor"]);
    command.env("QUICKBOOKS_CLIENT_SECRET", "mistyped");
    let (_, said) = beside(command).await;
    assert!(
        said.contains("! app this look has not proved its client id and secret"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_fails_is_told_once_and_not_try_by_try() {
    let ground = Ground::prepared().await;
    let mut command = ground.command(&["doctor"]);
    command.env("QUICKBOOKS_TOKEN_URL", "http://127.0.0.1:9/token");
    let found = beside(command).await;
    assert_found(&found, "no tokens", &["✗ company"]);
    assert!(!found.1.contains("WARN"), "{}", found.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_store_are_found() {
    let ground = Ground::prepared().await;
    let mode = |mode| {
        std::fs::set_permissions(ground.store(), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o644);
    assert_found(
        &ground.doctor().await,
        "permissions",
        &[
            "could be read by others",
            "it is its owner's alone from now on",
        ],
    );
    mode(0o600);

    let slip = beside(program(&["doctor", "--store", "/no/such/books.redb"])).await;
    assert_found(&slip, "no folder", &["there is no folder /no/such"]);
    let mut command = program(&["doctor", "--store", "boks.redb"]);
    command.current_dir(ground.folder.path());
    assert_found(
        &beside(command).await,
        "no store",
        &["is `books.redb` meant?"],
    );
    let mut command = program(&["doctor", "--store", "settings.json"]);
    command.current_dir(ground.folder.path());
    assert_found(
        &beside(command).await,
        "no redb file",
        &["is no store, it is JSON"],
    );

    let open = storage::embedded::EmbeddedStore::open(ground.store()).unwrap();
    assert_found(
        &ground.doctor().await,
        "in use",
        &["is open in another process", "--endpoint"],
    );
    drop(open);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_environment_are_found() {
    let ground = Ground::prepared().await;
    let with = |name: &str, value: &str| {
        let mut command = ground.command(&["doctor"]);
        command.env(name, value);
        command
    };
    let url = beside(with("QUICKBOOKS_API_URL", "sandbox")).await;
    assert_found(
        &url,
        "no address",
        &["QUICKBOOKS_API_URL (--quickbooks-api-url) is `sandbox`"],
    );
    let dead = beside(with("QUICKBOOKS_API_URL", "http://127.0.0.1:9")).await;
    assert_found(&dead, "nobody there", &["network", "cannot be reached"]);
    let dead = beside(with("QUICKBOOKS_TOKEN_URL", "http://127.0.0.1:9/token")).await;
    assert_found(
        &dead,
        "no tokens",
        &["http://127.0.0.1:9/token cannot be reached"],
    );
    let other = beside(with("QUICKBOOKS_REALM_ID", "111")).await;
    assert_found(
        &other,
        "another company",
        &["QUICKBOOKS_REALM_ID is 111, and the store connects company"],
    );
    let mut command = ground.command(&["doctor"]);
    command
        .env_remove("QUICKBOOKS_CLIENT_SECRET")
        .env_remove("QUICKBOOKS_CLIENT_ID");
    let missing = beside(command).await;
    assert_found(
        &missing,
        "missing",
        &["QUICKBOOKS_CLIENT_SECRET", "QUICKBOOKS_CLIENT_ID"],
    );
    let version = beside(with("HUBSPOT_API_VERSION", "soon")).await;
    assert_found(&version, "version", &["HUBSPOT_API_VERSION"]);

    let late = late_server();
    let clock = beside(with("QUICKBOOKS_API_URL", &late)).await;
    assert_found(
        &clock,
        "clock",
        &["clock this machine's is", "s ahead of that of", "by NTP"],
    );
}

/// A server whose clock stands in 2020.
fn late_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 404 Not Found\r\nDate: Wed, 01 Jan 2020 00:00:00 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_connection_and_its_settings_are_found() {
    let ground = Ground::prepared().await;
    let other = ground.run(&["doctor", "--connection", "uk-books"]).await;
    assert_found(
        &other,
        "no connection",
        &["there are us-books: say which with --connection"],
    );

    let put = |settings: &str| {
        let event = format!(
            r#"{{"operation": "put_settings", "connection": "us-books", "version": 1, "settings": {settings}}}"#
        );
        std::fs::write(ground.folder.path().join("put.json"), event).unwrap();
    };
    put(&format!(
        r#"{{"company": {{"realm_id": "{}"}}, "products": {{"income_account": "Nowhere"}}, "hubspot": {{"portal_id": "4242"}}}}"#,
        ground.company.realm_id()
    ));
    let written = ground.run(&["manage", "--event", "put.json"]).await;
    assert!(written.0, "{}", written.1);
    let found = ground.doctor().await;
    assert_found(
        &found,
        "a name",
        &[
            "`products.income_account`: QuickBooks has no",
            "settings set",
        ],
    );
    assert_found(
        &found,
        "no token of the account",
        &[
            "no token of account 4242 is stored",
            "hubspot connect --portal 4242",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_country_and_a_used_up_quota_are_found() {
    let ground = Ground::prepared().await;
    let event = format!(
        r#"{{"operation": "put_settings", "connection": "us-books", "version": 1, "settings": {{"company": {{"realm_id": "{}", "country": "GB"}}}}}}"#,
        ground.company.realm_id()
    );
    std::fs::write(ground.folder.path().join("put.json"), event).unwrap();
    let written = ground.run(&["manage", "--event", "put.json"]).await;
    assert!(written.0, "{}", written.1);
    assert_found(
        &ground.doctor().await,
        "country",
        &["`company.country`: it is GB, and the company's in QuickBooks is US"],
    );

    let throttle = FaultEffect::Throttle(ThrottleAnswer::default());
    let script = FaultScript::new(throttle).path("/v3/company").always();
    ground.company.script(script);
    assert_found(&ground.doctor().await, "quota", &["✗ company", "used up"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_has_ended_is_found() {
    let ground = Ground::prepared().await;
    // Somebody else uses the newest refresh token, so that the store's is spent.
    ground.company.expire_access_tokens();
    let arguments = [
        "invoke",
        "create-invoice",
        "--event",
        "event.json",
        "--settings",
        "settings.json",
    ];
    let mut other = program(&[&arguments[..], &["--store", "other.redb"]].concat());
    for (name, value) in ground.command(&[]).get_envs() {
        if let Some(value) = value {
            other.env(name, value);
        }
    }
    other.current_dir(ground.folder.path());
    beside(other).await;
    let mut looked = program(&["doctor", "--store", "other.redb"]);
    looked.current_dir(ground.folder.path());
    for (name, value) in ground.command(&[]).get_envs() {
        if let Some(value) = value {
            looked.env(name, value);
        }
    }
    let (_, said) = beside(looked).await;
    assert!(said.contains("✓ company"), "{said}");
    ground.company.expire_access_tokens();
    let found = ground.doctor().await;
    assert_found(
        &found,
        "spent",
        &["✗ company", "connect the company again: `connect`"],
    );
}
