//! The errors of the sandbox itself.

use std::path::PathBuf;

/// Why a sandbox could not start, or could not be arranged.
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
    /// The file that keeps the company cannot be read or written.
    #[error("cannot use the company's file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's message.
        source: std::io::Error,
    },
    /// The file that keeps the company holds something else.
    #[error("the company's file {path} is not a company: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where it stops making sense.
        source: serde_json::Error,
    },
    /// The sample company that is built in is wrong.
    #[error("the built-in sample company is malformed: {0}")]
    Seed(#[from] serde_json::Error),
    /// The tax code that US documents should get is not one of the company's.
    #[error("the company has no tax code {0:?}")]
    UnknownTaxCode(String),
    /// No entity of that name exists here.
    #[error("no entity {0:?} in this sandbox")]
    UnknownEntity(String),
    /// The company refused the row, as the API would have.
    #[error(transparent)]
    Refused(#[from] crate::fault::Fault),
}
