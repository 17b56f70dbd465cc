//! The failures of writing and registering.

use hubspot::CallError;

/// A file or a definition could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A language lacks a text.
    #[error("the labels in {language} have no text for `{name}`")]
    Label {
        /// The language's code.
        language: &'static str,
        /// The action, field, output or rule.
        name: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Files differ from what the model says.
    #[error("not as the model says: {}: run `cargo xtask hubspot-app --write` and commit them", .0.join(", "))]
    Stale(Vec<String>),
    /// HubSpot has something else than was meant.
    #[error("HubSpot has something else than was meant:\n{}", .0.join("\n"))]
    Differs(Vec<String>),
    /// HubSpot refused, or did not answer.
    #[error("HubSpot: {0}")]
    Call(#[from] CallError),
    /// HubSpot refused the definition of an action, or did not answer; those before it are registered.
    #[error(
        "HubSpot: {action}{}: {source}{}; what is registered stays, and the same command does the rest",
        .known.as_ref().map_or(String::new(), |id| format!(" (definition {id})")),
        if .known.is_some() { " (what `hs project upload` brought is changed by uploading the project again)" } else { "" }
    )]
    Refused {
        /// The action.
        action: &'static str,
        /// The id that its definition has at HubSpot.
        known: Option<String>,
        /// The refusal.
        source: CallError,
    },
    /// A setting of the command cannot be used.
    #[error("{0}")]
    Usage(String),
}
