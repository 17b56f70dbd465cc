//! The two formats of log lines.

use std::fmt;

use jiff::Timestamp;
use json_subscriber::JsonLayer;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::registry::LookupSpan;

/// The form of log lines, as the function's logging configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A JSON object per line.
    Json,
    /// A line of text, without the time, which `CloudWatch` adds.
    Text,
}

impl Format {
    /// The format of this name in `AWS_LAMBDA_LOG_FORMAT`.
    pub(crate) fn named(name: &str) -> Self {
        if name.eq_ignore_ascii_case("json") {
            Self::Json
        } else {
            Self::Text
        }
    }
}

/// RFC 3339 with milliseconds, as Lambda's own lines have it.
struct Milliseconds;

#[expect(
    clippy::disallowed_methods,
    reason = "a log line has the machine's time"
)]
impl FormatTime for Milliseconds {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{:.3}", Timestamp::now())
    }
}

pub(super) fn json<S, W>(writer: W) -> impl Layer<S> + Send + Sync
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let mut layer = JsonLayer::new(writer);
    layer.with_timer("timestamp", Milliseconds);
    layer.with_level("level");
    layer.with_target("target");
    layer.with_flattened_event();
    // The request id stands in the span.
    layer.with_top_level_flattened_span_list();
    layer
}

pub(super) fn text<S, W>(writer: W) -> impl Layer<S> + Send + Sync
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer()
        .without_time()
        .with_ansi(false)
        .with_writer(writer)
}
