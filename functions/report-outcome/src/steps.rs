//! The steps of a report, each for itself.

mod completion;
mod invoice;
mod note;
mod properties;

use actions::ActionError;
use actions::records::{OwnTokenError, OwnTokens};
use actions::settings::Notes;
use hubspot::{ObjectId, ObjectType, Transport};
use jiff::Timestamp;
use storage::{Ledger, SnapshotReader};

use crate::account::Account;
use crate::answer::{Answer, ReportWarning, Step, Steps};
use crate::calls::{Calls, Refusal};
use crate::memory::Memory;
use crate::report::Report;

/// A report that is being told.
pub(crate) struct Telling<'t, S, T> {
    pub(crate) report: &'t Report,
    pub(crate) at: Timestamp,
    pub(crate) calls: Calls<'t, T>,
    pub(crate) account: &'t Account,
    /// None where the report names no possible connection or record.
    pub(crate) memory: Option<Memory<'t, S>>,
}

/// The end of a step: its state, and what should be known.
type Told = Result<(Step, Option<ReportWarning>), Refusal>;

/// The answer where there is nobody to tell.
pub(crate) fn nothing_wanted(warning: Option<ReportWarning>) -> Answer {
    Answer {
        steps: Steps {
            completion: Step::NotWanted,
            properties: Step::NotWanted,
            note: Step::NotWanted,
            invoice: Step::NotWanted,
        },
        warnings: warning.into_iter().collect(),
    }
}

/// The steps as they are done.
struct Progress {
    steps: Steps,
    warnings: Vec<ReportWarning>,
    refusals: Vec<(&'static str, Refusal)>,
}

impl Progress {
    /// Takes a step's end; one that is left stays pending.
    fn take(&mut self, name: &'static str, told: Told) -> Step {
        match told {
            Ok((step, warning)) => {
                self.warnings.extend(warning);
                step
            }
            Err(refusal) => {
                self.refusals.push((name, refusal));
                Step::Pending
            }
        }
    }
}

impl<S: Ledger + SnapshotReader + Sync, T: Transport + Sync> Telling<'_, S, T> {
    /// Does what earlier tries have not; `known` says what they have.
    pub(crate) async fn all(
        &self,
        known: Steps,
        own_tokens: &OwnTokens,
    ) -> Result<Answer, ActionError> {
        if self.tells_something(known) {
            self.check_token(known, own_tokens).await?;
        }
        let mut progress = Progress {
            steps: known,
            warnings: Vec::new(),
            refusals: Vec::new(),
        };
        if !known.completion.is_over() {
            let told = self.complete().await;
            progress.steps.completion = progress.take("completion", told);
        }
        if !known.properties.is_over() {
            let told = self.write_properties().await;
            progress.steps.properties = progress.take("properties", told);
        }
        // Whether there is to be a note hangs on the properties.
        if !known.note.is_over() && progress.steps.properties.is_over() {
            let refused = progress.steps.properties == Step::Refused;
            let told = self.put_note(refused).await;
            progress.steps.note = progress.take("note", told);
        }
        if !known.invoice.is_over() {
            let told = self.mirror_invoice().await;
            progress.steps.invoice = progress.take("invoice", told);
        }
        self.end(progress).await
    }

    /// True unless nobody waits and the settings want nothing written, or all of it is done.
    fn tells_something(&self, known: Steps) -> bool {
        let waits = self.report.run.callback_id.is_some();
        let wanted = &self.account.outcomes;
        let writes = wanted.properties || wanted.hubspot_invoice || wanted.notes != Notes::Never;
        let is_left = known.named().iter().any(|(_, step)| !step.is_over());
        is_left && (waits || (writes && self.record().is_some()))
    }

    /// Refuses a token that is another account's: a deal of that account may have this one's id.
    async fn check_token(&self, known: Steps, own_tokens: &OwnTokens) -> Result<(), ActionError> {
        let Calls { client, token, .. } = &self.calls;
        let of = (&self.account.portal, token);
        let label = self.report.label();
        let asked = own_tokens.check(client, of, &label, self.calls.time_left());
        match asked.await {
            Ok(()) => Ok(()),
            Err(OwnTokenError::OfAnother(error)) => Err(error),
            Err(OwnTokenError::Unanswered(error)) => {
                let refusal = Refusal::from(&error);
                Err(self.failure(known, &[("whose the token is", refusal)]))
            }
        }
    }

    async fn end(&self, progress: Progress) -> Result<Answer, ActionError> {
        let Progress {
            steps,
            warnings,
            refusals,
        } = progress;
        if refusals.is_empty() {
            return Ok(Answer { steps, warnings });
        }
        if let Some(memory) = &self.memory
            && steps.named().iter().any(|(_, step)| step.is_over())
        {
            let now = self.calls.now();
            if let Err(error) = memory.keep(&self.report.digest, steps, now).await {
                tracing::warn!(%error, "the steps that are done cannot be kept, so they will be repeated");
            }
        }
        Err(self.failure(steps, &refusals))
    }

    /// The error that names what is done, what is left, and why.
    fn failure(&self, steps: Steps, refusals: &[(&'static str, Refusal)]) -> ActionError {
        let done = steps.named();
        let done = done.iter().filter(|(_, step)| *step == Step::Done);
        let done: Vec<&str> = done.map(|(name, _)| *name).collect();
        let left: Vec<String> = refusals
            .iter()
            .map(|(name, refusal)| format!("{name}: {}", refusal.reason()))
            .collect();
        let done = if done.is_empty() {
            "nothing".to_owned()
        } else {
            done.join(", ")
        };
        let message = format!(
            "{}: HubSpot is not told all of what became of it (done: {done}; left: {}); the same report again \
             does what is left",
            self.report.label(),
            left.join("; ")
        );
        let is_denied = |(_, refusal): &(&str, Refusal)| matches!(refusal, Refusal::Denied(_));
        if refusals.iter().any(is_denied) {
            ActionError::HubSpotAccessDenied { message }
        } else {
            ActionError::HubSpotUnavailable { message }
        }
    }

    /// The record, where this account's token may write to it.
    fn record(&self) -> Option<(&ObjectType, &ObjectId)> {
        let record = &self.report.record;
        let id = record.id.as_ref().filter(|_| self.account.owns_record)?;
        Some((&record.object_type, id))
    }
}
