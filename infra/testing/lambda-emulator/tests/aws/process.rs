//! A process that runs many invocations at once: this test program itself, started again.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use actions::books::environment::SystemEnvironment;
use actions::{Engine, QuickBooksApi};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use create_invoice::CreateInvoice;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use lambda_emulator::{Endpoints, Installation, sample};
use quickbooks::{AppCredentials, OAuthApp, ReqwestTransport};
use runtime::Configuration;
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::aws::{AwsStore, Names, sdk};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// The variable that tells a process for which records to run, as `from..to`.
const RECORDS: &str = "RECORDS_OF_THE_TESTS";
/// The variables with the app's credentials.
const APP: [&str; 2] = ["CLIENT_ID_OF_THE_TESTS", "CLIENT_SECRET_OF_THE_TESTS"];
/// The test by whose name this program becomes a process.
const TEST: &str = "process::a_process_of_the_tests";
/// The time of an invocation: what the template gives a function.
const TIME: SignedDuration = SignedDuration::from_mins(1);
/// The time of a request to DynamoDB or Secrets Manager. A function gives them 5 s, in which the real
/// ones answer 200 requests at once, and these do not.
const PATIENCE: Duration = Duration::from_mins(1);

/// A process that is ready and waits for the start.
pub(crate) struct Process {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// A process for these records on an installation, with its components at these places.
    pub(crate) async fn start(
        installation: &Installation,
        endpoints: &Endpoints,
        records: std::ops::Range<usize>,
    ) -> Self {
        let credentials = installation.sandbox.credentials();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", TEST, "--ignored", "--nocapture"])
            .envs(installation.variables())
            .envs(endpoints.variables())
            .env(RECORDS, format!("{}..{}", records.start, records.end))
            .env(APP[0], credentials.client_id)
            .env(APP[1], credentials.client_secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self {
            child,
            output: stdout.lines(),
        };
        assert_eq!(process.next().await.unwrap(), json!("ready"));
        process
    }

    /// Lets all its invocations begin.
    pub(crate) async fn go(&mut self) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(b"go\n").await.unwrap();
    }

    /// Kills it, as the machine under it goes down.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// The outcomes of its invocations: a status or an error each.
    pub(crate) async fn outcomes(mut self) -> Vec<String> {
        let outcomes = self.next().await.unwrap();
        serde_json::from_value(outcomes).unwrap()
    }

    /// The next line that is JSON; the test harness writes others.
    async fn next(&mut self) -> Option<Value> {
        while let Some(line) = self.output.next_line().await.unwrap() {
            // The harness leaves the beginning of a line behind: `test … ... `.
            let json = line.rsplit(" ... ").next().unwrap_or_default();
            if let Ok(value) = serde_json::from_str(json) {
                return Some(value);
            }
        }
        None
    }
}

#[tokio::test]
#[ignore = "it is the process that the other tests start"]
async fn a_process_of_the_tests() {
    let engine = engine();
    say(&json!("ready"));
    let mut line = String::new();
    BufReader::new(tokio::io::stdin())
        .read_line(&mut line)
        .await
        .unwrap();
    let deadline = Timestamp::now() + TIME;
    let runs = records().map(|record| {
        // HubSpot has no record 0.
        let id = (record + 1).to_string();
        let event = sample("create-invoice", "01-deal", &id).to_string();
        let engine = &engine;
        async move {
            let run = actions::run::<CreateInvoice, _, _, _>(engine, event.as_bytes(), deadline);
            match Box::pin(run).await {
                Ok(response) => response.status.to_string(),
                Err(error) => format!("{}: {error}", error.error_type()),
            }
        }
    });
    say(&json!(join_all(runs).await));
}

fn say(value: &Value) {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{value}").unwrap();
    stdout.flush().unwrap();
}

fn records() -> std::ops::Range<usize> {
    let records = std::env::var(RECORDS).unwrap();
    let (from, to) = records.split_once("..").unwrap();
    from.parse().unwrap()..to.parse().unwrap()
}

/// The engine of a function in this environment.
fn engine() -> Engine<AwsStore, ReqwestTransport, SystemEnvironment> {
    let configuration = Configuration::from_environment().unwrap();
    let patient = TimeoutConfig::builder().operation_timeout(PATIENCE).build();
    let aws = sdk::of_this_machine().unwrap().into_builder();
    let store = AwsStore::from_configuration(
        &aws.timeout_config(patient).build(),
        Names {
            mappings_table: configuration.mappings_table.clone(),
            settings_table: configuration.settings_table.clone(),
            ledger_table: configuration.ledger_table.clone(),
            leases_table: configuration.leases_table.clone(),
            secret_prefix: configuration.secret_prefix.clone(),
        },
    );
    let [client_id, client_secret] = APP.map(|name| std::env::var(name).unwrap());
    let credentials = AppCredentials {
        client_id,
        client_secret: SecretString::from(client_secret),
    };
    Engine::new(
        store,
        ReqwestTransport::new().unwrap(),
        SystemEnvironment,
        QuickBooksApi::at(&configuration.quickbooks_api_url),
        OAuthApp {
            endpoints: configuration.oauth_endpoints(),
            credentials,
        },
    )
}
