//! The time of an invocation in each phase, measured at the spans of the phases.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use actions::pipeline::phase::Phase;
use strum::VariantArray;
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::Metric;

/// Microseconds in each phase since they were taken. A process answers one event at a time.
static TIMES: [AtomicU64; Phase::VARIANTS.len()] =
    [const { AtomicU64::new(0) }; Phase::VARIANTS.len()];

/// The phases that were entered since the last were taken, and how long they took altogether.
pub(super) fn take() -> Vec<Metric> {
    let times = Phase::VARIANTS.iter().zip(&TIMES);
    times
        .map(|(phase, time)| (name(*phase), time.swap(0, Relaxed)))
        .filter(|(_, time)| *time > 0)
        .map(|(name, time)| Metric::milliseconds(name, Duration::from_micros(time)))
        .collect()
}

/// The metric of a phase.
const fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Load => "LoadDuration",
        Phase::Read => "ReadDuration",
        Phase::Resolve => "ResolveDuration",
        Phase::Claim => "ClaimDuration",
        Phase::Post => "PostDuration",
        Phase::Record => "RecordDuration",
    }
}

/// A layer that measures the spans of the phases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimePhases;

/// A span's phase and when it began.
struct Begun(Phase, Instant);

#[expect(
    clippy::disallowed_methods,
    reason = "measured, and acted on by nobody"
)]
impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for TimePhases {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if attributes.metadata().name() != Phase::SPAN {
            return;
        }
        let mut found = Found(None);
        attributes.record(&mut found);
        if let (Found(Some(phase)), Some(span)) = (found, context.span(id)) {
            span.extensions_mut().insert(Begun(phase, Instant::now()));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else {
            return;
        };
        let Some(Begun(phase, start)) = span.extensions_mut().remove() else {
            return;
        };
        let took = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let times = Phase::VARIANTS.iter().zip(&TIMES);
        for (_, time) in times.filter(|(other, _)| **other == phase) {
            time.fetch_add(took.max(1), Relaxed);
        }
    }
}

/// The phase in a span's fields.
struct Found(Option<Phase>);

impl Visit for Found {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "phase" {
            self.0 = value.parse().ok();
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

#[cfg(test)]
mod tests;
