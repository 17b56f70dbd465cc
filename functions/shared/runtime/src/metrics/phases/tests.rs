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
