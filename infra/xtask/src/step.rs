//! Steps: commands that are run one after the other and timed, each of which a person can repeat.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::error::XtaskError;
use crate::workspace;

/// A command that must succeed.
#[derive(Debug)]
pub(crate) struct Step {
    name: &'static str,
    program: PathBuf,
    /// The program as a person types it.
    typed: &'static str,
    arguments: Vec<&'static str>,
    environment: Vec<(&'static str, &'static str)>,
}

impl Step {
    /// A cargo command, run by the cargo that runs this.
    pub(crate) fn cargo(name: &'static str, arguments: &[&'static str]) -> Self {
        Self {
            name,
            program: workspace::cargo().into(),
            typed: "cargo",
            arguments: arguments.to_vec(),
            environment: Vec::new(),
        }
    }

    /// A command of this program, in a process of its own.
    pub(crate) fn xtask(command: &'static str) -> Result<Self, XtaskError> {
        Ok(Self {
            name: command,
            program: std::env::current_exe()?,
            typed: "cargo xtask",
            arguments: vec![command],
            environment: Vec::new(),
        })
    }

    /// With this environment variable.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    #[expect(clippy::disallowed_methods, reason = "steps are timed")]
    fn run(&self) -> Result<Duration, XtaskError> {
        writeln!(std::io::stderr(), "\n── {}: {}", self.name, self.command())?;
        let start = Instant::now();
        let status = Command::new(&self.program)
            .args(&self.arguments)
            .envs(self.environment.iter().copied())
            .current_dir(workspace::root())
            .status()?;
        if status.success() {
            return Ok(start.elapsed());
        }
        Err(XtaskError::StepFailed {
            name: self.name,
            command: self.command(),
        })
    }

    /// The command line as a person types it.
    fn command(&self) -> String {
        let environment = self.environment.iter().map(|(name, value)| {
            if value.contains(' ') {
                format!("{name}='{value}'")
            } else {
                format!("{name}={value}")
            }
        });
        let arguments = self.arguments.iter().map(|&argument| argument.to_owned());
        environment
            .chain([self.typed.to_owned()])
            .chain(arguments)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Runs the steps in order, stops at the first that fails, and sums up what each took.
#[expect(clippy::disallowed_methods, reason = "steps are timed")]
pub(crate) fn run_all(steps: &[Step]) -> Result<(), XtaskError> {
    let mut summary = Vec::new();
    let mut outcome = Ok(());
    let start = Instant::now();
    for step in steps {
        if outcome.is_err() {
            summary.push(format!("not run {}", step.name));
            continue;
        }
        match step.run() {
            Ok(took) => summary.push(line("ok", step.name, took)),
            Err(error) => {
                summary.push(format!("FAILED  {}", step.name));
                outcome = Err(error);
            }
        }
    }
    summary.push(line("", "in all", start.elapsed()));
    writeln!(std::io::stderr(), "\n{}", summary.join("\n"))?;
    outcome
}

fn line(outcome: &str, name: &str, took: Duration) -> String {
    format!("{outcome:<7} {name:<16} {:>6.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{Step, run_all};

    #[test]
    fn a_step_that_fails_names_the_command_to_repeat_and_ends_the_run() {
        let steps = [
            Step::cargo("version", &["--version"]),
            Step::cargo("broken", &["no-such-command"]).env("A", "b c"),
            Step::cargo("never", &["--version"]),
        ];
        let error = run_all(&steps).unwrap_err().to_string();
        assert_eq!(
            error,
            "broken failed; to repeat it: A='b c' cargo no-such-command"
        );
        assert!(run_all(&steps[..1]).is_ok());
    }
}
