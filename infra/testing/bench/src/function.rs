//! The function in a process of its own, from its start to the last of some events.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::process::Command;

use crate::callgrind;
use crate::runtime_api::RuntimeApi;
use crate::usage::Usage;

/// A function as it is deployed.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    program: PathBuf,
    arguments: Vec<PathBuf>,
    variables: Vec<(&'static str, String)>,
}

/// One life of a process.
#[derive(Debug)]
pub(crate) struct Life {
    /// The time from its start to its first poll for an event.
    pub(crate) start: Duration,
    /// The use it had made of the machine by each of its polls.
    pub(crate) polls: Vec<Usage>,
    /// The time from each event to the next poll.
    pub(crate) taken: Vec<Duration>,
    /// Its answers.
    pub(crate) answers: Vec<Value>,
    /// Its metrics, a document for each event.
    pub(crate) metrics: Vec<Value>,
}

impl Function {
    /// The function whose program is here.
    pub(crate) fn at(program: &Path) -> Self {
        Self {
            program: std::path::absolute(program).expect("the program of the function"),
            arguments: Vec::new(),
            variables: Vec::new(),
        }
    }

    /// The function that an interpreter makes of this script.
    pub(crate) fn of_script(interpreter: &Path, script: &Path) -> Self {
        Self {
            // An interpreter that is not named by a path is looked for where programs are.
            program: interpreter.to_path_buf(),
            arguments: vec![script.to_path_buf()],
            variables: Vec::new(),
        }
    }

    /// The function with these variables, which stand before those that it has.
    pub(crate) fn with(mut self, variables: Vec<(&'static str, String)>) -> Self {
        self.variables.extend(variables);
        self
    }

    /// Its program.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Lets it answer these events, and gives what it did.
    pub(crate) async fn live(&self, events: Vec<Vec<u8>>) -> Life {
        self.run(Command::new(&self.program), events).await
    }

    /// The instructions that it takes from its start to the last of these events.
    pub(crate) async fn instructions(&self, events: Vec<Vec<u8>>) -> f64 {
        let folder = tempfile::tempdir().expect("a folder");
        let counts = folder.path().join("counts");
        self.profile(events, &counts).await;
        let counts = std::fs::read_to_string(counts).expect("callgrind's counts");
        let total = callgrind::total(&counts).expect("a total");
        f64::from(u32::try_from(total).expect("less than four billion instructions"))
    }

    /// Writes a profile of all that to a file, which `callgrind_annotate` reads.
    pub(crate) async fn profile(&self, events: Vec<Vec<u8>>, counts: &Path) {
        let command = callgrind::command(&self.program, counts);
        self.run(command, events).await;
    }

    async fn run(&self, mut command: Command, events: Vec<Vec<u8>>) -> Life {
        let count = events.len();
        let api = RuntimeApi::with(events).await;
        command
            .args(&self.arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("AWS_LAMBDA_RUNTIME_API", api.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "create-invoice")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .env("AWS_LAMBDA_LOG_LEVEL", "INFO")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let start = Instant::now();
        let process = {
            // Its first poll waits for this.
            let mut served = api.served();
            let process = command.spawn().unwrap_or_else(|error| {
                panic!(
                    "cannot run {}: {error}",
                    command.as_std().get_program().display()
                )
            });
            served.process = process.id();
            process
        };
        let output = process.wait_with_output().await.expect("the function ends");
        let log = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut served = api.served();
        let answers = std::mem::take(&mut served.answers);
        let polls = std::mem::take(&mut served.polls);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(answers.len(), count, "{log}\n{errors}");
        assert_eq!(polls.len(), count + 1, "{log}\n{errors}");
        Life {
            start: polls[0].0 - start,
            taken: taken(&polls),
            polls: polls.into_iter().map(|(_, usage)| usage).collect(),
            answers,
            metrics: metrics(&log),
        }
    }
}

/// The time between each two polls.
fn taken(polls: &[(Instant, Usage)]) -> Vec<Duration> {
    let pairs = polls.windows(2);
    pairs.map(|pair| pair[1].0 - pair[0].0).collect()
}

fn metrics(log: &str) -> Vec<Value> {
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines
        .filter(|line: &Value| line["_aws"].is_object())
        .collect()
}
