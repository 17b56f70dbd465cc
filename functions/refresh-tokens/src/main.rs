//! The scheduled Lambda function `refresh-tokens`.

use actions::ActionError;
use actions::books::environment::SystemEnvironment;
use jiff::Timestamp;
use refresh_tokens::{Report, refresh_all};
use runtime::metrics::Metric;
use runtime::{Handler, ServeError, Services};

fn main() -> Result<(), ServeError> {
    runtime::serve_handler("refresh-tokens", RefreshTokens)
}

/// Ignores its event, which a schedule sends.
struct RefreshTokens;

impl Handler for RefreshTokens {
    type Answer = Report;

    async fn handle(
        &self,
        services: &Services,
        _event: &[u8],
        deadline: Timestamp,
    ) -> Result<Report, ActionError> {
        let engine = &services.engine;
        refresh_all(&engine.store, &engine.access, &SystemEnvironment, deadline).await
    }

    /// `ReauthorizationsRequired` and `RefreshTokensEndingSoon` ask for a person: alarm on either.
    fn metrics(&self, report: &Report) -> Vec<Metric> {
        let count = |name, count: usize| Metric::count(name, count as u64);
        let days_left = report.fewest_days_left;
        let days_left = days_left.map(|days| Metric::days("RefreshTokenDaysLeft", days));
        let counts = [
            count("Connections", report.connections),
            count("RefreshFailures", report.failures.len()),
            count("ReauthorizationsRequired", report.to_reauthorize()),
            count("RefreshTokensEndingSoon", report.ending_soon.len()),
        ];
        counts.into_iter().chain(days_left).collect()
    }
}
