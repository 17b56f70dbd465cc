//! The outcome of a run in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::arguments::BackfillArguments;
use super::row::Row;
use super::target::Failure;

/// The outcome of a run.
#[derive(Debug, Default)]
pub(super) struct Summary {
    records: usize,
    /// Records by what came of them.
    settled: BTreeMap<String, usize>,
    /// Records that failed, by the error's type.
    failed: BTreeMap<String, usize>,
    /// Records with a warning, by its code.
    warned: BTreeMap<String, usize>,
    took: Duration,
    throttled: u64,
    stopped_by: Option<Failure>,
    interrupted: bool,
}

/// The name of each status, in the order in which they are shown.
const STATUSES: [(&str, &str); 4] = [
    ("created", "booked now"),
    ("already_created", "booked before"),
    ("nothing_to_do", "nothing to book"),
    ("preview", "checked, not posted"),
];

impl Summary {
    /// Of a run over so many records.
    pub(super) fn of(records: usize) -> Self {
        Self {
            records,
            ..Self::default()
        }
    }

    /// Counts a record.
    pub(super) fn count(&mut self, row: &Row) {
        let count = if row.is_settled() {
            self.settled.entry(row.status.clone())
        } else {
            self.failed.entry(row.error_type.clone())
        };
        *count.or_default() += 1;
        let codes: BTreeSet<&str> = row.warned().map(|(code, _)| code).collect();
        for code in codes {
            *self.warned.entry(code.to_owned()).or_default() += 1;
        }
    }

    /// The summary of a run that has ended.
    pub(super) fn after(self, took: Duration, throttled: u64, stopped_by: Option<Failure>) -> Self {
        Self {
            took,
            throttled,
            stopped_by,
            ..self
        }
    }

    /// The run was told to end.
    pub(super) fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// True if the run was told to end.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// True if nothing is left to do about any record.
    pub(super) fn all_booked(&self) -> bool {
        self.settled.values().sum::<usize>() == self.records
    }

    /// A few words for the progress bar.
    pub(super) fn in_short(&self) -> String {
        let failed = self.number_failed();
        if failed == 0 {
            return String::new();
        }
        format!("{failed} failed")
    }

    /// A line for a run without a terminal.
    pub(super) fn so_far(&self) -> String {
        let (reached, records) = (self.reached(), self.records);
        match self.number_failed() {
            0 => format!("{reached} of {records} records"),
            failed => format!("{reached} of {records} records, {failed} failed"),
        }
    }

    fn reached(&self) -> usize {
        self.settled.values().sum::<usize>() + self.number_failed()
    }

    fn number_failed(&self) -> usize {
        self.failed.values().sum()
    }

    /// The summary for a person.
    pub(super) fn text(&self, arguments: &BackfillArguments, results: &Path) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = self.write(&mut text, arguments, results);
        text.trim_end().to_owned()
    }

    fn write(
        &self,
        text: &mut String,
        arguments: &BackfillArguments,
        results: &Path,
    ) -> std::fmt::Result {
        let (action, file) = (arguments.action.name(), arguments.file.display());
        let records = match self.records {
            1 => "1 record".to_owned(),
            several => format!("{several} records"),
        };
        writeln!(text, "{action}: {records} of {file}")?;
        for (status, name) in STATUSES {
            let number = self.settled.get(status).copied().unwrap_or_default();
            if number > 0 {
                writeln!(text, "  {name:<20}{number:>8}")?;
            }
        }
        for (error_type, number) in &self.failed {
            writeln!(text, "  {:<20}{number:>8}  {error_type}", "failed")?;
        }
        for (code, number) in &self.warned {
            writeln!(text, "  {:<20}{number:>8}  {code}", "with a warning")?;
        }
        let reached = self.reached();
        if reached < self.records {
            let left = self.records - reached;
            let again = match self.stopped_by {
                Some(_) => "mend what stopped it, and run the same command again",
                None => "run the same command again",
            };
            writeln!(text, "  {:<20}{left:>8}  {again}", "not reached")?;
        }
        let seconds = self.took.as_secs_f64();
        write!(text, "It took {seconds:.1} s")?;
        match self.throttled {
            0 => writeln!(text, ".")?,
            times => writeln!(
                text,
                "; records waited {times} times for the company's quota."
            )?,
        }
        if let Some(failure) = &self.stopped_by {
            writeln!(text, "Stopped: {}", failure.message)?;
        }
        writeln!(text, "One row per record: {}", results.display())
    }
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn all_are_booked_only_if_every_record_was_reached_and_none_failed() {
        let of = |records, settled, failed: usize| {
            let settled = [("created".to_owned(), settled)].into();
            let failed = (failed > 0).then(|| ("InvalidRequest".to_owned(), failed));
            Summary {
                records,
                settled,
                failed: failed.into_iter().collect(),
                ..Summary::default()
            }
        };
        assert!(of(3, 3, 0).all_booked());
        assert!(!of(3, 2, 1).all_booked());
        assert!(!of(3, 2, 0).all_booked());
        assert_eq!(of(3, 1, 1).so_far(), "2 of 3 records, 1 failed");
    }
}
