//! A row of the result file: what came of one record. It holds ids, amounts and error messages, which
//! name ids and fields alone.

use std::borrow::Cow;

use actions::Response;
use actions::response::Document;
use csv::{QuoteStyle, StringRecord, WriterBuilder};
use manage_connection::{protect, unprotect};

use super::job::{Job, Subject};
use super::target::Failure;

/// The columns, in order.
pub(super) const COLUMNS: [&str; 15] = [
    "line",
    "connection",
    "object_type",
    "record_id",
    "enrollment_id",
    "status",
    "document_type",
    "document_id",
    "document_number",
    "total",
    "currency",
    "warnings",
    "error_type",
    "error_message",
    "warning_messages",
];

/// The number of columns of a file that a version without the last one has written.
pub(super) const EARLIER: usize = 14;

/// The status of a record that was not booked; the others are those of the response.
const FAILED: &str = "failed";
/// The separator of the documents of an action that makes several.
const SEPARATOR: &str = "; ";
/// The separator of messages, which may hold the other one.
const BETWEEN_MESSAGES: &str = " | ";
/// The warning of a record of which there is nothing to book.
const NOTHING_TO_DO: &str = "nothing_to_do";

/// The outcome of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The record.
    pub(super) subject: Subject,
    /// Where it begins in the file.
    line: String,
    /// The response's status, or `failed`.
    pub(super) status: String,
    /// Type, id, number, total and currency of the document.
    document: [String; 5],
    /// The codes of the warnings.
    warnings: String,
    /// The error's type, empty if there is none.
    pub(super) error_type: String,
    /// The error's message.
    pub(super) error_message: String,
    /// The messages of the warnings, each behind its code.
    warning_messages: String,
}

impl Row {
    /// The row of a record that was answered.
    pub(super) fn answered(job: &Job, response: &Response) -> Self {
        let several = response.documents.as_deref();
        let documents = several.unwrap_or(response.document.as_slice());
        let warnings = || response.warnings.iter();
        let codes = warnings().map(|warning| warning.code.clone());
        let messages = warnings().map(|warning| format!("{}: {}", warning.code, warning.message));
        Self {
            status: response.status.to_string(),
            document: cells(documents),
            warnings: codes.collect::<Vec<_>>().join(SEPARATOR),
            warning_messages: messages.collect::<Vec<_>>().join(BETWEEN_MESSAGES),
            ..Self::empty(job)
        }
    }

    /// The row of a record that was not booked.
    pub(super) fn failed(job: &Job, failure: &Failure) -> Self {
        Self {
            status: FAILED.to_owned(),
            error_type: failure.error_type.clone(),
            error_message: failure.message.clone(),
            ..Self::empty(job)
        }
    }

    fn empty(job: &Job) -> Self {
        Self {
            subject: job.subject.clone(),
            line: job.line.to_string(),
            status: String::new(),
            document: Default::default(),
            warnings: String::new(),
            error_type: String::new(),
            error_message: String::new(),
            warning_messages: String::new(),
        }
    }

    /// The warnings that somebody should look at, each with its code and its message. Why there is nothing to do is told
    /// by the status.
    pub(super) fn warned(&self) -> impl Iterator<Item = (&str, &str)> {
        let messages = self.warning_messages.split(BETWEEN_MESSAGES);
        let warnings = messages.filter_map(|message| message.split_once(": "));
        warnings.filter(|(code, _)| *code != NOTHING_TO_DO)
    }

    /// True if there is nothing more to do about the record.
    pub(super) fn is_settled(&self) -> bool {
        self.status != FAILED
    }

    /// True if the row says the same of the record: the same documents, even if they had been made
    /// before.
    pub(super) fn repeats(&self, earlier: &Self) -> bool {
        let same = self.is_settled() && earlier.is_settled() && self.document == earlier.document;
        same && self.subject == earlier.subject && self.line == earlier.line
    }

    /// The row as a line of CSV.
    pub(super) fn line(&self) -> Result<String, csv::Error> {
        let Subject {
            connection,
            object_type,
            record_id,
            enrollment_id,
        } = &self.subject;
        let [kind, id, number, total, currency] = &self.document;
        line(&[
            &self.line,
            connection,
            object_type,
            record_id,
            enrollment_id,
            &self.status,
            kind,
            id,
            number,
            total,
            currency,
            &self.warnings,
            &self.error_type,
            &self.error_message,
            &self.warning_messages,
        ])
    }

    /// The row of a line of CSV.
    pub(super) fn read(record: &StringRecord) -> Option<Self> {
        let cells = record.iter().map(|cell| unprotect(cell).into_owned());
        let mut cells: Vec<String> = cells.collect();
        if cells.len() == EARLIER {
            cells.push(String::new());
        }
        let cells: [String; COLUMNS.len()] = cells.try_into().ok()?;
        let [
            line,
            connection,
            object_type,
            record_id,
            enrollment_id,
            status,
            kind,
            id,
            number,
            total,
            currency,
            warnings,
            error_type,
            error_message,
            warning_messages,
        ] = cells;
        let subject = Subject {
            connection,
            object_type,
            record_id,
            enrollment_id,
        };
        Some(Self {
            subject,
            line,
            status,
            document: [kind, id, number, total, currency],
            warnings,
            error_type,
            error_message,
            warning_messages,
        })
    }
}

/// The heading as a line of CSV.
pub(super) fn heading() -> Result<String, csv::Error> {
    line(&COLUMNS)
}

fn cells(documents: &[Document]) -> [String; 5] {
    let all = |cell: fn(&Document) -> &str| {
        let cells: Vec<&str> = documents.iter().map(cell).collect();
        cells.join(SEPARATOR)
    };
    [
        all(|document| &document.kind),
        all(|document| document.id.as_deref().unwrap_or_default()),
        all(|document| document.number.as_deref().unwrap_or_default()),
        all(|document| &document.total),
        all(|document| &document.currency),
    ]
}

/// One line of text, whatever the cells hold: a half line is known by its missing end.
fn line(cells: &[&str; COLUMNS.len()]) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .from_writer(Vec::new());
    writer.write_record(cells.map(|cell| safe(cell).into_owned()))?;
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell without line ends that no spreadsheet takes for a formula.
fn safe(cell: &str) -> Cow<'_, str> {
    if cell.contains(['\n', '\r']) {
        return Cow::Owned(protect(&cell.replace(['\n', '\r'], " ")).into_owned());
    }
    protect(cell)
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::Row;
    use crate::backfill::job::Subject;

    proptest! {
        #[test]
        fn a_row_is_one_line_and_is_read_again_as_it_was_written(
            cells in prop::array::uniform15("[ -~\n\rà-ö=+@'\"]{0,12}")
        ) {
            let cells = cells.map(|cell: String| cell.replace(['\n', '\r'], " "));
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = cells;
            let subject = Subject { connection: b, object_type: c, record_id: d, enrollment_id: e };
            let row = Row {
                subject, line: a, status: f, document: [g, h, i, j, k], warnings: l, error_type: m,
                error_message: n, warning_messages: o,
            };
            let line = row.line().unwrap();
            prop_assert_eq!(line.matches('\n').count(), 1);
            prop_assert!(line.ends_with('\n'));
            let mut reader = ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(Row::read(&record), Some(row));
        }
    }
}
