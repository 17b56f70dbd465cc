//! The workflow's retries, read from the definition that ships.

use std::time::Duration;

use serde::Deserialize;

/// The definition that is deployed.
const WORKFLOW: &str = include_str!("../../../../workflows/quickbooks-action.asl.json");

/// The workflow's retriers for errors of an action.
#[derive(Debug, Deserialize)]
pub(crate) struct RetryPolicy {
    #[serde(rename = "Retry")]
    retriers: Vec<Retrier>,
}

/// The retries of some errors.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Retrier {
    error_equals: Vec<String>,
    interval_seconds: f64,
    max_attempts: u32,
    backoff_rate: f64,
    max_delay_seconds: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Workflow {
    states: States,
}

#[derive(Deserialize)]
struct States {
    #[serde(rename = "Run the action")]
    run_the_action: RetryPolicy,
}

impl RetryPolicy {
    /// The policy of the task that runs an action.
    ///
    /// # Errors
    ///
    /// When the definition has no such task.
    pub(crate) fn of_the_workflow() -> Result<Self, serde_json::Error> {
        let workflow: Workflow = serde_json::from_str(WORKFLOW)?;
        Ok(workflow.states.run_the_action)
    }

    /// The wait before the retry after the `failures`th failure with this error (from 1); `None`
    /// when it is not retried, or not any more. `fraction` is the draw of the full jitter.
    pub(crate) fn wait(&self, error: &str, failures: u32, fraction: f64) -> Option<Duration> {
        let retrier = self.retrier(error)?;
        if failures > retrier.max_attempts {
            return None;
        }
        let exponent = i32::try_from(failures.saturating_sub(1)).unwrap_or(i32::MAX);
        let delay = retrier.interval_seconds * retrier.backoff_rate.powi(exponent);
        let delay = delay.min(retrier.max_delay_seconds) * fraction;
        Some(Duration::from_secs_f64(delay.max(0.0)))
    }

    /// `true` if an error is retried at all.
    pub(crate) fn retries(&self, error: &str) -> bool {
        self.retrier(error).is_some()
    }

    fn retrier(&self, error: &str) -> Option<&Retrier> {
        let names = |retrier: &&Retrier| retrier.error_equals.iter().any(|name| name == error);
        self.retriers.iter().find(names)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::RetryPolicy;

    #[test]
    fn the_policy_is_that_of_the_workflow() {
        let policy = RetryPolicy::of_the_workflow().unwrap();
        let seconds = |failures, fraction| policy.wait("InProgress", failures, fraction);
        assert_eq!(seconds(1, 1.0), Some(Duration::from_secs(10)));
        assert_eq!(seconds(2, 0.5), Some(Duration::from_millis(7_500)));
        assert_eq!(seconds(12, 1.0), Some(Duration::from_mins(1)));
        assert_eq!(seconds(13, 1.0), None);
        assert!(!policy.retries("QuickBooksRejected"));
    }
}
