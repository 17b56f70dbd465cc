//! The local program, serving the functions that exist.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::background;

/// The variable with the path of the built program, which `cargo xtask workflows` sets.
const PROGRAM: &str = "LOCAL_PROGRAM";

/// The running local program; it ends with this value, or with the process.
#[derive(Debug)]
pub(crate) struct LocalProgram {
    /// The URL of Lambda's Invoke API.
    pub(crate) url: String,
    /// The URL of its QuickBooks company.
    company: String,
    _process: Child,
}

impl LocalProgram {
    /// Starts it, with its own QuickBooks company, on free ports.
    pub(crate) fn start() -> Self {
        let program = std::env::var_os(PROGRAM);
        let program =
            program.unwrap_or_else(|| panic!("{PROGRAM} is not set: run `cargo xtask workflows`"));
        let mut program = Command::new(program);
        program.args([
            "serve",
            "--port",
            "0",
            "--sandbox-port",
            "0",
            "--portal-port",
            "0",
        ]);
        let mut process = components::with_its_owner(&program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the local program starts");
        let stdout = process.stdout.take().expect("its output is a pipe");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let mut address = |of: &str| {
            let address = lines.find_map(|line| address(&line, of));
            address.unwrap_or_else(|| {
                panic!("the local program ended before it named the address of {of}")
            })
        };
        let (url, company) = (address("Functions"), address("QuickBooks"));
        // It goes on to write; a pipe that nobody reads would block it.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            url,
            company,
            _process: process,
        }
    }

    /// The app's secret and all tokens, which nobody but the program and its company may know.
    pub(crate) async fn secrets(&self) -> Vec<String> {
        let credentials = format!("{}/_sandbox/credentials", self.company);
        let answer = background::client().get(credentials).send().await;
        let answer = answer.expect("the company answers");
        let credentials: Value = answer.json().await.expect("credentials are JSON");
        let secrets = ["client_secret", "access_token", "refresh_token"].map(|name| {
            let secret = credentials[name].as_str();
            secret
                .unwrap_or_else(|| panic!("the company has no {name}"))
                .to_owned()
        });
        secrets.into()
    }
}

/// The address in a line such as `Functions    http://127.0.0.1:9400 (create-invoice)`.
fn address(line: &str, of: &str) -> Option<String> {
    let address = line.strip_prefix(of)?.split_whitespace().next()?;
    Some(address.trim_end_matches('/').to_owned())
}
