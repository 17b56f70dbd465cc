//! One line for each invocation of a server, so that a person sees what arrives and what comes of it.
//!
//! It holds ids, types, amounts and names of errors, and no person.

use std::fmt::{self, Display};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::requests::counted;
use super::{FunctionError, Outcome, described};
use crate::console::{self, Tone};

/// Runs to its end what `subject` is told of, and shows a line of it.
pub(crate) async fn shown(
    function: &str,
    subject: &str,
    running: impl Future<Output = Outcome>,
) -> Outcome {
    let began = Instant::now();
    let (outcome, requests) = counted(running).await;
    let line = Line {
        function,
        subject,
        outcome: &outcome,
        requests,
        took: began.elapsed(),
    };
    told_now(line);
    outcome
}

/// Shows a line with the time of day.
pub(crate) fn told_now(line: impl Display) {
    let time = TimeZone::system()
        .to_datetime(Timestamp::now())
        .strftime("%H:%M:%S");
    console::complain(format_args!("{time}  {line}"));
}

/// The line of an invocation, without its time of day.
struct Line<'l> {
    function: &'l str,
    subject: &'l str,
    outcome: &'l Outcome,
    requests: u64,
    took: Duration,
}

impl Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tone, status, made) = match self.outcome {
            Outcome::Response(json) => told(json),
            Outcome::Error(FunctionError { error_type, .. }) => {
                (Tone::Bad, error_type.clone(), String::new())
            }
        };
        let status = tone.text(format_args!("{status:<15}"));
        let (function, subject) = (self.function, self.subject);
        write!(f, "{function:<21}  {subject:<24}  {status}")?;
        if !made.is_empty() {
            write!(f, "  {made}")?;
        }
        let requests = match self.requests {
            1 => "1 request".to_owned(),
            several => format!("{several} requests"),
        };
        write!(f, "  {requests}, {} ms", self.took.as_millis())
    }
}

/// The status of an answer, and its documents with their totals.
fn told(json: &str) -> (Tone, String, String) {
    let answer: Value = serde_json::from_str(json).unwrap_or_default();
    let Some(status) = answer["status"].as_str() else {
        return (Tone::Good, "answered".to_owned(), String::new());
    };
    let several = answer["documents"].as_array().cloned();
    let documents = several.unwrap_or_else(|| vec![answer["document"].clone()]);
    let documents = documents.iter().filter(|document| !document.is_null());
    let documents = documents.map(described);
    let tone = match answer["warnings"].as_array() {
        Some(warnings) if !warnings.is_empty() => Tone::Notice,
        _ => Tone::Good,
    };
    let documents: Vec<String> = documents.collect();
    (tone, status.to_owned(), documents.join(", "))
}

#[cfg(test)]
mod tests;
