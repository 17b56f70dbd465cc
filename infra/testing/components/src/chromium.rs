//! Chromium without a window, for pages that a person uses.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::Process;
use crate::{ComponentError, command, folder};

/// The variable that names another program than Debian's.
const VARIABLE: &str = "CHROMIUM";

const NAME: &str = "chromium";

/// A running Chromium, which takes commands of its `DevTools` protocol; it is killed when this is dropped.
#[derive(Debug)]
pub struct Chromium {
    process: Process,
    profile: PathBuf,
}

impl Chromium {
    /// Starts Debian's `chromium`, or the program that `CHROMIUM` names.
    ///
    /// # Errors
    ///
    /// [`ComponentError::Missing`] with what to install when there is none, and others when it does not listen.
    pub fn start() -> Result<Self, ComponentError> {
        let program = program()?;
        let mut profile = PathBuf::new();
        let process = Process::start(NAME, |port| {
            profile = folder().join(format!("{NAME}-{port}"));
            chromium(&program, &profile, port)
        })?;
        Ok(Self { process, profile })
    }

    /// The URL of its `DevTools`, such as `http://127.0.0.1:9222`.
    pub fn url(&self) -> String {
        self.process.url()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.process.kill();
        // What is left of a profile harms nobody.
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn program() -> Result<PathBuf, ComponentError> {
    let named = std::env::var_os(VARIABLE).filter(|name| !name.is_empty());
    let program = named.map_or_else(|| PathBuf::from(NAME), PathBuf::from);
    let version = command::output(Command::new(&program).arg("--version"));
    version.map(|_| program).map_err(|_| {
        let missing = "Chromium (on Debian the package `chromium`), or a program like it that the variable \
            CHROMIUM names, in which the portal's page is used";
        ComponentError::Missing(vec![missing.to_owned()])
    })
}

fn chromium(program: &Path, profile: &Path, port: &str) -> Command {
    let mut chromium = Command::new(program);
    chromium
        .args(["--headless=new", "--disable-gpu", "--hide-scrollbars"])
        .args(["--no-first-run", "--no-default-browser-check"])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
        ])
        // The pages are the tests' own, and within a container the sandbox does not start.
        .args(["--no-sandbox", "--disable-dev-shm-usage"])
        .arg(format!("--remote-debugging-port={port}"))
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("about:blank");
    chromium
}
