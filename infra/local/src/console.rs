//! The one module that writes to the terminal.

use std::io::{self, Write};

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
