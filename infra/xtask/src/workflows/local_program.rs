//! The local program, serving the functions that exist.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::hold;
use crate::error::XtaskError;
use crate::workspace;

/// The running local program; it ends with this value.
#[derive(Debug)]
pub(super) struct LocalProgram {
    /// Where Lambda's Invoke API is.
    pub(super) url: String,
    /// Where its QuickBooks company is.
    company: String,
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
        let mut said = String::new();
        while let Some(line) = lines.next_line().await? {
            said.extend([line.as_str(), "\n"]);
            if let [Some(url), Some(company)] =
                ["Functions", "QuickBooks"].map(|of| address(&said, of))
            {
                // It goes on to write; what nobody reads must not block it.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self {
                    url,
                    company,
                    _process: process,
                });
            }
        }
        Err(XtaskError::broken(
            "the local program serves functions",
            "it ended",
        ))
    }

    /// What nobody but the program and its company may know: the app's secret and all tokens.
    pub(super) async fn secrets(&self) -> Result<Vec<String>, XtaskError> {
        let credentials = format!("{}/_sandbox/credentials", self.company);
        let credentials: Value = reqwest::get(credentials).await?.json().await?;
        let secrets = ["client_secret", "access_token", "refresh_token"];
        let secrets = secrets.map(|name| credentials[name].as_str().map(ToOwned::to_owned));
        let secrets: Vec<String> = secrets.into_iter().flatten().collect();
        hold(secrets.len() == 3, "the company has secrets", secrets.len())?;
        Ok(secrets)
    }
}

/// The address in a line such as `Functions    http://127.0.0.1:9400 (create-invoice)`.
fn address(said: &str, of: &str) -> Option<String> {
    let line = said.lines().find_map(|line| line.strip_prefix(of))?;
    let address = line.split_whitespace().next()?;
    Some(address.trim_end_matches('/').to_owned())
}
