//! The runner of the function: this process, or a Lambda Invoke API.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use actions::pipeline::failed;
use actions::{ActionError, ErrorType, Response};
use bytes::Bytes;
use jiff::Timestamp;
use registry::RegisteredAction;

use crate::functions::{self, LocalEngine};
use crate::installation::Installation;
use crate::installation::pace::{Day, Pace};

/// Runs the function on an event.
pub(crate) trait Target: Send + Sync + 'static {
    /// The function's answer to one event.
    fn invoke(&self, event: Bytes) -> impl Future<Output = Result<Response, Failure>> + Send;

    /// Takes note that the event is not tried again, where that is not known there.
    fn gave_up(&self, _event: &[u8], _failure: &Failure) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

/// Why a record was not booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The contract's name, or that of Lambda where the function was not run to its end.
    pub(crate) error_type: String,
    /// The fault, and the way out.
    pub(crate) message: String,
    /// The way in which it is tried again, if it is.
    pub(crate) remedy: Remedy,
}

/// The help there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// The same request again, after a wait.
    Again,
    /// The same request again, when this time has passed: the quota is used up for everybody.
    AfterWait(Duration),
    /// The same request again, for a short while.
    ForAMoment,
    /// A service does not serve: the same request again, and if that never helps, no record is booked.
    WhenItServes,
    /// Nothing answers there: the same request again for a short while.
    WhenReachable,
    /// A person must correct this record.
    Correction,
    /// A person must do something, such as connect the company; no record is booked before.
    Connection,
}

impl Failure {
    /// An error of the contract by its name, as an Invoke API gives it.
    pub(super) fn named(error_type: &str, message: &str) -> Self {
        Self {
            error_type: error_type.to_owned(),
            message: message.to_owned(),
            remedy: Remedy::of(error_type, message),
        }
    }

    fn of(error: &ActionError) -> Self {
        let named = Self::named(error.error_type(), &error.to_string());
        let remedy = match error {
            ActionError::QuickBooksThrottled { retry_after, .. } => Remedy::AfterWait(*retry_after),
            _ => named.remedy,
        };
        Self { remedy, ..named }
    }
}

impl Remedy {
    /// The help against an error of this name. Names that are not the contract's are Lambda's, of a
    /// function that was cut off; it may be run again.
    fn of(error_type: &str, message: &str) -> Self {
        match ErrorType::named(error_type) {
            Some(ErrorType::QuickBooksThrottled) => {
                let wait = ErrorType::retry_after(message);
                wait.map_or(Self::WhenItServes, Self::AfterWait)
            }
            Some(ErrorType::HubSpotUnavailable) => {
                let wait = ErrorType::retry_after(message);
                wait.map_or(Self::ForAMoment, Self::AfterWait)
            }
            Some(ErrorType::QuickBooksUnavailable | ErrorType::StorageUnavailable) => {
                Self::WhenItServes
            }
            Some(
                ErrorType::ConnectionNotFound
                | ErrorType::ReauthorizationRequired
                | ErrorType::HubSpotAccessDenied,
            ) => Self::Connection,
            Some(error) if error.is_retryable() => Self::Again,
            Some(_) => Self::Correction,
            None => Self::Again,
        }
    }
}

/// Runs the function in this process.
pub(super) struct InProcess {
    engine: Arc<LocalEngine>,
    function: RegisteredAction,
    pace: Arc<Pace>,
}

impl InProcess {
    /// The function on the installation's engine.
    pub(super) fn new(installation: &Installation, function: RegisteredAction) -> Self {
        Self {
            engine: Arc::clone(&installation.engine),
            function,
            pace: Arc::clone(&installation.pace),
        }
    }
}

/// The failure of all records while an account has so few requests of the day left that others need them.
fn low(day: Day) -> Failure {
    Failure {
        error_type: ErrorType::HubSpotUnavailable.to_string(),
        message: format!(
            "the HubSpot account has {} of its {} requests of the day left, which are left to everything else that \
             it runs: run the same command again after midnight in the account's time zone",
            day.left, day.all
        ),
        remedy: Remedy::Connection,
    }
}

impl Target for InProcess {
    async fn invoke(&self, event: Bytes) -> Result<Response, Failure> {
        if let Some(day) = self.pace.low() {
            return Err(low(day));
        }
        let (engine, function) = (self.engine.clone(), self.function);
        // In a task of its own: a panic is this record's, not the run's.
        let invocation =
            tokio::spawn(async move { functions::run(function, &engine, &event).await });
        match invocation.await {
            Ok(answer) => answer.map_err(|error| Failure::of(&error)),
            Err(_) => Err(Failure {
                error_type: "Runtime.ExitError".to_owned(),
                message: "the function panicked: see the log".to_owned(),
                remedy: Remedy::Correction,
            }),
        }
    }

    async fn gave_up(&self, event: &[u8], failure: &Failure) {
        let why = (failure.error_type.as_str(), failure.message.as_str());
        let (store, name) = (&self.engine.store, self.function.name());
        failed::gave_up(store, name, event, why, Timestamp::now()).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use actions::ActionError;

    use super::{Failure, Remedy};

    #[test]
    fn each_kind_of_error_has_the_remedy_that_helps() {
        let detail = || String::from("d");
        let wait = Duration::from_millis(2500);
        let table = [
            (ActionError::throttled(wait), Remedy::AfterWait(wait)),
            (
                ActionError::QuickBooksUnavailable { detail: detail() },
                Remedy::WhenItServes,
            ),
            (
                ActionError::StorageUnavailable { detail: detail() },
                Remedy::WhenItServes,
            ),
            (
                ActionError::OutcomeUnknown { detail: detail() },
                Remedy::Again,
            ),
            (
                ActionError::HubSpotUnavailable { message: detail() },
                Remedy::ForAMoment,
            ),
            (
                ActionError::HubSpotUnavailable {
                    message: "deal 1: nothing was done; try again in 10 s".to_owned(),
                },
                Remedy::AfterWait(Duration::from_secs(10)),
            ),
            (ActionError::InProgress { detail: detail() }, Remedy::Again),
            (ActionError::invalid("m"), Remedy::Correction),
            (ActionError::not_authorized(detail()), Remedy::Connection),
            (
                ActionError::HubSpotAccessDenied { message: detail() },
                Remedy::Connection,
            ),
        ];
        for (error, remedy) in table {
            assert_eq!(Failure::of(&error).remedy, remedy, "{error}");
        }
    }

    #[test]
    fn the_wait_of_a_throttle_is_read_from_an_endpoint_s_message() {
        let retry_after = Duration::from_secs(17);
        let error = ActionError::throttled(retry_after);
        let named = Failure::named(error.error_type(), &error.to_string());
        assert_eq!(named.remedy, Remedy::AfterWait(retry_after));
        assert_eq!(Failure::named("Sandbox.Timedout", "").remedy, Remedy::Again);
    }
}
