//! The local program, serving the functions that exist.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::error::XtaskError;
use crate::workspace;

/// The running local program; it ends with this value.
#[derive(Debug)]
pub(super) struct LocalProgram {
    /// Where Lambda's Invoke API is.
    pub(super) url: String,
    _process: Child,
}

impl LocalProgram {
    /// Builds and starts it, with its own QuickBooks company, on free ports.
    pub(super) async fn start() -> Result<Self, XtaskError> {
        let program = workspace::program_of_tests("program", "quickbooks-actions")?;
        let mut program = std::process::Command::new(program);
        program.args(["serve", "--port", "0", "--sandbox-port", "0"]);
        let mut process = Command::from(components::with_its_owner(&program))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = process.stdout.take();
        let stdout = stdout.ok_or_else(|| XtaskError::broken("it has a stdout", "none"))?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(url) = address(&line) {
                // It goes on to write; what nobody reads must not block it.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self {
                    url,
                    _process: process,
                });
            }
        }
        Err(XtaskError::broken(
            "the local program serves functions",
            "it ended",
        ))
    }
}

/// The address in its first line, `Functions    http://127.0.0.1:9400 (create-invoice)`.
fn address(line: &str) -> Option<String> {
    let rest = line.strip_prefix("Functions")?;
    rest.split_whitespace().next().map(ToOwned::to_owned)
}
