//! `backfill`: one function on every record of a file.
//!
//! The ledger is the truth about what is booked, and every run asks it about every record; that costs
//! no request to QuickBooks. The result file is for people: it is never needed to go on, and a run that
//! was killed leaves at most a half line at its end, which the next run cuts off.

mod columns;
mod endpoint;
mod input;
mod job;
mod progress;
mod results;
mod retry;
mod row;
mod spreadsheet;
mod summary;
mod target;
mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cli::{BackfillArguments, QuickBooksArguments};
use crate::console;
use crate::error::LocalError;
use crate::installation::{Installation, free_port};
use crate::signals;
use endpoint::Endpoint;
pub(crate) use input::Format;
pub(crate) use job::OptionsOfAll;
use job::{Defaults, Job};
use progress::Progress;
use results::Results;
use row::Row;
use summary::Summary;
use target::{InProcess, Target};
use work::{Limits, Work};

/// Books every record; `false` when some are not booked.
pub(crate) async fn run(
    arguments: &BackfillArguments,
    quickbooks: &QuickBooksArguments,
) -> Result<bool, LocalError> {
    let jobs = input::read(arguments, &defaults(arguments))?;
    let path = results_path(arguments);
    let results = Results::open(&path)?;
    let summary = if let Some(url) = &arguments.endpoint {
        let target = Endpoint::new(url, function_name(arguments))?;
        book(arguments, &Arc::new(target), jobs, results).await?
    } else {
        let asked = &arguments.installation;
        let installation = Installation::open(asked, quickbooks, free_port()).await?;
        let target = InProcess::new(installation.engine.clone(), arguments.action);
        book(arguments, &Arc::new(target), jobs, results).await?
    };
    console::print(summary.text(arguments, &path))?;
    Ok(summary.all_booked())
}

/// Runs all jobs and writes a row for each, until all are done or the process is told to end.
async fn book<T: Target>(
    arguments: &BackfillArguments,
    target: &Arc<T>,
    jobs: Vec<Job>,
    mut results: Results,
) -> Result<Summary, LocalError> {
    let begin = Instant::now();
    let order: Vec<_> = jobs.iter().map(|job| job.subject.clone()).collect();
    let limits = Limits {
        concurrency: arguments.concurrency.into(),
        patience: Duration::from_secs(u64::from(arguments.patience) * 60),
    };
    let (work, mut rows) = Work::start(target, jobs, limits);
    let progress = Progress::of(order.len(), &work);
    let mut summary = Summary::of(order.len());
    let mut ends = std::pin::pin!(signals::end_twice_telling(|| work.stop()));
    loop {
        let row: Option<Row> = tokio::select! {
            row = rows.recv() => row,
            () = &mut ends => break,
        };
        let Some(row) = row else { break };
        summary.count(&row);
        progress.show(&summary);
        results.add(row)?;
    }
    progress.end();
    results.finish(&order)?;
    Ok(summary.after(begin.elapsed(), work.throttled(), work.stopped_by()))
}

fn defaults(arguments: &BackfillArguments) -> Defaults {
    Defaults {
        connection: arguments.installation.connection.clone(),
        object_type: arguments.object_type.clone(),
        options: arguments.options.clone().unwrap_or_default(),
        dry_run: arguments.dry_run,
    }
}

/// The rows of a check are none of a booking, so they stand in a file of their own.
fn results_path(arguments: &BackfillArguments) -> PathBuf {
    let beside = || {
        let mut name = arguments.file.clone().into_os_string();
        name.push(if arguments.dry_run {
            ".preview.csv"
        } else {
            ".results.csv"
        });
        PathBuf::from(name)
    };
    arguments.results.clone().unwrap_or_else(beside)
}

fn function_name(arguments: &BackfillArguments) -> &str {
    let own = arguments.function_name.as_deref();
    own.unwrap_or(arguments.action.name())
}
