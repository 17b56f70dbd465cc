//! The one module that writes to the terminal: in colours where one shows them, and plain everywhere else, or
//! where `NO_COLOR` is set.

use std::fmt::{self, Debug};
use std::io::{self, BufRead, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{
    Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, presets,
};

/// The width of tables where no terminal says how wide it is.
const USUAL_WIDTH: u16 = 100;

/// The narrowest table that can still be read.
const LEAST_WIDTH: u16 = 60;

/// The meaning of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As it must be.
    Good,
    /// Done, and a person should look.
    Notice,
    /// Not as it must be.
    Bad,
    /// A heading, or what to type.
    Strong,
}

impl Tone {
    const fn style(self) -> Style {
        match self {
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Notice => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
            Self::Strong => Style::new().bold(),
        }
    }

    /// The text in this colour.
    pub(crate) fn text(self, text: impl fmt::Display) -> String {
        let style = self.style();
        format!("{style}{text}{style:#}")
    }

    /// A table's cell with the text in this colour.
    pub(crate) fn cell(self, text: impl fmt::Display) -> Cell {
        let cell = Cell::new(text);
        match self {
            Self::Good => cell.fg(Color::Green),
            Self::Notice => cell.fg(Color::Yellow),
            Self::Bad => cell.fg(Color::Red),
            Self::Strong => cell.add_attribute(comfy_table::Attribute::Bold),
        }
    }
}

use actions::text::on_one_line;
use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::{self, FormatFields, Writer};

/// Writes a result to standard output, with a line break. A reader who has read enough, such as
/// `head`, is no failure.
pub(crate) fn print(text: impl fmt::Display) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a problem to standard error. When that is closed, the exit code still tells.
pub(crate) fn complain(text: impl fmt::Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Asks a person whether to go on; no without an answer. The terminal stays as it is, so that Ctrl-C and Ctrl-D mean
/// what they always mean.
pub(crate) fn agrees(question: &str) -> io::Result<bool> {
    let mut stderr = anstream::stderr().lock();
    write!(stderr, "{question} [y/N] ")?;
    stderr.flush()?;
    let answer = answered(&mut io::stdin().lock())?;
    if answer.is_none() {
        writeln!(stderr)?;
    }
    Ok(answer.unwrap_or_default())
}

/// The answer on the next line; none where the input ends.
fn answered(input: &mut impl BufRead) -> io::Result<Option<bool>> {
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let line = line.trim().to_ascii_lowercase();
    Ok(Some(matches!(line.as_str(), "y" | "yes")))
}

/// True when a person can be asked: what is read and what is shown is a terminal.
pub(crate) fn has_person() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The words that start this program, as they were typed: `cargo run --`, its path, or its name.
pub(crate) fn program() -> String {
    if std::env::var_os("CARGO").is_some() {
        return "cargo run --".to_owned();
    }
    let typed = std::env::args_os().next();
    let typed = typed.and_then(|typed| typed.into_string().ok());
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else {
        return "quickbooks-actions".to_owned();
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+:\\".contains(&byte);
    if typed.bytes().all(is_plain) {
        typed
    } else {
        format!("'{typed}'")
    }
}

/// The columns of the terminal, or 100 where there is none.
pub(crate) fn columns() -> u16 {
    Table::new().width().unwrap_or(USUAL_WIDTH)
}

/// The columns that a table may take: all that the terminal has, but for one in which none can be read.
pub(crate) fn width() -> u16 {
    columns().max(LEAST_WIDTH)
}

/// An empty table with these headings, at most this wide. Its colours are taken out again where none are shown.
pub(crate) fn table<const N: usize>(header: [&str; N], width: u16) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .enforce_styling()
        .set_header(header);
    table
}

/// Never breaks the cells of these columns, which are there to be copied: others give way.
pub(crate) fn keep_whole(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// Sets numbers to the right in these columns.
pub(crate) fn align_right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// The logs of a person who asks for none: warnings, but not each try of a refresh, of which the error tells.
const USUAL_LOGS: &str = "warn,actions::books::access=error";

/// Logs go to standard error: standard output is for results.
pub(crate) fn write_logs() {
    let asked = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into());
    let filter = filter.parse_lossy(if asked.is_empty() { USUAL_LOGS } else { &asked });
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .fmt_fields(fields())
        .with_writer(io::stderr)
        .init();
}

/// A value with a line end in it would be a line of its own, which anybody may have written.
fn fields() -> impl for<'writer> FormatFields<'writer> + Send + Sync + 'static {
    let format = |writer: &mut Writer<'_>, field: &Field, value: &dyn Debug| {
        let value = on_one_line(&format!("{value:?}"));
        match field.name() {
            "message" => write!(writer, "{value}"),
            name => write!(writer, "{name}={value}"),
        }
    };
    format::debug_fn(format).delimited(" ")
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::{answered, fields, keep_whole, table};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_yes_is_yes_and_the_end_of_the_input_is_no_answer() {
        for (typed, expected) in [
            ("y\n", Some(true)),
            ("Yes\n", Some(true)),
            ("\n", Some(false)),
            ("n\n", Some(false)),
            ("yess\n", Some(false)),
            ("", None),
        ] {
            assert_eq!(
                answered(&mut typed.as_bytes()).unwrap(),
                expected,
                "{typed:?}"
            );
        }
    }

    #[test]
    fn an_id_is_never_broken_where_the_terminal_is_narrow() {
        let id = "create-sales-receipt/deal/38120044265";
        let reason = "ProductNotFound: deal 38120044265: no product fits the line item, and none may be created";
        let mut table = table(["Run", "State", "When", "Came of it"], 80);
        table.add_row([id, "in progress", "2026-11-28 16:12:49", reason]);
        keep_whole(&mut table, &[0]);
        let shown = table.to_string();
        assert!(shown.contains(id), "{shown}");
        for line in shown.lines() {
            assert!(line.chars().count() <= 80, "{shown}");
        }
    }

    #[test]
    fn no_value_makes_a_line_of_its_own() {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .fmt_fields(fields())
            .with_writer(move || writer.clone())
            .finish();
        let forged = "a\u{1b}[31mRED\n2026-11-28 ERROR faked";
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(error = %forged, "not connected");
        });
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(log.contains("not connected error=a"), "{log}");
        assert!(!log.contains('\u{1b}'), "{log}");
    }
}
