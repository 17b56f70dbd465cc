//! `backfill`: one function on every record of a file.
//!
//! The ledger is the truth about what is booked, and every run asks it about every record; that costs
//! no request to QuickBooks. The result file is for people: it is never needed to go on, and a run that
//! was killed leaves at most a half line at its end, which the next run cuts off.

mod arguments;
mod associated;
mod columns;
mod currency;
mod endpoint;
mod heading;
mod ids;
mod input;
mod job;
mod labels;
mod numbers;
mod options;
mod parties;
mod period;
mod progress;
mod results;
mod retry;
mod row;
mod shortened;
mod spreadsheet;
mod summary;
mod table;
mod taken;
mod target;
mod texts;
mod values;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use registry::RegisteredAction;

use crate::console;
use crate::error::LocalError;
use crate::functions;
use crate::installation::{self, Installation, LocalServices, NOT_KEPT, ServiceArguments};
use crate::request::OptionsOfAll;
use crate::signals;
pub(crate) use arguments::{BackfillArguments, EXAMPLES};
pub(crate) use endpoint::Endpoint;
use job::Job;
use numbers::SharedNumber;
use progress::Progress;
use results::Results;
use summary::Summary;
use target::InProcess;
pub(crate) use target::Target;
use work::{Event, Limits, Work};

/// The most records at once that are read from HubSpot: more would wait for its limits so long that their time
/// runs out.
const MOST_BY_ID: u16 = 25;

/// Books every record.
pub(crate) async fn run(
    arguments: &BackfillArguments,
    services: &ServiceArguments,
) -> Result<ExitCode, LocalError> {
    let input = input::read(arguments, today(arguments).await)?;
    for notice in &input.notices {
        console::complain(notice);
    }
    let path = results_path(arguments);
    let summary = if let Some(url) = &arguments.endpoint {
        let target = Endpoint::new(url, function_name(arguments)?)?;
        refuse_shared_numbers(arguments, input.shared_numbers, None).await?;
        let results = Results::open(&path)?;
        book(arguments, &Arc::new(target), input.jobs, results).await?
    } else {
        let asked = &arguments.installation;
        let installation = Installation::open(asked, services, LocalServices::free()).await?;
        if asked.store.is_none() {
            console::complain(NOT_KEPT);
        }
        refuse_missing_connections(arguments, &installation, &input.jobs).await?;
        refuse_missing_names(arguments, &installation, &input.jobs).await?;
        refuse_shared_numbers(arguments, input.shared_numbers, Some(&installation)).await?;
        let results = Results::open(&path)?;
        let events: Vec<Bytes> = input.jobs.iter().map(|job| job.event.clone()).collect();
        let action = arguments.action;
        let first = installation.first_booking(arguments.yes);
        if !first.agreed(action, &events).await? {
            return Ok(ExitCode::FAILURE);
        }
        let target = InProcess::new(&installation, action);
        book(arguments, &Arc::new(target), input.jobs, results).await?
    };
    console::print(summary.text(arguments, &path))?;
    Ok(if summary.all_booked() {
        ExitCode::SUCCESS
    } else if summary.was_interrupted() {
        ExitCode::from(signals::INTERRUPTED)
    } else {
        ExitCode::FAILURE
    })
}

/// The day on which documents are dated that no option dates, as their company counts days. Behind an endpoint nobody
/// knows its settings here.
async fn today(arguments: &BackfillArguments) -> Date {
    let zone = match arguments.endpoint {
        Some(_) => TimeZone::UTC,
        None => installation::zone(&arguments.installation).await,
    };
    zone.to_datetime(Timestamp::now()).date()
}

