//! A CSV file as HubSpot and spreadsheets write it.

mod rows;

use csv::{ReaderBuilder, StringRecord};

/// The rows of a title in which a heading is looked for.
const TITLE_ROWS: usize = 5;

/// The heading and the rows of a file.
pub(super) struct Table {
    /// The separator of its cells.
    pub(super) separator: u8,
    /// The cells of the first row.
    pub(super) heading: StringRecord,
    /// The rows that hold anything, each with its number as spreadsheets count, where a cell may have several lines,
    /// and where the line that names the separator is none.
    pub(super) rows: Vec<(u64, StringRecord)>,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// The fault of the file as CSV, and a heading that is not its first row.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (separator, text, above) = match separator_line(text) {
            Some((separator, rest)) => (separator, rest, 1),
            None => (separator(text), text, 0),
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(text.as_bytes());
        let heading = reader.headers().map_err(|error| error.to_string())?.clone();
        let numbers = rows::numbers(text, separator, heading.len(), above)?;
        let mut rows = Vec::new();
        // The first is the heading's.
        for (number, row) in numbers.into_iter().skip(1).zip(reader.records()) {
            let mut row = row.map_err(|error| format!("row {number}: {error}"))?;
            if row.iter().skip(heading.len()).all(is_blank) {
                row.truncate(heading.len());
            }
            if !row.iter().all(is_blank) {
                rows.push((number, row));
            }
        }
        let table = Self {
            separator,
            heading,
            rows,
        };
        match table.heading_below() {
            None => Ok(table),
            Some(row) => Err(format!(
                "the heading cannot be read: it seems to stand on row {row}, and must be the first row: delete the rows above it"
            )),
        }
    }

    /// The headings, without the space around them.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.heading.iter().map(str::trim)
    }

    /// The row of the heading where a title stands above it: the first row has one cell, and a row below begins as
    /// records do.
    fn heading_below(&self) -> Option<u64> {
        let mut titles = self.names().filter(|name| !name.is_empty());
        let is_titled = titles.next().is_some() && titles.next().is_none();
        let rows = self.rows.iter().take(TITLE_ROWS);
        // The separator was sought in the title.
        let names_ids = |row: &StringRecord| {
            let cells = row.iter().flat_map(|cell| cell.split(['\t', ';', ',']));
            let mut cells = cells.map(|cell| cell.trim().to_ascii_lowercase());
            cells.any(|cell| matches!(cell.as_str(), "record id" | "record_id" | "hs_object_id"))
        };
        let mut rows = rows.filter(|(_, row)| is_titled && names_ids(row));
        rows.next().map(|(number, _)| *number)
    }

    /// True for a column without a heading and without values.
    pub(super) fn is_blank(&self, place: usize) -> bool {
        self.heading.get(place).is_some_and(is_blank) && !self.is_filled(place)
    }

    /// The cells of a column that hold something.
    pub(super) fn filled(&self, place: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |(_, row)| row.get(place));
        cells.filter(|cell| !is_blank(cell))
    }

    /// True if any cell of a column holds something.
    pub(super) fn is_filled(&self, place: usize) -> bool {
        self.filled(place).next().is_some()
    }
}

fn is_blank(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// Excel's first line `sep=;`, and what follows it.
fn separator_line(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim_end_matches('\r').trim_matches('"');
    let (name, separator) = line.split_at_checked(4)?;
    match separator.as_bytes() {
        _ if !name.eq_ignore_ascii_case("sep=") => None,
        [separator] => Some((*separator, rest)),
        _ => None,
    }
}

/// Spreadsheets separate cells by what the country writes decimals without.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let outside: String = heading
        .chars()
        .filter(|character| {
            quoted ^= *character == '"';
            !quoted
        })
        .collect();
    let count = |separator: &u8| outside.matches(char::from(*separator)).count();
    let candidates = [b'\t', b';', b','];
    candidates.into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests;
