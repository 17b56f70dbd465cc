//! The ways in which a component is missing.

use std::io::ErrorKind;
use std::process::Command;

/// A component that is not there.
#[derive(Debug, thiserror::Error)]
pub enum ComponentError {
    /// A command could not be run, or failed.
    #[error("`{command}` failed: {detail}")]
    Command {
        /// The command line.
        command: String,
        /// The cause, or the program to install.
        detail: String,
    },
    /// Programs that must be there before anything can be installed are not.
    #[error("missing on this machine: {}", .0.join("; "))]
    Missing(Vec<String>),
    /// A file cannot be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ComponentError {
    pub(crate) fn command(command: &Command, detail: &impl ToString) -> Self {
        let parts = std::iter::once(command.get_program()).chain(command.get_args());
        let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
        Self::Command {
            command: parts.join(" "),
            detail: detail.to_string(),
        }
    }

    pub(crate) fn cannot_run(command: &Command, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::command(command, &"it is not on this machine"),
            _ => Self::command(command, error),
        }
    }
}
