//! The rows of a CSV text as spreadsheets count them, and quotation marks that end elsewhere than their cell.
//!
//! By RFC 4180 a cell that begins with a quotation mark ends with one, and a mark within it is doubled. A lenient reader
//! takes all up to the next mark, or to the end of the file, for one cell: whole records stand in it, and are lost.

use hubspot::ObjectId;

/// The way out.
const WAY_OUT: &str = "write a quotation mark within a text twice (\"\"), inside a cell in quotation marks, or leave it \
     out, and close each cell that begins with one";

/// The cell in quotation marks that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    row: u64,
    line: u64,
    /// The separators of the lines above, within the cell too.
    separators: usize,
}

/// The place of a character within a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    CellBegins,
    Plain,
    Quoted,
    Closed,
}

/// The end of a line.
struct Ended {
    /// True within a cell in quotation marks.
    is_open: bool,
    /// True if one was closed on the line.
    has_closed: bool,
}

/// The number of each row that holds anything, the heading's first; `above` lines of the file stand above the text.
///
/// # Errors
///
/// A quotation mark that is not closed, or is followed by text, and a cell in which the next row stands.
pub(super) fn numbers(
    text: &str,
    separator: u8,
    width: usize,
    above: u64,
) -> Result<Vec<u64>, String> {
    let separator = char::from(separator);
    let (mut numbers, mut row) = (Vec::new(), 0);
    let mut open: Option<Open> = None;
    for (line, content) in (1 + above..).zip(lines(text)) {
        if open.is_none() {
            row += 1;
            if content.is_empty() {
                continue;
            }
            numbers.push(row);
        }
        if let Some(open) = open
            && open.separators + 1 >= width
            && is_row(content, separator, width)
        {
            return Err(swallowed(open, line));
        }
        let ended = end_of(content, separator, open.is_some()).ok_or_else(|| {
            format!(
                "row {row}: on line {line} of the file a quotation mark closes a cell, and text follows it: {WAY_OUT}"
            )
        })?;
        let above = open.map_or(0, |open| open.separators);
        let begun = open.filter(|_| !ended.has_closed);
        open = ended.is_open.then(|| Open {
            row,
            line: begun.map_or(line, |open| open.line),
            separators: above + content.matches(separator).count(),
        });
    }
    match open {
        None => Ok(numbers),
        Some(Open { row, line, .. }) => Err(format!(
            "row {row}: a quotation mark on line {line} of the file opens a cell and is never closed, so that all below \
             would be its text: {WAY_OUT}"
        )),
    }
}

/// The lines of a text, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split_inclusive(['\n', '\r']);
    let mut after_return = false;
    parts.filter_map(move |part| {
        // `\r\n` ends one line.
        let is_rest = after_return && part == "\n";
        after_return = part.ends_with('\r');
        (!is_rest).then(|| part.trim_end_matches(['\n', '\r']))
    })
}

/// The end of a line, which may begin within a cell; none where text follows a closed cell.
fn end_of(line: &str, separator: char, is_open: bool) -> Option<Ended> {
    let mut place = if is_open {
        Place::Quoted
    } else {
        Place::CellBegins
    };
    let mut has_closed = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        place = match (place, character) {
            (Place::Quoted, '"') if characters.next_if_eq(&'"').is_none() => {
                has_closed = true;
                Place::Closed
            }
            (Place::Quoted, _) => Place::Quoted,
            (_, other) if other == separator => Place::CellBegins,
            (Place::CellBegins, '"') => Place::Quoted,
            (Place::CellBegins | Place::Plain, _) => Place::Plain,
            (Place::Closed, ' ') => Place::Closed,
            (Place::Closed, _) => return None,
        };
    }
    Some(Ended {
        is_open: place == Place::Quoted,
        has_closed,
    })
}

/// True for a line that reads as a row of its own: it has all cells, and an id among them.
fn is_row(line: &str, separator: char, width: usize) -> bool {
    let cells = || {
        let cells = line.split(separator);
        cells.map(|cell| cell.trim_matches(|one: char| one == '"' || one.is_whitespace()))
    };
    width > 1 && cells().count() >= width && cells().any(ObjectId::is_valid)
}

fn swallowed(open: Open, line: u64) -> String {
    let Open {
        row, line: first, ..
    } = open;
    format!(
        "row {row}: a quotation mark on line {first} of the file opens a cell that goes on over line {line}, which reads as \
         a row of its own: {WAY_OUT}; a text of several lines that is meant so may stand in JSON lines"
    )
}
