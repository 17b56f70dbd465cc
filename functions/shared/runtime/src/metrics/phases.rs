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
mod tests {
    use tracing::Instrument;
    use tracing::subscriber::set_default;
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::registry;

    use super::*;

    async fn phase(phase: Phase, milliseconds: u64) {
        let sleep = tokio::time::sleep(Duration::from_millis(milliseconds));
        sleep.instrument(phase.span()).await;
    }

    #[tokio::test]
    async fn a_phase_is_measured_from_its_first_to_its_last_moment_and_summed_up() {
        let _guard = set_default(registry().with(TimePhases));
        phase(Phase::Claim, 20).await;
        phase(Phase::Post, 30).await;
        phase(Phase::Claim, 20).await;
        let taken = take();
        let values: Vec<f64> = taken.iter().map(|m| m.value().as_f64().unwrap()).collect();
        assert_eq!(taken.len(), 2, "{taken:?}");
        assert!(values[0] >= 40.0 && values[1] >= 30.0, "{taken:?}");
        assert_eq!(take(), []);
    }
}
