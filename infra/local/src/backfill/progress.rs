//! The progress bar: numbers alone, on standard error, and only where a person sees it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;

use super::summary::Summary;
use super::work::Work;

const TEMPLATE: &str = "{bar:30} {pos} of {len} · {per_sec:.1} · {eta} left · {msg}";

/// The bar of a run.
pub(super) struct Progress {
    bar: ProgressBar,
    ticker: JoinHandle<()>,
}

impl Progress {
    /// A bar for so many records.
    pub(super) fn of(records: usize, work: &Work) -> Self {
        let bar = ProgressBar::new(u64::try_from(records).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        let ticker = tokio::spawn(tell_waits(bar.clone(), work.clone()));
        Self { bar, ticker }
    }

    /// One more record.
    pub(super) fn show(&self, summary: &Summary) {
        self.bar.inc(1);
        self.bar.set_message(summary.in_short());
    }

    /// Takes the bar away: the summary says it all.
    pub(super) fn end(self) {
        self.ticker.abort();
        self.bar.finish_and_clear();
    }
}

/// Says while nothing moves why it does not.
async fn tell_waits(bar: ProgressBar, work: Work) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Some(left) = work.holds_back() {
            let seconds = left.as_secs() + 1;
            bar.set_message(format!("not served, waiting {seconds} s"));
        }
        bar.tick();
    }
}
