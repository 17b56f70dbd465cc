//! Callgrind, which counts the instructions of a program.
//!
//! File format: <https://valgrind.org/docs/manual/cl-format.html>.

use std::path::Path;

use tokio::process::Command;

/// The program under callgrind, which writes its counts to `counts`.
pub(crate) fn command(program: &Path, counts: &Path) -> Command {
    let mut valgrind = Command::new("valgrind");
    let mut out = std::ffi::OsString::from("--callgrind-out-file=");
    out.push(counts);
    valgrind
        .args(["--quiet", "--tool=callgrind"])
        .arg(out)
        .arg(program);
    valgrind
}

/// The instructions that a program took in all, from what callgrind wrote.
pub(crate) fn total(counts: &str) -> Option<u64> {
    let lines = counts.lines().rev();
    let mut totals = lines.filter_map(|line| {
        let rest = line
            .strip_prefix("totals:")
            .or_else(|| line.strip_prefix("summary:"));
        rest?.split_whitespace().next()?.parse().ok()
    });
    totals.next()
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn the_instructions_are_the_first_number_of_the_totals() {
        let counts =
            "version: 1\nevents: Ir\nfn=(1) main\n1 5\nsummary: 28300000\ntotals: 28300123\n";
        assert_eq!(total(counts), Some(28_300_123));
        assert_eq!(total("events: Ir\nsummary: 12 34"), Some(12));
        assert_eq!(total("events: Ir\n"), None);
    }
}
