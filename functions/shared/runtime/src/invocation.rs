//! One invocation: an event in, an answer or a typed failure out, a log line and metrics beside it.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actions::books::environment::{Environment, SystemEnvironment};
use bytes::Bytes;
use futures_util::FutureExt;
use lambda_runtime::Context;
use tracing::Instrument;

use crate::deadline::Deadline;
use crate::failure::Failure;
use crate::function::Function;
use crate::metrics::{self, Metric};

/// Answers one event.
pub(crate) async fn answer<F: Function>(
    function: &F,
    event: Bytes,
    context: Context,
) -> Result<F::Answer, Failure> {
    // At the level of an error, so that the request id is there whatever the level of the log.
    let span = tracing::error_span!(
        "invocation",
        requestId = context.request_id,
        xrayTraceId = context.xray_trace_id
    );
    #[expect(
        clippy::disallowed_methods,
        reason = "measured, and acted on by nobody"
    )]
    let start = Instant::now();
    let result = attempt(function, &event, Deadline::of(&context))
        .instrument(span.clone())
        .await;
    let _inside = span.enter();
    log(&result);
    measure(function, &context, &result, start);
    result
}

/// Runs the function, for as long as there is time; a panic is caught.
async fn attempt<F: Function>(
    function: &F,
    event: &[u8],
    deadline: Deadline,
) -> Result<F::Answer, Failure> {
    let time = deadline.until_cut_off(SystemEnvironment.now());
    let answer = function.answer(event, deadline.of_function());
    // Nothing is left half changed by a panic: what a process keeps (tokens) is replaced as a whole.
    let answer = AssertUnwindSafe(answer).catch_unwind();
    match tokio::time::timeout(time, answer).await {
        Ok(Ok(Ok(answer))) => Ok(answer),
        Ok(Ok(Err(error))) => Err(Failure::Typed(error)),
        Ok(Err(_panic)) => Err(Failure::Panicked),
        Err(_elapsed) => Err(Failure::OutOfTime),
    }
}

/// A failure is logged here and nowhere else.
fn log<A>(result: &Result<A, Failure>) {
    let Err(failure) = result else { return };
    let (error_type, message) = (failure.error_type(), failure.message());
    match failure {
        Failure::Typed(_) => tracing::warn!(errorType = error_type, message),
        Failure::Panicked | Failure::OutOfTime => {
            tracing::error!(errorType = error_type, message);
        }
    }
}

fn measure<F: Function>(
    function: &F,
    context: &Context,
    result: &Result<F::Answer, Failure>,
    start: Instant,
) {
    let mut measured = metrics::of_invocation(function.traffic(), start.elapsed());
    let mut properties = vec![("requestId", context.request_id.as_str())];
    match result {
        Ok(answer) => measured.extend(function.metrics(answer)),
        Err(failure) => {
            measured.push(Metric::count("Failures", 1));
            measured.push(Metric::count(
                "Defects",
                u64::from(matches!(failure, Failure::Panicked)),
            ));
            properties.push(("errorType", failure.error_type()));
        }
    }
    let function = &context.env_config.function_name;
    let shared = metrics::shared_name();
    if shared.is_some() {
        properties.push(("function", function));
    }
    // A metric that was sent costs the same with a zero in it, and a sum does not miss it.
    measured.retain(|metric| !metric.is_no_count());
    let name = shared.as_deref().unwrap_or(function);
    let now = SystemEnvironment.now();
    match metrics::document(name, &measured, &properties, now) {
        Ok(document) => metrics::write(&document),
        Err(error) => tracing::warn!(%error, "the metrics cannot be written"),
    }
}