/// Refuses records of connections that are not there: the run would end at the first of them, each time.
async fn refuse_missing_connections(
    arguments: &BackfillArguments,
    installation: &Installation,
    jobs: &[Job],
) -> Result<(), LocalError> {
    let known = installation.connections().await?;
    let is_missing = |job: &&Job| !known.contains(&job.subject.connection);
    let missing: Vec<&Job> = jobs.iter().filter(is_missing).collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let (subject, place) = (&first.subject, first.line);
    let message = format!(
        "{} of {} records are of a connection that is not set up, such as {subject} (line {place}), of {}: connect it with \
         `connect {}`, or correct it in the file",
        missing.len(),
        jobs.len(),
        subject.connection,
        subject.connection,
    );
    Err(LocalError::Records {
        path: arguments.file.clone(),
        problems: functions::among(&message, &known),
    })
}

/// Refuses options of all records that name what QuickBooks does not have: each record would be told so by itself.
async fn refuse_missing_names(
    arguments: &BackfillArguments,
    installation: &Installation,
    jobs: &[Job],
) -> Result<(), LocalError> {
    let Some(OptionsOfAll(options)) = &arguments.options else {
        return Ok(());
    };
    let missing = options::missing_names(installation, options, jobs).await;
    if missing.is_empty() {
        return Ok(());
    }
    Err(LocalError::Records {
        path: arguments.file.clone(),
        problems: missing.join("; "),
    })
}

/// Refuses numbers that several documents would get.
async fn refuse_shared_numbers(
    arguments: &BackfillArguments,
    shared: Vec<SharedNumber>,
    installation: Option<&Installation>,
) -> Result<(), LocalError> {
    match numbers::refused(shared, installation).await? {
        None => Ok(()),
        Some(problems) => Err(LocalError::Records {
            path: arguments.file.clone(),
            problems,
        }),
    }
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
    let is_by_id = jobs.iter().any(|job| job.is_by_id);
    let (work, mut events) = Work::start(target, jobs, limits(arguments, is_by_id));
    let mut progress = Progress::of(order.len(), &work);
    let mut summary = Summary::of(order.len());
    let (told, mut interrupted) = tokio::sync::oneshot::channel();
    let mut ends = std::pin::pin!(signals::end_twice_telling(|| {
        work.stop();
        // Nobody listens any more when the run is over.
        let _ = told.send(());
    }));
    loop {
        let event: Option<Event> = tokio::select! {
            event = events.recv() => event,
            Ok(()) = &mut interrupted, if !summary.was_interrupted() => {
                summary.interrupt();
                progress.ending();
                continue;
            }
            () = &mut ends => break,
        };
        match event {
            None => break,
            Some(Event::HeldBack(failure)) => progress.held_back(&failure),
            Some(Event::Row(row)) => {
                summary.count(&row);
                progress.show(&row, &summary);
                results.add(*row)?;
            }
        }
    }
    progress.end();
    results.finish(&order)?;
    Ok(summary.after(begin.elapsed(), work.throttled(), work.stopped_by()))
}

/// QuickBooks numbers documents as they come, so in the file's order only one by one.
fn limits(arguments: &BackfillArguments, is_by_id: bool) -> Limits {
    let concurrency = match arguments.concurrency {
        _ if arguments.in_order => 1,
        asked if is_by_id => asked.min(MOST_BY_ID),
        asked => asked,
    };
    Limits {
        concurrency: concurrency.into(),
        patience: Duration::from_secs(u64::from(arguments.patience) * 60),
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

/// The function's name at the endpoint; one that is another action's would book other documents.
fn function_name(arguments: &BackfillArguments) -> Result<&str, LocalError> {
    let action = arguments.action.name();
    let Some(own) = arguments.function_name.as_deref() else {
        return Ok(action);
    };
    let mut others = RegisteredAction::ALL.iter().map(|other| other.name());
    match others.find(|other| *other != action && own.contains(other)) {
        Some(other) if !own.contains(action) => Err(LocalError::Argument(format!(
            "--function-name {own} is {other}, and --action is {action}: say the same action with both"
        ))),
        _ => Ok(own),
    }
}
