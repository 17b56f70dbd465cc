//! The file that keeps definitions, executions and webhooks between runs.

use std::path::Path;

use super::Known;
use crate::error::SandboxError;

/// The file's content, if there is a file.
pub(super) fn load(file: Option<&Path>) -> Result<Option<Known>, SandboxError> {
    let Some(path) = file.filter(|path| path.exists()) else {
        return Ok(None);
    };
    let content = std::fs::read(path).map_err(|source| SandboxError::File {
        path: path.to_path_buf(),
        source,
    })?;
    let known = serde_json::from_slice(&content);
    known.map(Some).map_err(|source| SandboxError::Malformed {
        path: path.to_path_buf(),
        source,
    })
}

/// Writes the file, when there is one: a new file beside it first, then its name. A failure is logged, since most of what
/// is kept here comes about when nobody waits for it.
pub(super) fn save(file: Option<&Path>, known: &Known) {
    let Some(path) = file else {
        return;
    };
    let written = serde_json::to_vec(known)
        .map_err(std::io::Error::other)
        .and_then(|content| loopback::private_file::replace(path, &content));
    if let Err(error) = written {
        tracing::error!(%error, path = %path.display(), "the workflows' file could not be written");
    }
}
