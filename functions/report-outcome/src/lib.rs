//! Tells HubSpot what became of a record.
//!
//! Four steps, each for itself: the workflow's blocked step is completed, properties of the record are written, and, by
//! settings, a note is put on its timeline and an invoice mirrored. A step that fails does not keep the others from being
//! done, and is tried again without them: what a try has done is kept in the ledger under the hash of its event, as the
//! workflows send the same event in each try.
//!
//! A completion, a property and an association can be written again without harm. A note cannot, nor an invoice or its line:
//! HubSpot has no key for them, and its search finds them only after a while. So each is claimed in the ledger before it is
//! made, under a mark that it holds in its text. If the answer is lost, a later try waits until the request has settled,
//! looks through what the record is associated with for the mark, and makes another only where there is none.
//!
//! The requests are pure functions of the outcomes ([`completion`], [`properties`], [`note`]); [`ReportOutcome`] talks.

mod account;
mod answer;
mod calls;
pub mod completion;
mod creation;
pub mod definitions;
mod ended_run;
mod memory;
pub mod note;
mod outcome;
pub mod properties;
mod report;
mod slot;
mod standing;
mod steps;

pub use answer::{Answer, ReportWarning, Step, Steps};
pub use outcome::{End, Outcome};
pub use report::{Report, Subject};
pub use slot::{Field, State};

use actions::ActionError;
use actions::books::environment::Environment;
use actions::pipeline::failed;
use actions::records::OwnTokens;
use hubspot::{Client, Transport};
use jiff::Timestamp;
use storage::{Connection, FailedRun, Ledger, Portals, Runs, Settings, SnapshotReader};

use account::Destination;
use calls::Calls;
use memory::Memory;
use steps::Telling;

/// The function, over a store and a client of HubSpot.
#[derive(derive_more::Debug)]
#[debug("ReportOutcome")]
pub struct ReportOutcome<'e, S, T, E> {
    /// Settings, tokens of HubSpot accounts, and the memory of what was told.
    pub store: &'e S,
    /// The client of HubSpot.
    pub client: &'e Client<T>,
    /// Time and chance.
    pub environment: &'e E,
    /// The tokens that are known to be their accounts'; as long-lived as the process.
    pub own_tokens: &'e OwnTokens,
}

impl<S, T, E> ReportOutcome<'_, S, T, E>
where
    S: Settings + Portals + Ledger + SnapshotReader + Runs + Sync,
    T: Transport + Sync,
    E: Environment,
{
    /// Tells HubSpot what the event says, and comes back before `deadline`.
    ///
    /// # Errors
    ///
    /// - [`ActionError::InvalidRequest`] for an event that cannot be read.
    /// - [`ActionError::SettingMissing`]: a workflow waits in an account whose token is not stored, or what is stored
    ///   is another account's token: nothing was told.
    /// - [`ActionError::HubSpotAccessDenied`], [`ActionError::HubSpotUnavailable`]: not all is told; the message
    ///   names what is done and what is left, and the same event again does what is left.
    /// - [`ActionError::StorageUnavailable`]: nothing was told.
    pub async fn run(&self, event: &[u8], deadline: Timestamp) -> Result<Answer, ActionError> {
        let Some(mut report) = Report::parse(event)? else {
            return Ok(steps::nothing_wanted(None));
        };
        if report.is_cut_off {
            standing::find(self.store, &mut report).await?;
        }
        self.keep_failures(&report).await;
        let account = match account::find(self.store, &report).await? {
            Destination::Account(account) => account,
            Destination::Nowhere(warning) => return Ok(steps::nothing_wanted(warning)),
        };
        let now = || self.environment.now();
        let memory = self.memory(&report);
        let known = match &memory {
            Some(memory) => memory.steps(&report.digest).await?,
            None => Steps::default(),
        };
        let telling = Telling {
            report: &report,
            at: report.at.unwrap_or_else(now),
            calls: Calls {
                client: self.client,
                token: account.token.clone(),
                now: &now,
                deadline,
            },
            account: &account,
            memory,
        };
        telling.all(known, self.own_tokens).await
    }

    /// Keeps the runs that failed for good, retries and all, for whoever asks what became of the record.
    async fn keep_failures(&self, report: &Report) {
        let (Some(connection), Some(id)) = (&report.connection, &report.record.id) else {
            return;
        };
        for outcome in &report.outcomes {
            let End::Failed {
                error_code,
                message,
                ..
            } = &outcome.end
            else {
                continue;
            };
            let run = &report.run;
            let ids = [&run.enrollment_id, &run.callback_id, &run.occasion];
            let asked_by = ids.into_iter().find_map(Clone::clone);
            let mut run = FailedRun {
                action: outcome.action.clone(),
                record: format!("{}/{id}", report.record.object_type),
                error_type: (*error_code).to_owned(),
                message: message.clone(),
                at: report.at.unwrap_or_else(|| self.environment.now()),
                asked_by,
                request: None,
            };
            run.request = self.request_of(connection, &run).await;
            failed::keep_run(self.store, connection, &run).await;
        }
    }

    /// The request that the action kept when it failed: a report says nothing of its options.
    async fn request_of(&self, connection: &Connection, run: &FailedRun) -> Option<String> {
        let kept = self.store.failed_runs(connection, Some(&run.record)).await;
        let mut kept = kept.unwrap_or_default().into_iter();
        let own = kept.find(|kept| kept.action == run.action && kept.asked_by == run.asked_by);
        own?.request
    }

    fn memory<'m>(&'m self, report: &'m Report) -> Option<Memory<'m, S>> {
        let id = report.record.id.as_ref()?;
        Some(Memory {
            store: self.store,
            connection: report.connection.as_ref()?,
            record: format!("{}/{id}", report.record.object_type),
            owner: self.environment.token(),
        })
    }
}
