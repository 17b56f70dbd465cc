//! The two formats of log lines.

use std::fmt;

use actions::text::on_one_line;
use jiff::Timestamp;
use json_subscriber::JsonLayer;
use tracing::Subscriber;
use tracing::field::Field;
use tracing_subscriber::Layer;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::{Writer, debug_fn};
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
    // A value with a line end in it would be a line of its own, which anybody may have written.
    let fields = debug_fn(
        |writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug| {
            let value = on_one_line(&format!("{value:?}"));
            match field.name() {
                "message" => write!(writer, "{value}"),
                name => write!(writer, "{name}={value}"),
            }
        },
    );
    tracing_subscriber::fmt::layer()
        .without_time()
        .with_ansi(false)
        .fmt_fields(fields.delimited(" "))
        .with_writer(writer)
}
