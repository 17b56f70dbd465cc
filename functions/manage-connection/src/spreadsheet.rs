//! Mappings as a file that spreadsheets read and write.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and names come
//! from strangers (<https://owasp.org/www-community/attacks/CSV_Injection>). Such a cell is written
//! with an apostrophe before it, which spreadsheets take for "this is text". So is what a spreadsheet
//! that splits at semicolons or tabs would take for a cell. Reading takes it away again, so that a file
//! comes back exactly as it went.

use std::borrow::Cow;
use std::collections::HashMap;

use actions::ActionError;
use csv::{QuoteStyle, ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use jiff::Timestamp;
use storage::{Mapping, MappingKey};

use crate::mapping_row::MappingRow;

/// The columns of an export, in order.
const COLUMNS: [&str; 5] = ["kind", "source", "quickbooks_id", "name", "mapped_at"];
/// The columns that an import needs.
const NEEDED: [&str; 3] = ["kind", "source", "quickbooks_id"];

/// The most rows that are named when some are refused.
const MAX_PROBLEMS: usize = 1000;

/// Tells whether a spreadsheet may read more than text from what begins with `character`.
fn is_active(character: char) -> bool {
    matches!(
        character,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

/// Tells whether the text is one that [`protect`] writes an apostrophe before. Spreadsheets skip spaces.
fn needs_apostrophe(text: &str) -> bool {
    let text = text.trim_start_matches('\'').trim_start_matches(' ');
    text.starts_with(is_active)
}

/// Tells whether a character may end a cell for a spreadsheet that splits where this file does not.
///
/// After `"customer",` such a one has left the quotes, and goes by every semicolon, tab and line end
/// that follows (<https://docs.python.org/3/library/csv.html> does, for one).
fn is_separator(character: char) -> bool {
    matches!(character, ';' | '\t' | '\n' | '\r')
}

/// Tells whether a cell that began here, after a separator, could be a formula. A line end or a tab
/// inside of a text is no formula by itself: it is a separator again.
fn could_be_formula(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['\'', ' ', '"']);
    rest.starts_with(|character| is_active(character) && !is_separator(character))
}

/// The text of a cell that no spreadsheet takes for a formula, wherever it splits.
pub fn protect(text: &str) -> Cow<'_, str> {
    let inner = |(at, _): (usize, char)| text.get(at + 1..).is_some_and(could_be_formula);
    let mut separators = text.char_indices().filter(|&(_, c)| is_separator(c));
    if !needs_apostrophe(text) && !separators.any(inner) {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len() + 8);
    if needs_apostrophe(text) {
        cell.push('\'');
    }
    for (at, character) in text.char_indices() {
        cell.push(character);
        if is_separator(character) && inner((at, character)) {
            cell.push('\'');
        }
    }
    Cow::Owned(cell)
}

/// The text that was [`protect`]ed.
pub fn unprotect(cell: &str) -> Cow<'_, str> {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    if let Some(after) = rest.strip_prefix('\'')
        && needs_apostrophe(after)
    {
        rest = after;
    }
    let mut characters = rest.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        text.push(character);
        if is_separator(character)
            && let Some(&(at, '\'')) = characters.peek()
            && rest.get(at + 1..).is_some_and(could_be_formula)
        {
            characters.next();
        }
    }
    Cow::Owned(text)
}

/// The line of column names.
pub(crate) fn header() -> Result<String, ActionError> {
    line(&COLUMNS)
}

/// A mapping as a line.
pub(crate) fn mapping_line(mapping: &Mapping) -> Result<String, ActionError> {
    let kind = mapping.key.kind.to_string();
    let mapped_at = mapping.mapped_at.to_string();
    let cells = [
        &kind,
        &mapping.key.source,
        &mapping.quickbooks_id,
        &mapping.name,
        &mapped_at,
    ];
    let cells = cells.map(|cell| protect(cell));
    line(&cells.each_ref().map(AsRef::as_ref))
}

/// Every cell in quotes.
fn line(cells: &[&str]) -> Result<String, ActionError> {
    let unwritable = |error: String| ActionError::invalid(error);
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer
        .write_record(cells)
        .map_err(|error| unwritable(error.to_string()))?;
    let bytes = writer
        .into_inner()
        .map_err(|error| unwritable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| unwritable(error.to_string()))
}

/// All mappings of a file.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names every line with something wrong, and what it is.
pub(crate) fn read(file: &str, now: Timestamp) -> Result<Vec<Mapping>, ActionError> {
    // Spreadsheets begin a file of UTF-8 with a byte order mark.
    let file = file.trim_start_matches('\u{feff}');
    let (delimiter, file, above) = match separator_line(file) {
        Some((separator, rest)) => (separator, rest, 1),
        None => (delimiter(file), file, 0),
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(file.as_bytes());
    let columns = reader.headers().map(Columns::of);
    let columns = columns.map_err(|error| ActionError::invalid(error.to_string()))??;
    let mut import = Import::default();
    for record in reader.records() {
        let record = record.map_err(|error| ActionError::invalid(error.to_string()))?;
        let line = record.position().map_or(0, |place| line_of(place, file)) + above;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            import.take(line, columns.row(&record), now);
        }
    }
    import.finish()
}

