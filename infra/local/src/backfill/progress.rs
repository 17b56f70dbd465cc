//! The display of a run while it goes on, on standard error: a bar, or lines where there is no
//! terminal, and the first failures and warnings. Numbers, ids and messages, which name ids and fields alone.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use tokio::task::JoinHandle;

use super::row::Row;
use super::summary::Summary;
use super::target::Failure;
use super::work::Work;
use crate::console;

const TEMPLATE: &str = "{bar:30} {pos} of {len}{pace} · {msg}";
/// The number of failures of a type, or warnings of a code, that are shown, and of all; the result file has each.
const SHOWN_OF_A_TYPE: usize = 3;
const SHOWN: usize = 12;
/// The time between two lines where there is no bar.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// The progress of a run.
pub(super) struct Progress {
    bar: ProgressBar,
    ticker: JoinHandle<()>,
    /// When the last line was written, where there is no bar.
    last_line: Instant,
    failures: First,
    warnings: First,
}

/// The first of a kind, which were shown: failures by their types, warnings by their codes.
#[derive(Default)]
struct First {
    shown: BTreeMap<String, usize>,
}

impl Progress {
    /// Of so many records.
    pub(super) fn of(records: usize, work: &Work) -> Self {
        let bar = styled(ProgressBar::new(u64::try_from(records).unwrap_or(u64::MAX)));
        let ticker = tokio::spawn(tell_waits(bar.clone(), work.clone()));
        Self {
            bar,
            ticker,
            last_line: Instant::now(),
            failures: First::default(),
            warnings: First::default(),
        }
    }

    /// One more record.
    pub(super) fn show(&mut self, row: &Row, summary: &Summary) {
        let failure = failure(row).into_iter();
        let lines = failure.filter_map(|(kind, message)| self.failures.line(row, kind, message));
        let warned = row.warned();
        let lines = lines
            .chain(warned.filter_map(|(code, message)| self.warnings.line(row, code, message)))
            .collect::<Vec<_>>();
        for line in lines {
            self.say(&line);
        }
        self.bar.inc(1);
        self.bar.set_message(summary.in_short());
        if self.bar.is_hidden() && self.last_line.elapsed() >= BETWEEN_LINES {
            self.last_line = Instant::now();
            console::complain(summary.so_far());
        }
    }

    /// All hold back.
    pub(super) fn held_back(&self, failure: &Failure) {
        let message = &failure.message;
        self.say(&format!("{}: {message}; trying again", failure.error_type));
    }

    /// The run was told to end.
    pub(super) fn ending(&self) {
        self.say("ending: what is in progress is brought to its end (once more ends at once)");
    }

    /// A line that stays.
    fn say(&self, line: &str) {
        self.bar.suspend(|| console::complain(line));
    }

    /// Takes the bar away: the summary says it all.
    pub(super) fn end(self) {
        self.ticker.abort();
        self.bar.finish_and_clear();
    }
}

/// A bar as it is shown. The template knows no precision, and a time of 0 s for one that is not known, so the pace is
/// written here.
fn styled(bar: ProgressBar) -> ProgressBar {
    if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
        let pace = |state: &ProgressState, text: &mut dyn fmt::Write| {
            // What is drawn has no one to tell of a failure.
            let _ = text.write_str(&pace(state.per_sec(), state.eta()));
        };
        bar.set_style(style.with_key("pace", pace));
    }
    bar
}

/// The pace of a run and the time that is left of it, where they are known.
fn pace(per_second: f64, left: Duration) -> String {
    let rate = format!("{per_second:.1}");
    let mut pace = String::new();
    if rate != "0.0" {
        pace = format!(" · {rate} a second");
    }
    if left >= Duration::from_secs(1) {
        pace = format!("{pace} · {:#} left", HumanDuration(left));
    }
    pace
}

/// The type and the message of the failure of a record, if it failed.
fn failure(row: &Row) -> Option<(&str, &str)> {
    (!row.is_settled()).then_some((&row.error_type, &row.error_message))
}

impl First {
    /// The line for a failure or a warning of a record, unless enough of its kind were shown.
    fn line(&mut self, row: &Row, kind: &str, message: &str) -> Option<String> {
        let all: usize = self.shown.values().sum();
        let shown = self.shown.entry(kind.to_owned()).or_default();
        if *shown == SHOWN_OF_A_TYPE || all >= SHOWN {
            return None;
        }
        *shown += 1;
        let more = if *shown == SHOWN_OF_A_TYPE {
            " (further ones are in the result file)"
        } else {
            ""
        };
        let subject = &row.subject;
        let message = message.replace(['\n', '\r'], " ");
        // Messages name their record too.
        let named = format!("{subject}: ");
        let message = message.strip_prefix(&named).unwrap_or(&message);
        Some(format!("{subject}: {kind}: {message}{more}"))
    }
}

/// Says while nothing moves why it does not: in the bar, or on a line now and then where there is none.
async fn tell_waits(bar: ProgressBar, work: Work) {
    let (mut position, mut since) = (bar.position(), Instant::now());
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if bar.position() != position {
            (position, since) = (bar.position(), Instant::now());
        }
        if let Some(why) = waits(&work) {
            if bar.is_hidden() && since.elapsed() >= BETWEEN_LINES {
                since = Instant::now();
                let records = bar.length().unwrap_or_default();
                console::complain(format_args!("{position} of {records} records, {why}"));
            }
            bar.set_message(why);
        }
        bar.tick();
    }
}

fn waits(work: &Work) -> Option<String> {
    let (why, left) = match (work.holds_back(), work.waits_for_quota()) {
        (Some(left), _) => ("not served, waiting", left),
        (None, Some(left)) => ("a quota is used up, waiting", left),
        (None, None) => return None,
    };
    Some(format!("{why} {} s", left.as_secs() + 1))
}

#[cfg(test)]
mod tests;
