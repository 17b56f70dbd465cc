//! Why a check failed.

/// Why a check failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum XtaskError {
    /// A step's command failed.
    #[error("{name} failed; to repeat it: {command}")]
    StepFailed {
        /// What the step is called.
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
        /// What was observed.
        detail: String,
    },
    /// Something is not as it was promised.
    #[error("it does not hold that {promise}: {found}")]
    Broken {
        /// What was promised.
        promise: String,
        /// What was found.
        found: String,
    },
    /// A component is not there.
    #[error(transparent)]
    NotThere(#[from] components::ComponentError),
    /// A component cannot be talked to.
    #[error("a component does not answer: {0}")]
    Component(#[from] reqwest::Error),
    /// A file of the workspace cannot be read, or the console not be written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The workspace's manifests cannot be read.
    #[error(transparent)]
    Metadata(#[from] cargo_metadata::Error),
}

impl XtaskError {
    /// A promise that does not hold, with what was found instead.
    pub(crate) fn broken(promise: impl Into<String>, found: impl std::fmt::Display) -> Self {
        Self::Broken {
            promise: promise.into(),
            found: found.to_string(),
        }
    }
}

fn rules(count: usize) -> String {
    match count {
        1 => "1 rule of the house is".to_owned(),
        _ => format!("{count} rules of the house are"),
    }
}
