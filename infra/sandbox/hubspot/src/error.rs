//! The errors of the sandbox itself.

use std::path::PathBuf;

/// A portal that could not start, or could not be arranged.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address is taken or not ours to listen on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: std::net::SocketAddr,
        /// The system's message.
        source: std::io::Error,
    },
    /// The file that keeps the portal cannot be read or written.
    #[error("cannot use the portal's file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's message.
        source: std::io::Error,
    },
    /// The file that keeps the portal holds something else.
    #[error("the portal's file {path} is not a portal: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The place where it stops making sense.
        source: serde_json::Error,
    },
    /// A record to plant, or one that is built in, does not have a record's form.
    #[error("a record is malformed: {0}")]
    Record(#[from] serde_json::Error),
    /// A record to plant names an id or a label that is none, or a record that is not there.
    #[error("{object_type} {id:?}: there is no such record, id or label")]
    Id {
        /// The type, such as `deals`.
        object_type: &'static str,
        /// The id.
        id: String,
    },
    /// No type of that name exists here.
    #[error("no object type {0:?} in this portal")]
    UnknownObjectType(String),
    /// The client that calls apps could not be made.
    #[error("cannot call apps: {0}")]
    Client(#[source] reqwest::Error),
    /// The options of a field of an action could not be loaded.
    #[error("the options of {field} could not be loaded: {reason}")]
    Options {
        /// The field.
        field: String,
        /// The cause.
        reason: String,
    },
    /// The portal refused the write, as the API would have.
    #[error(transparent)]
    Refused(#[from] crate::refusal::Refusal),
}
