//! The properties of the record.

use hubspot::{Answer, RecordRead, Request, Transport};
use storage::{Ledger, SnapshotReader};

use super::{Telling, Told};
use crate::answer::{ReportWarning, Step};
use crate::calls::Refusal;
use crate::properties::{changes, update};
use crate::slot::Field;

/// HubSpot's code of a property that it does not have.
const NO_SUCH_PROPERTY: &str = "PROPERTY_DOESNT_EXIST";

impl<S: Ledger + SnapshotReader + Sync, T: Transport + Sync> Telling<'_, S, T> {
    /// Writes what became of the record, unless it holds what became of it in a later run.
    pub(super) async fn write_properties(&self) -> Told {
        let Some((object_type, id)) = self.record() else {
            return Ok((Step::NotWanted, None));
        };
        let changes = changes(object_type, &self.report.outcomes, self.at);
        if !self.account.outcomes.properties || changes.is_empty() {
            return Ok((Step::NotWanted, None));
        }
        let known = changes.iter().flat_map(|change| {
            [Field::Updated, Field::Id].map(|field| field.property(change.slot))
        });
        let read = RecordRead::of(object_type.clone(), id.clone()).properties(known);
        let stored = match self.calls.ask(&Request::read(&read), Answer::record).await {
            Ok(stored) => stored,
            Err(Refusal::Gone(_)) => return Ok(self.gone()),
            Err(Refusal::Refused(reason)) => return Ok(self.refused(&reason)),
            Err(refusal) => return Err(refusal),
        };
        let Some(update) = update(&changes, &stored.properties, self.at) else {
            let warning = format!(
                "{}: its properties tell of a later run and stay as they are",
                self.report.label()
            );
            return Ok((Step::Newer, Some(ReportWarning::NewerOutcome(warning))));
        };
        let request = Request::update(object_type, &stored.id, &update);
        match self.calls.ask(&request, |_| Ok(())).await {
            Ok(()) => Ok((Step::Done, None)),
            Err(Refusal::Gone(_)) => Ok(self.gone()),
            Err(Refusal::Refused(reason)) => Ok(self.refused(&reason)),
            // Writing them again does no harm.
            Err(Refusal::Unknown(reason)) => Err(Refusal::Later(reason)),
            Err(refusal) => Err(refusal),
        }
    }

    fn gone(&self) -> (Step, Option<ReportWarning>) {
        let warning = format!(
            "{}: HubSpot no longer has the record, so nothing can be written to it",
            self.report.label()
        );
        (Step::NotWanted, Some(ReportWarning::RecordGone(warning)))
    }

    fn refused(&self, reason: &str) -> (Step, Option<ReportWarning>) {
        let label = self.report.label();
        let warning = if reason.contains(NO_SUCH_PROPERTY) {
            ReportWarning::PropertiesNotSetUp(format!(
                "{label}: HubSpot has not the properties to write to ({reason}): make them with `set_up_hubspot` of \
                 manage-connection; a note says it meanwhile"
            ))
        } else {
            ReportWarning::PropertiesRefused(format!(
                "{label}: HubSpot does not let its properties be written ({reason}): a note says it instead"
            ))
        };
        (Step::Refused, Some(warning))
    }
}
