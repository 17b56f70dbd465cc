//! The file that keeps a company between runs: on its first line the whole company, on each further line what one
//! request added to it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::company::{Addition, Snapshot};
use crate::error::SandboxError;
use crate::grants::Grants;
use crate::replay::{Remembered, Replays};

/// The content of the first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// Where the random numbers go on, so that no token is given twice.
    pub(super) random: u64,
    pub(super) company: Snapshot,
    pub(super) grants: Grants,
    pub(super) replays: Replays,
}

/// The content of each further line.
#[derive(Serialize, Deserialize)]
pub(super) enum Entry {
    /// A request to the API.
    Request {
        company: Option<Addition>,
        answers: Vec<Remembered>,
    },
    /// Tokens were given or revoked.
    Grants { random: u64, grants: Grants },
}

/// The lines of a file, read.
pub(super) struct Content {
    pub(super) first: Kept,
    pub(super) entries: Vec<Entry>,
    /// `true` if the last line was not finished.
    pub(super) is_torn: bool,
}

/// An open file, to which lines are added.
pub(crate) struct CompanyFile {
    path: PathBuf,
    file: File,
    /// The end of its last whole line.
    end: u64,
    /// Lines that could not be written, as when the disk is full. They come before the next one.
    unwritten: Vec<u8>,
}

/// Reads the file, when there is one.
pub(super) fn read(path: &Path) -> Result<Option<Content>, SandboxError> {
    if !path.exists() {
        return Ok(None);
    }
    let content = std::fs::read(path).map_err(|source| unusable(path, source))?;
    let malformed = |source| SandboxError::Malformed {
        path: path.to_owned(),
        source,
    };
    let mut lines = content.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let kept = serde_json::from_slice(first).map_err(malformed)?;
    let mut entries = Vec::new();
    // A line without its end was being written when the program stopped: its request was never answered.
    let mut is_torn = !first.ends_with(b"\n");
    for line in lines {
        is_torn = !line.ends_with(b"\n");
        if !is_torn {
            entries.push(serde_json::from_slice(line).map_err(malformed)?);
        }
    }
    Ok(Some(Content {
        first: kept,
        entries,
        is_torn,
    }))
}

impl Content {
    /// The rows that were read, each as often as it was stored.
    pub(super) fn stored_rows(&self) -> usize {
        let added = self.entries.iter().map(|entry| match entry {
            Entry::Request { company, .. } => company.as_ref().map_or(0, Addition::row_count),
            Entry::Grants { .. } => 0,
        });
        self.first.company.row_count() + added.sum::<usize>()
    }
}

impl CompanyFile {
    /// Opens a file as it is, to go on with it.
    pub(super) fn go_on(path: &Path) -> Result<Self, SandboxError> {
        let file = loopback::private_file::append(path);
        let opened = file.and_then(|file| Ok((file.metadata()?.len(), file)));
        let (end, file) = opened.map_err(|source| unusable(path, source))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            end,
            unwritten: Vec::new(),
        })
    }

    /// Writes a file anew: a new file beside it first, then its name.
    pub(super) fn write_anew(path: &Path, kept: &Kept) -> Result<Self, SandboxError> {
        let line = line(path, kept)?;
        let written = loopback::private_file::replace(path, &line);
        written.map_err(|source| unusable(path, source))?;
        Self::go_on(path)
    }

    /// Adds a line, in one piece. What it says is in memory whether or not it is written: a line that failed is
    /// written with the next one, and the part of it that came through is cut off before that.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), SandboxError> {
        let is_cut = self.unwritten.is_empty();
        self.unwritten.extend(line(&self.path, entry)?);
        let written = if is_cut {
            Ok(())
        } else {
            self.file.set_len(self.end)
        };
        written
            .and_then(|()| self.file.write_all(&self.unwritten))
            .map_err(|source| unusable(&self.path, source))?;
        self.end += self.unwritten.len() as u64;
        self.unwritten.clear();
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn line(path: &Path, content: &impl Serialize) -> Result<Vec<u8>, SandboxError> {
    let mut line = serde_json::to_vec(content).map_err(|source| SandboxError::Malformed {
        path: path.to_owned(),
        source,
    })?;
    line.push(b'\n');
    Ok(line)
}

fn unusable(path: &Path, source: std::io::Error) -> SandboxError {
    SandboxError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests;
