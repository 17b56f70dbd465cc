//! Trying again, as Step Functions does it.
//!
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>

use std::future::Future;
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;

use crate::functions::FunctionError;

/// A rule of a definition: how often, and after which time, one of these errors is tried again.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Retrier {
    error_equals: Vec<String>,
    #[serde(default = "one_second")]
    interval_seconds: f64,
    #[serde(default = "three_times")]
    max_attempts: u32,
    #[serde(default = "twice_as_long")]
    backoff_rate: f64,
    #[serde(default)]
    max_delay_seconds: Option<f64>,
}

fn one_second() -> f64 {
    1.0
}

fn three_times() -> u32 {
    3
}

fn twice_as_long() -> f64 {
    2.0
}

/// The tries so far, counted for each rule.
pub(super) struct Tries<'d>(Vec<(&'d Retrier, u32)>);

impl<'d> Tries<'d> {
    /// No try yet.
    pub(super) fn of(retriers: &'d [Retrier]) -> Self {
        Self(retriers.iter().map(|retrier| (retrier, 0)).collect())
    }

    /// The time to wait after this error, if it is tried again; the part of the whole delay is chance, from 0 to 1.
    pub(super) fn delay(&mut self, error: &str, part: f64) -> Option<Duration> {
        let fits = |name: &String| name == error || name == "States.ALL";
        let mut rules = self.0.iter_mut();
        let (rule, tries) = rules.find(|(rule, _)| rule.error_equals.iter().any(fits))?;
        if *tries >= rule.max_attempts {
            return None;
        }
        let raised = rule.backoff_rate.powf(f64::from(*tries));
        let longest = rule.max_delay_seconds.unwrap_or(f64::MAX);
        *tries += 1;
        let seconds = (rule.interval_seconds * raised).min(longest) * part;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// Tries until it is done, or no rule lets it be tried again, or the process is about to end.
pub(super) async fn until_done<T, F>(
    retriers: &[Retrier],
    mut closing: watch::Receiver<bool>,
    mut attempt: impl FnMut() -> F + Send,
) -> Result<T, FunctionError>
where
    F: Future<Output = Result<T, FunctionError>> + Send,
{
    let mut tries = Tries::of(retriers);
    loop {
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let Some(delay) = tries.delay(&error.error_type, fastrand::f64()) else {
            return Err(error);
        };
        let FunctionError {
            error_type,
            error_message,
        } = &error;
        tracing::info!(error_type, error_message, ?delay, "it is tried again");
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            _ = closing.wait_for(|is_closing| *is_closing) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
