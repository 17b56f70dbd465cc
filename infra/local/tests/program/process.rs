//! Starting the program and reading what it writes.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The program with these arguments, in an environment that asks for no real company.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quickbooks-actions"));
    command
        .args(arguments)
        .env_remove("RUST_LOG")
        .env_remove("PUBLIC_URL");
    for name in [
        "API_URL",
        "TOKEN_URL",
        "REALM_ID",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "REFRESH_TOKEN",
        "ACCESS_TOKEN",
        "API_VERSION",
    ] {
        command.env_remove(format!("QUICKBOOKS_{name}"));
        command.env_remove(format!("HUBSPOT_{name}"));
    }
    command
}

/// The commands that book, and so refuse a store that is not there.
const BOOKING: [&str; 4] = ["invoke", "serve", "backfill", "manage"];

/// Says that the store is a new one, where the arguments name one that is not there yet.
pub(crate) fn make_store(command: &mut Command) {
    let arguments: Vec<String> = command
        .get_args()
        .map(|argument| argument.to_str().unwrap().to_owned())
        .collect();
    let is_booking = arguments
        .first()
        .is_some_and(|first| BOOKING.contains(&first.as_str()));
    let mut store = arguments
        .iter()
        .skip_while(|argument| *argument != "--store");
    let Some(store) = store.nth(1).filter(|_| is_booking) else {
        return;
    };
    let folder = command.get_current_dir().unwrap_or(Path::new("."));
    if !folder.join(store).exists() && !arguments.iter().any(|one| one == "--new-store") {
        command.arg("--new-store");
    }
}

/// Runs a command to its end with this on its standard input; a store that it names is made if it is not there.
pub(crate) fn run(mut command: Command, input: &[u8]) -> Output {
    make_store(&mut command);
    run_as_typed(command, input)
}

/// Runs a command to its end, with the arguments that it has and no others.
pub(crate) fn run_as_typed(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments has ended before it reads anything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The response of `invoke`, or what it said instead.
pub(crate) fn response(output: &Output) -> Value {
    assert!(output.status.success(), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The function error of `invoke`.
pub(crate) fn function_error(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{}", stderr(output));
    assert!(output.stdout.is_empty());
    let stderr = stderr(output);
    serde_json::from_str(stderr.lines().last().unwrap()).unwrap()
}

/// The program while it serves; killed when dropped.
pub(crate) struct Server {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    /// The base URL of the Invoke API.
    pub(crate) url: String,
    /// The base URL of the local company.
    pub(crate) company_url: String,
    /// The base URL of the local HubSpot account.
    pub(crate) portal_url: String,
    /// The address that HubSpot calls.
    pub(crate) gateway_url: String,
    /// The text that it begins with.
    pub(crate) banner: String,
    /// The file that standard error goes to.
    log: tempfile::NamedTempFile,
}

impl Server {
    /// Serves on free ports.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::running(program(&[&Self::ON_FREE_PORTS, arguments].concat()))
    }

    /// The arguments that make the program serve on free ports, without limits on requests.
    pub(crate) const ON_FREE_PORTS: [&str; 11] = [
        "serve",
        "--port",
        "0",
        "--sandbox-port",
        "0",
        "--portal-port",
        "0",
        "--gateway-port",
        "0",
        "--sandbox-limits",
        "none",
    ];

    /// Serves with this command.
    pub(crate) fn running(mut command: Command) -> Self {
        make_store(&mut command);
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(log.reopen().unwrap())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("Ctrl-C") {
            assert_ne!(output.read_line(&mut shown).unwrap(), 0, "{shown}");
        }
        let url = |label: &str| {
            let line = shown.lines().find(|line| line.starts_with(label)).unwrap();
            let url = line.split_whitespace().nth(1).unwrap();
            url.trim_end_matches('/').to_owned()
        };
        Self {
            url: url("Functions"),
            company_url: url("QuickBooks"),
            portal_url: url("HubSpot"),
            gateway_url: url("Gateway"),
            banner: shown.clone(),
            log,
            child,
            output,
        }
    }

    /// The lines that it has shown of what arrived.
    pub(crate) fn lines(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.log.path()).unwrap();
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        log.lines().map(words).collect()
    }

    /// Sends a signal, waits for the end, and gives the exit code and the last words.
    pub(crate) fn signal(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
        let mut rest = String::new();
        while self.output.read_line(&mut rest).unwrap() > 0 {}
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
