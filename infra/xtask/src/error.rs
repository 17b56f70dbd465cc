//! The ways in which a check fails.

/// A check that failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum XtaskError {
    /// A step's command failed.
    #[error("{name} failed; to repeat it: {command}")]
    StepFailed {
        /// The step's name.
        name: &'static str,
        /// The command line.
        command: String,
    },
    /// A rule of the house is broken.
    #[error("{} broken, see above", rules(*.0))]
    HouseRules(usize),
    /// A command could not be run, or its answer not be read.
    #[error("cannot run `{command}`: {detail}")]
    Command {
        /// The command line.
        command: String,
        /// The cause.
        detail: String,
    },
    /// A file is no Rust.
    #[error("{path}: {detail}")]
    Source {
        /// The file.
        path: String,
        /// The cause.
        detail: String,
    },
    /// A release cannot be packaged.
    #[error("{0}")]
    Release(String),
    /// An archive cannot be made or read.
    #[error(transparent)]
    Archive(#[from] release::ReleaseError),
    /// A component is not there.
    #[error(transparent)]
    NotThere(#[from] components::ComponentError),
    /// A file of the workspace cannot be read, or the console not be written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The workspace's manifests cannot be read.
    #[error(transparent)]
    Metadata(#[from] cargo_metadata::Error),
}

fn rules(count: usize) -> String {
    match count {
        1 => "1 rule of the house is".to_owned(),
        _ => format!("{count} rules of the house are"),
    }
}
