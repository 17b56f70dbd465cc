//! The completion of the workflow's step.

use hubspot::{CallError, Request, Transport};
use storage::{Ledger, SnapshotReader};

use super::{Telling, Told};
use crate::answer::{ReportWarning, Step};
use crate::calls::Refusal;
use crate::completion::completion;

impl<S: Ledger + SnapshotReader + Sync, T: Transport + Sync> Telling<'_, S, T> {
    /// Completes the step that waits. HubSpot refuses one that has ended: it was completed before, or its time was over.
    pub(super) async fn complete(&self) -> Told {
        let Some(callback_id) = &self.report.run.callback_id else {
            return Ok((Step::NotWanted, None));
        };
        let completion = completion(callback_id, &self.report.outcomes);
        let Err(error) = self.calls.send(&Request::complete(&completion)).await else {
            return Ok((Step::Done, None));
        };
        match &error {
            CallError::Rejected { .. }
            | CallError::NotFound { .. }
            | CallError::Conflict { .. }
            | CallError::InvalidRequest(_) => {
                let warning = format!(
                    "{}: HubSpot did not take the end of the workflow's step ({error}): it was completed before, or \
                     its time was over and the workflow went on; the record's properties say what became of it",
                    self.report.label()
                );
                Ok((Step::Late, Some(ReportWarning::CompletionLate(warning))))
            }
            // The app lacks the scope `automation`, which a person can give it while the step waits.
            CallError::MissingScopes { .. } | CallError::Forbidden { .. } => {
                Err(Refusal::Denied(error.to_string()))
            }
            CallError::Unauthorized { .. }
            | CallError::Locked { .. }
            | CallError::Throttled(_)
            | CallError::Migrating { .. }
            | CallError::Unavailable { .. }
            | CallError::Unknown { .. } => Err(Refusal::from(&error)),
        }
    }
}
