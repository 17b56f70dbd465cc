//! Logs, in the format and of the level that Lambda is configured with.
//!
//! JSON lines carry `timestamp`, `level`, `message` and `requestId` at the top level, as those of
//! Lambda's own runtimes do. Nothing that may hold a token or personal data is logged: our own code
//! takes care of what it says, and other people's code is heard from warnings upwards only, whatever
//! the level (the AWS SDK and the Lambda runtime trace whole requests and events).

mod format;
mod panics;

use std::io::Stdout;

use tracing::level_filters::LevelFilter;
use tracing::{Subscriber, subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry;

pub(crate) use format::Format;

use crate::metrics::TimePhases;

/// The crates whose words the level applies to; functions add their own.
const OURS: [&str; 5] = ["actions", "hubspot", "quickbooks", "runtime", "storage"];

/// The Lambda runtime logs every failure's `Debug` once more, and panics with their messages, which may
/// quote a record.
const SAID_BY_US: &str = "lambda_runtime::layers::panic";

/// Sets the process's logs up, from its environment; `function` is the function's crate.
#[expect(
    clippy::disallowed_methods,
    reason = "logs are set up before the configuration is read, which may fail"
)]
pub(crate) fn install(function: &str) {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let format = Format::named(&variable("AWS_LAMBDA_LOG_FORMAT"));
    let level = level(&variable("AWS_LAMBDA_LOG_LEVEL"));
    let writer: fn() -> Stdout = std::io::stdout;
    // Whoever has set logs up before keeps them.
    let _ = subscriber::set_global_default(subscriber_of(format, level, function, writer));
    panics::log_without_message();
}

/// Lambda's levels are those of `tracing`, and `FATAL`.
fn level(name: &str) -> LevelFilter {
    match name.to_ascii_uppercase().as_str() {
        "TRACE" => LevelFilter::TRACE,
        "DEBUG" => LevelFilter::DEBUG,
        "WARN" => LevelFilter::WARN,
        "ERROR" | "FATAL" => LevelFilter::ERROR,
        _ => LevelFilter::INFO,
    }
}

fn subscriber_of<W>(
    format: Format,
    level: LevelFilter,
    function: &str,
    writer: W,
) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Clone + Send + Sync + 'static,
{
    let json = (format == Format::Json).then(|| format::json(writer.clone()));
    let text = (format == Format::Text).then(|| format::text(writer));
    registry()
        .with(filter(level, function))
        .with(TimePhases)
        .with(json)
        .with(text)
}

fn filter(level: LevelFilter, function: &str) -> Targets {
    let function = function.replace('-', "_");
    let ours = OURS.iter().map(|&name| name.to_owned()).chain([function]);
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_targets(ours.map(|name| (name, level)))
        .with_target(SAID_BY_US, LevelFilter::OFF)
}

#[cfg(test)]
mod tests;
