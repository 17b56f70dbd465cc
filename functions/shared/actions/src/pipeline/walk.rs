//! The walk through the documents of an action, each of which is made, finished or passed over.

use quickbooks::{EntityKind, Transport};

use super::completion::{Completed, Withdrawn};
use super::document_set::DocumentSet;
use super::prepare::Prepared;
use super::step::Step;
use super::{Passed, Run, Store};
use crate::action::{Action, Documents};
use crate::books::environment::Environment;
use crate::response::Warning;
use crate::{ActionError, Response};

/// The end of the walk's part for one document.
enum Progress {
    /// The document is recorded; the response as recorded.
    Recorded(Box<Response>),
    /// The walk ends here.
    Ends(Passed),
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Makes the action's documents one after the other; those that are made already are passed over.
    ///
    /// Documents that belong together are made all of them or none: one that was claimed with other content is
    /// finished as it was claimed, and none is begun beside it; if one is refused for good those before it are
    /// deleted.
    pub(super) async fn walk(&self) -> Result<Passed, ActionError> {
        let Documents { first, rest } = self.prepared.documents;
        let mut set = DocumentSet::default();
        let mut document = first;
        let mut further = rest.iter();
        loop {
            let latest = match self.advance(document, &mut set).await? {
                Progress::Recorded(response) => response,
                Progress::Ends(passed) => return Ok(passed),
            };
            let Some(next) = further.next() else {
                let response = self.answer(&set, *latest)?;
                return Ok(Passed::Answered(Box::new(response)));
            };
            document = *next;
        }
    }

    /// Takes the step that one document needs.
    async fn advance(
        &self,
        document: EntityKind,
        set: &mut DocumentSet,
    ) -> Result<Progress, ActionError> {
        let identity = self.prepared.identities.of(document);
        let due = match self.step(&identity, set)? {
            Step::Recorded(mut recorded) => {
                self.prepared.tell_again(&mut recorded.response);
                self.reserve_late(&identity, &mut recorded).await?;
                let response = set.add(*recorded);
                return Ok(Progress::Recorded(Box::new(response)));
            }
            Step::Due(due) => due,
        };
        if due.begins() {
            self.check_content(document, set)?;
            if let Some(told) = self.apart(set).await? {
                return Ok(Progress::Ends(Passed::Apart(told)));
            }
        }
        if self.prepared.common.dry_run {
            return self.preview(&identity, set).await.map(Progress::Ends);
        }
        let commit = self.commit(&identity)?;
        let recorded = match self.make(&commit, due, set).await {
            Ok(Completed::Recorded(recorded)) => recorded,
            Ok(Completed::Asked(asked)) => return Ok(Progress::Ends(Passed::Asked(asked))),
            Ok(Completed::Withdrawn(Withdrawn { error, rates })) => {
                return match rates.filter(|_| self.may_retax) {
                    Some(rates) => Ok(Progress::Ends(Passed::TaxedAt(rates))),
                    None => Err(self.undo(set, error).await),
                };
            }
            Err(error) => return Err(self.undo(set, error).await),
        };
        let response = set.add_created(*recorded);
        if self.prepared.needs_another(&response) {
            return Ok(Progress::Ends(Passed::NeedsAnother));
        }
        Ok(Progress::Recorded(Box::new(response)))
    }

    /// Begins no document of other content than those of the set have: a payment of what the record says now would be
    /// received on an invoice of what it said before.
    fn check_content(&self, next: EntityKind, set: &DocumentSet) -> Result<(), ActionError> {
        match set.conflict() {
            Some(recorded) => Err(self.prepared.half_made(recorded, next)),
            None => Ok(()),
        }
    }

    /// The answer for all documents, which are recorded by now.
    fn answer(&self, set: &DocumentSet, latest: Response) -> Result<Response, ActionError> {
        match set.conflict() {
            Some(recorded) if set.has_created() => Err(self.prepared.finished(recorded)),
            Some(recorded) => Err(self.prepared.conflict(recorded)),
            None => Ok(Response {
                status: set.status(),
                warnings: set.warnings().to_vec(),
                ..latest
            }),
        }
    }
}

impl<A: Action> Prepared<A> {
    /// Puts what the record gives to know now into the recorded response, in the place of the same as it was then.
    fn tell_again(&self, recorded: &mut Response) {
        let again = A::tells_again(&self.subject);
        let is_old = |told: &Warning| again.iter().any(|now| now.code == told.code);
        recorded.warnings.retain(|told| !is_old(told));
        recorded.warnings.extend(again);
    }
}
