//! Metrics, as `CloudWatch` reads them from the log ("embedded metric format"): no request, no agent.
//!
//! One document per invocation, in the namespace [`NAMESPACE`] with the one dimension `FunctionName`, which actions share:
//! connections and records are no dimensions, since each value of one is a metric to be paid for.
//! Unlike metrics, the document's properties (request id, error type) can be searched in the log.

mod document;
mod phases;
mod traffic;

use std::io::Write;

pub use document::Metric;
pub(crate) use document::document;
pub(crate) use phases::TimePhases;
pub use traffic::Traffic;

/// The namespace of all metrics.
pub const NAMESPACE: &str = "QuickBooksActions";

/// The metrics of one invocation, from the traffic it caused.
pub(crate) fn of_invocation(traffic: &Traffic, took: std::time::Duration) -> Vec<Metric> {
    let mut metrics = vec![Metric::milliseconds("Duration", took)];
    metrics.extend(traffic.take());
    metrics.extend(phases::take());
    metrics
}

/// The name under which several functions are measured as one, if this is one of them: each metric of each name is paid
/// for. The document then tells the function's own name, to be searched in the log.
#[expect(
    clippy::disallowed_methods,
    reason = "it is about what is measured, and no function's matter"
)]
pub(crate) fn shared_name() -> Option<String> {
    let name = std::env::var("METRICS_FUNCTION_NAME").ok();
    name.filter(|name| !name.is_empty())
}

/// Writes a metrics document to the log, which is standard output.
pub(crate) fn write(line: &str) {
    // Whole lines, so that none is torn apart by a log line; a closed output leaves nobody to tell.
    let _ = std::io::stdout()
        .lock()
        .write_all(format!("{line}\n").as_bytes());
}
