//! Reading a file of records: all of it, or nothing is booked.

use std::collections::HashMap;
use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use super::job::{Defaults, Job, Subject};
use super::spreadsheet;
use crate::cli::BackfillArguments;
use crate::error::LocalError;

/// The most problems that are listed.
const MAX_PROBLEMS: usize = 50;

/// What a file of records is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON value a line: a request or a record
    JsonLines,
    /// One row per line item, as spreadsheets write it
    Csv,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "jsonl" | "ndjson" | "jsonlines" => Some(Self::JsonLines),
            "csv" | "tsv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What stands in one place of a file: the line, and the request there or what is wrong with it.
pub(super) type Found = (u64, Result<Value, String>);

/// All records of the file.
///
/// # Errors
///
/// Every line with something that cannot be read, and what it is; then nothing may be booked, since a
/// file that was misunderstood in one place may be in others.
pub(super) fn read(
    arguments: &BackfillArguments,
    defaults: &Defaults,
) -> Result<Vec<Job>, LocalError> {
    let path = &arguments.file;
    let format = arguments.format.or_else(|| Format::of(path));
    let format = format.ok_or(LocalError::Usage(
        "FILE ends neither in .jsonl nor in .csv: say what it is with --format",
    ))?;
    let bytes = std::fs::read(path).map_err(|source| LocalError::Read {
        path: path.clone(),
        source,
    })?;
    jobs(&bytes, format, defaults).map_err(|problems| LocalError::Records {
        path: path.clone(),
        problems: listed(&problems),
    })
}

fn jobs(bytes: &[u8], format: Format, defaults: &Defaults) -> Result<Vec<Job>, Vec<String>> {
    let text = text_of(bytes).map_err(|problem| vec![problem])?;
    let found = match format {
        Format::JsonLines => json_lines(text, defaults),
        Format::Csv => spreadsheet::read(text, defaults).map_err(|problem| vec![problem])?,
    };
    let mut taken = Taken::of(format);
    for (line, request) in found {
        taken.take(line, request.and_then(|request| Job::of(line, &request)));
    }
    taken.finish()
}

/// Spreadsheets begin a file of UTF-8 with a byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        format!("line {line} is not UTF-8: save the file as UTF-8")
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

fn json_lines(text: &str, defaults: &Defaults) -> Vec<Found> {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let value = serde_json::from_str(line).map_err(|error| {
                let (kind, column) = (error.classify(), error.column());
                format!("it is not JSON ({kind:?} error at column {column})")
            });
            (number, value.and_then(|value| defaults.request(value)))
        })
        .collect()
}

/// What was read so far.
struct Taken {
    /// What a place in the file is called.
    place: &'static str,
    jobs: Vec<Job>,
    lines: HashMap<Subject, u64>,
    problems: Vec<String>,
}

impl Taken {
    /// Rows are counted as spreadsheets do, where a cell may have several lines.
    fn of(format: Format) -> Self {
        let place = match format {
            Format::JsonLines => "line",
            Format::Csv => "row",
        };
        Self {
            place,
            jobs: Vec::new(),
            lines: HashMap::new(),
            problems: Vec::new(),
        }
    }

    fn take(&mut self, line: u64, job: Result<Job, String>) {
        let place = self.place;
        match job {
            Ok(job) => match self.lines.insert(job.subject.clone(), line) {
                None => self.jobs.push(job),
                Some(first) => {
                    let subject = &job.subject;
                    self.problems.push(format!(
                        "{place} {line}: {subject} stands on {place} {first} already"
                    ));
                }
            },
            Err(problem) => self.problems.push(format!("{place} {line}: {problem}")),
        }
    }

    fn finish(mut self) -> Result<Vec<Job>, Vec<String>> {
        if self.jobs.is_empty() && self.problems.is_empty() {
            self.problems.push("it holds no record".to_owned());
        }
        if self.problems.is_empty() {
            return Ok(self.jobs);
        }
        Err(self.problems)
    }
}

fn listed(problems: &[String]) -> String {
    if let [problem] = problems {
        return problem.clone();
    }
    let mut text = format!("{} places cannot be read:", problems.len());
    for problem in problems.iter().take(MAX_PROBLEMS) {
        text.push_str("\n- ");
        text.push_str(problem);
    }
    if problems.len() > MAX_PROBLEMS {
        text.push_str("\n- … and more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Format, jobs};
    use crate::backfill::job::{Defaults, OptionsOfAll};

    fn read(text: &[u8]) -> Result<Vec<(u64, String)>, String> {
        let defaults = Defaults {
            connection: "us-books".to_owned(),
            object_type: Some("deal".to_owned()),
            options: OptionsOfAll::default(),
            dry_run: false,
        };
        let jobs = jobs(text, Format::JsonLines, &defaults);
        let jobs = jobs.map_err(|problems| problems.join("; "))?;
        let jobs = jobs.into_iter();
        Ok(jobs.map(|job| (job.line, job.subject.record_id)).collect())
    }

    #[test]
    fn each_line_is_a_record_and_blank_ones_are_passed_over() {
        let text = "\u{feff}{\"id\": \"1\"}\r\n\n  \n{\"id\": \"2\"}";
        let expected = vec![(1, "1".to_owned()), (4, "2".to_owned())];
        assert_eq!(read(text.as_bytes()), Ok(expected));
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named_and_nothing_is_booked() {
        let text = b"{\"id\": \"1\"}\n{\"id\": \n[]\n{\"id\": \"1\"}\n{\"id\": \"\"}";
        let problems = read(text).unwrap_err();
        for expected in [
            "line 2: it is not JSON",
            "line 3: it is not a JSON object",
            "line 4: deal 1 stands on line 1 already",
            "line 5: the request cannot be read: `record.id`",
        ] {
            assert!(problems.contains(expected), "{expected}: {problems}");
        }
    }

    #[test]
    fn a_file_without_a_record_or_in_another_encoding_is_refused() {
        assert!(read(b" \n").unwrap_err().contains("no record"));
        let latin = read(b"{\"id\": \"1\"}\n{\"id\": \"\xe9\"}").unwrap_err();
        assert!(latin.contains("line 2 is not UTF-8"), "{latin}");
    }
}
