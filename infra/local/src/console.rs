//! The one module that writes to the terminal.

use std::fmt::Debug;
use std::io::{self, Write};

use actions::text::on_one_line;
use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::{self, FormatFields, Writer};

/// Writes a result to standard output, with a line break. A reader who has read enough, such as
/// `head`, is no failure.
pub(crate) fn print(text: impl std::fmt::Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a problem to standard error. When that is closed, the exit code still tells.
pub(crate) fn complain(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Logs go to standard error: standard output is for results.
pub(crate) fn write_logs() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
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

    use super::fields;

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