/// The line of a record. Its place in the reader is before the line ends that are still to be passed over: the second half
/// of the header's, and empty lines.
fn line_of(place: &csv::Position, file: &str) -> u64 {
    let start = usize::try_from(place.byte()).unwrap_or(file.len());
    let rest = file.as_bytes().get(start..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let passed = ends.filter(|byte| **byte == b'\n').count();
    place.line() + u64::try_from(passed).unwrap_or_default()
}

/// Excel's first line `sep=;`, and what follows it.
fn separator_line(file: &str) -> Option<(u8, &str)> {
    let (line, rest) = file.split_once('\n')?;
    let line = line.trim_end_matches('\r').trim_matches('"');
    let (name, separator) = line.split_at_checked(4)?;
    match separator.as_bytes() {
        [separator] if name.eq_ignore_ascii_case("sep=") => Some((*separator, rest)),
        _ => None,
    }
}

/// Spreadsheets separate cells by what the country writes decimals without.
fn delimiter(file: &str) -> u8 {
    let header = file.lines().next().unwrap_or_default();
    let candidates = [b',', b';', b'\t'];
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    let most = candidates.into_iter().rev().max_by_key(|byte| count(byte));
    most.unwrap_or(b',')
}

/// The places of the columns.
struct Columns {
    number: usize,
    places: [Option<usize>; 5],
}

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, ActionError> {
        let names: Vec<String> = header
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let strange = names.iter().any(|name| !COLUMNS.contains(&name.as_str()));
        let place = |column: &str| names.iter().position(|name| name == column);
        let twice = (1..names.len())
            .any(|index| names.get(index).and_then(|name| place(name)) != Some(index));
        if strange || twice || NEEDED.iter().any(|column| place(column).is_none()) {
            return Err(ActionError::invalid(format!(
                "line 1: the columns must be {}, each once; {} are needed",
                COLUMNS.join(", "),
                NEEDED.join(", ")
            )));
        }
        Ok(Self {
            number: names.len(),
            places: COLUMNS.map(place),
        })
    }

    fn row(&self, record: &StringRecord) -> Result<MappingRow, String> {
        if record.len() != self.number {
            let (has, wants) = (record.len(), self.number);
            return Err(format!("it has {has} cells where {wants} are expected"));
        }
        let [kind, source, quickbooks_id, name, mapped_at] = self.places.map(|place| {
            let cell = place.and_then(|place| record.get(place));
            unprotect(cell.unwrap_or_default()).into_owned()
        });
        let mapped_at = match mapped_at.trim() {
            "" => None,
            time => Some(time.parse().map_err(|_| {
                "`mapped_at` must be empty or a time such as 2026-05-01T12:00:00Z".to_owned()
            })?),
        };
        Ok(MappingRow {
            kind,
            source,
            quickbooks_id,
            name,
            mapped_at,
        })
    }
}

/// The rows read so far.
#[derive(Default)]
struct Import {
    mappings: Vec<Mapping>,
    lines: HashMap<MappingKey, u64>,
    problems: Vec<String>,
}

impl Import {
    fn take(&mut self, line: u64, row: Result<MappingRow, String>, now: Timestamp) {
        let checked = row
            .map_err(|problem| vec![problem])
            .and_then(|row| row.check(now));
        match checked {
            Ok(mapping) => match self.lines.insert(mapping.key.clone(), line) {
                None => self.mappings.push(mapping),
                Some(first) => self.problems.push(format!(
                    "line {line}: the same kind and source as line {first}"
                )),
            },
            Err(problems) => self
                .problems
                .push(format!("line {line}: {}", problems.join("; "))),
        }
    }

    fn finish(self) -> Result<Vec<Mapping>, ActionError> {
        match refusal(&self.problems) {
            Some(error) => Err(error),
            None => Ok(self.mappings),
        }
    }
}

/// The error for what is wrong with some rows, if anything is; nothing of the rest is written either.
pub(crate) fn refusal(problems: &[String]) -> Option<ActionError> {
    if problems.is_empty() {
        return None;
    }
    let (number, listed) = (problems.len(), problems.len().min(MAX_PROBLEMS));
    let mut message = format!("nothing was written, since {number} of the rows cannot be:");
    for problem in problems.iter().take(listed) {
        message.push_str("\n- ");
        message.push_str(problem);
    }
    if listed < number {
        message.push_str("\n- … and more");
    }
    Some(ActionError::invalid(message))
}

#[cfg(test)]
mod tests;
