//! The seams between the code that ships and the simulated world: every request stops here.

mod environment;
mod hubspot;
mod quickbooks;
mod store;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

pub(crate) use self::environment::SimulatedEnvironment;
pub(crate) use self::hubspot::SimulatedHubSpot;
pub(crate) use self::quickbooks::SimulatedQuickBooks;
pub(crate) use self::store::SimulatedStore;

use crate::fault::{Fault, RequestKind};
use crate::scheduler::{LateEffect, PendingRequest, Scheduler};

/// The longest that a request whose caller gave up may be under way: QuickBooks itself gives up after 120 s ("limits
/// and throttles").
const LONGEST_UNDER_WAY: SignedDuration = SignedDuration::from_secs(120);

/// One process's way to the simulated world.
#[derive(Clone)]
pub(crate) struct Seam {
    pub(crate) scheduler: Arc<Scheduler>,
    pub(crate) process: usize,
}

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// It was not sent.
    NotSent,
    /// It may have had its effect.
    Lost,
    /// A gateway answered that QuickBooks is unavailable.
    Gateway,
    /// Its access token is not taken.
    Unauthorized,
    /// HubSpot gave another answer than the right one.
    Instead(Fault),
}

impl Seam {
    /// Deals with one request, whose effect is `effect`; its caller waits for `patience` at most, or until
    /// its invocation is cut off.
    pub(crate) async fn perform<R, F>(
        &self,
        pending: PendingRequest,
        patience: Option<Duration>,
        effect: impl Fn() -> F,
    ) -> Result<R, NoAnswer>
    where
        R: Send + 'static,
        F: Future<Output = R> + Send + 'static,
    {
        let label = pending.label.clone();
        let verdict = self.scheduler.step(pending).await;
        let Some(fault) = verdict.fault else {
            let answer = effect().await;
            return self.answered(answer, verdict.latency, patience).await;
        };
        match fault {
            Fault::NotSent => Err(NoAnswer::NotSent),
            Fault::LostBefore => Err(NoAnswer::Lost),
            Fault::Unauthorized => Err(NoAnswer::Unauthorized),
            Fault::LostAfter => {
                effect().await;
                Err(NoAnswer::Lost)
            }
            Fault::Gateway => {
                effect().await;
                Err(NoAnswer::Gateway)
            }
            Fault::DiesBefore => self.die().await,
            Fault::DiesAfter => {
                effect().await;
                self.die().await
            }
            Fault::LateAnswer => {
                effect().await;
                Err(self.wait_in_vain(patience).await)
            }
            Fault::LateEffect => {
                self.delay_effect(label, effect());
                Err(self.wait_in_vain(patience).await)
            }
            Fault::DiesWithLateEffect => {
                self.delay_effect(label, effect());
                self.die().await
            }
            Fault::Repeated => {
                effect().await;
                Ok(effect().await)
            }
            Fault::QuotaUsedUp
            | Fault::Failed
            | Fault::Locked
            | Fault::Moving
            | Fault::Page
            | Fault::Truncated => Err(NoAnswer::Instead(fault)),
        }
    }

    /// Hands an answer over after its time on the way, if the caller is still waiting then.
    async fn answered<R>(
        &self,
        answer: R,
        latency: Duration,
        patience: Option<Duration>,
    ) -> Result<R, NoAnswer> {
        if patience.is_some_and(|patience| patience < latency) {
            return Err(self.wait_in_vain(patience).await);
        }
        if !latency.is_zero() {
            self.scheduler.sleep(latency).await;
        }
        Ok(answer)
    }

    async fn wait_in_vain(&self, patience: Option<Duration>) -> NoAnswer {
        match patience {
            Some(patience) => self.scheduler.sleep(patience).await,
            // The invocation is cut off meanwhile.
            None => std::future::pending().await,
        }
        NoAnswer::Lost
    }

    async fn die<R>(&self) -> R {
        self.scheduler.kill_current();
        std::future::pending().await
    }

    fn delay_effect<R: Send + 'static>(
        &self,
        label: String,
        effect: impl Future<Output = R> + Send + 'static,
    ) {
        let due = self.scheduler.now().saturating_add(LONGEST_UNDER_WAY);
        let effect = Box::pin(async move {
            effect.await;
        });
        self.scheduler.lock().late_effects.push(LateEffect {
            label,
            due: due.unwrap_or(jiff::Timestamp::MAX),
            effect,
        });
    }
}

/// A request that can fail.
pub(crate) fn pending(kind: RequestKind, label: impl Into<String>) -> PendingRequest {
    PendingRequest {
        label: label.into(),
        kind,
        is_fallible: true,
    }
}
