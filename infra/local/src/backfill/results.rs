//! The result file: one row per record, whatever happens to the process.
//!
//! While a run goes on, rows are appended, each in one write that ends with a line end: after a kill at
//! most the last line is half, and is known by that. When a run begins and when it ends, the file is
//! replaced by a whole one (written beside it and renamed), so there is never more than one row of a
//! record in it.

use std::collections::{HashMap, HashSet};
use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord};
use storage::private_file;

use super::job::Subject;
use super::row::{self, COLUMNS, EARLIER, Row};
use crate::error::LocalError;

/// An open result file.
#[derive(Debug)]
pub(super) struct Results {
    path: PathBuf,
    file: File,
    rows: HashMap<Subject, Row>,
    /// Kept locked, so that no other run writes the same file.
    _lock: Lock,
}

/// A file that is locked as long as this lasts, and taken away at its end.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Drop for Lock {
    /// One that cannot be taken away does no harm: the system lets go of its lock.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Results {
    /// Opens the file, which may not exist yet. A half line at its end is cut off, and rows of records
    /// that were not booked are left out, since they are about to be run again.
    ///
    /// # Errors
    ///
    /// When another run writes it, when it is no result file, or when the disk refuses.
    pub(super) fn open(path: &Path) -> Result<Self, LocalError> {
        let lock = lock(path)?;
        let mut rows = Self::read(path)?;
        rows.retain(Row::is_settled);
        let file = replace(path, rows.iter())?;
        let rows = rows.into_iter().map(|row| (row.subject.clone(), row));
        Ok(Self {
            path: path.to_owned(),
            file,
            rows: rows.collect(),
            _lock: lock,
        })
    }

    fn read(path: &Path) -> Result<Vec<Row>, LocalError> {
        let refuse = |reason: &str| LocalError::Results {
            path: path.to_owned(),
            reason: reason.to_owned(),
        };
        let bytes = match std::fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read.map_err(|error| cannot(path, &error))?,
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n');
        let whole = bytes.get(..whole.map_or(0, |end| end + 1));
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(whole.unwrap_or_default());
        let mut records = reader.records();
        match records.next() {
            None if bytes.is_empty() => return Ok(Vec::new()),
            Some(Ok(heading)) if is_heading(&heading) => {}
            _ => {
                return Err(refuse(
                    "is another file: name one with --results, or move it",
                ));
            }
        }
        let mut rows = Vec::new();
        for (number, record) in (2..).zip(records) {
            let row = record.ok().as_ref().and_then(Row::read);
            let row = row.ok_or_else(|| {
                refuse(&format!(
                    "cannot be read at line {number}: move it, and the run will write a new one"
                ))
            })?;
            rows.push(row);
        }
        Ok(rows)
    }

    /// Adds the row of a record. A row that says the same as the one that stands there is passed over;
    /// one that says something else takes its place at the end of the run.
    pub(super) fn add(&mut self, row: Row) -> Result<(), LocalError> {
        match self.rows.get(&row.subject) {
            Some(earlier) if row.repeats(earlier) => return Ok(()),
            Some(_) => {}
            None => {
                let line = row.line().map_err(|error| cannot(&self.path, &error))?;
                let written = self.file.write_all(line.as_bytes());
                written.map_err(|error| cannot(&self.path, &error))?;
            }
        }
        self.rows.insert(row.subject.clone(), row);
        Ok(())
    }

    /// Writes the file whole, its rows in this order; rows of records that are not in it stay, at the
    /// end.
    pub(super) fn finish(self, order: &[Subject]) -> Result<(), LocalError> {
        let asked: HashSet<&Subject> = order.iter().collect();
        let rest = self.rows.values();
        let rest = rest.filter(|row| !asked.contains(&row.subject));
        let mut rest: Vec<&Row> = rest.collect();
        rest.sort_by(|left, right| left.subject.record_id.cmp(&right.subject.record_id));
        let rows = order.iter().filter_map(|subject| self.rows.get(subject));
        replace(&self.path, rows.chain(rest)).map(|_| ())
    }
}

/// True for the heading of a result file, also of one that an earlier version has written.
fn is_heading(heading: &StringRecord) -> bool {
    let columns = COLUMNS.into_iter().take(heading.len());
    heading.len() >= EARLIER && heading.iter().eq(columns)
}

/// Puts a whole file in the place of what stands there; it can be appended to.
fn replace<'r>(path: &Path, rows: impl Iterator<Item = &'r Row>) -> Result<File, LocalError> {
    let mut text = row::heading().map_err(|error| cannot(path, &error))?;
    for row in rows {
        text.push_str(&row.line().map_err(|error| cannot(path, &error))?);
    }
    let write = || {
        private_file::replace(path, text.as_bytes())?;
        let mut file = private_file::open(path)?;
        file.seek(SeekFrom::End(0)).map(|_| file)
    };
    write().map_err(|error| cannot(path, &error))
}

/// The file itself is replaced, so the lock is one beside it. The system lets go of it when the process
/// ends, however it ends.
fn lock(path: &Path) -> Result<Lock, LocalError> {
    let beside = private_file::beside(path, ".lock");
    let lock = private_file::open(&beside).map_err(|error| cannot(path, &error))?;
    let taken = || LocalError::Results {
        path: path.to_owned(),
        reason: "is being written by another run: wait for its end, or name another file with \
                 --results"
            .to_owned(),
    };
    match lock.try_lock() {
        // A run that has just ended may have taken it away between the two.
        Ok(()) if !is_at(&lock, &beside) => Err(taken()),
        Ok(()) => Ok(Lock {
            path: beside,
            _file: lock,
        }),
        Err(TryLockError::WouldBlock) => Err(taken()),
        Err(TryLockError::Error(error)) => Err(cannot(path, &error)),
    }
}

/// True where this file is the one that stands at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(own), Ok(there)) => place(own) == place(there),
        _ => false,
    }
}

/// A file that is open cannot be taken away here.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

fn cannot(path: &Path, error: &dyn std::error::Error) -> LocalError {
    LocalError::Results {
        path: path.to_owned(),
        reason: format!("cannot be used: {error}"),
    }
}

#[cfg(test)]
mod tests;
