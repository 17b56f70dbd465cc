//! Making one document: claim, post, finish; heal a dead mapping once.

use quickbooks::{Fault, Transport};
use storage::Quota;
use tracing::Instrument;

use super::finish::{self, Finish};
use super::unit::Unit;
use super::{Run, Store};
use crate::ActionError;
use crate::action::Action;
use crate::books::environment::Environment;
use crate::books::rejected;
use crate::commit::{Claimed, Commit, Committed, Identity, Step};
use crate::draft::numbering::{self, is_number_taken, next_number};
use crate::pipeline::phase::Phase;
use crate::resolve::{Resolved, Trust};
use crate::response::Warning;

/// Where to claim from: the version of the entry, and the generation of the request id.
type Start = (Option<storage::Version>, u32);

/// The making of one document.
pub(super) struct Making<'r, 'e, A: Action, S, T, E> {
    pub(super) run: &'r Run<'e, A, S, T, E>,
    pub(super) commit: Commit<'r, S, T, E>,
    pub(super) identity: &'r Identity,
}

/// What came of one attempt.
enum Attempt {
    Made,
    Refused {
        fault: Fault,
        intuit_tid: Option<String>,
        start: Start,
    },
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Making<'_, '_, A, S, T, E> {
    /// Makes the document and adds it to the unit.
    pub(super) async fn make(&self, step: Step, unit: &mut Unit) -> Result<(), ActionError> {
        match step {
            Step::Start {
                expected,
                generation,
            } => self.start((expected, generation), unit).await,
            Step::Repeat { .. } => self.start(self.anew(), unit).await,
            Step::TakeOver(found) => self.take_over(found, unit).await,
            Step::Elsewhere { company } => Err(self.run.prepared.begun_elsewhere(&company)),
            Step::Wait { until } => Err(ActionError::InProgress {
                detail: format!(
                    "another invocation is at work on {} until {until}",
                    self.run.prepared.subject.label
                ),
            }),
        }
    }

    /// Whether a document is due: a record that has one gets a further one only if it has gone on.
    fn is_due(&self) -> Result<bool, ActionError> {
        Ok(match &self.commit.before {
            None => true,
            Some(before) => self.run.has_gone_on(before)?,
        })
    }

    /// Where a further document starts from, of a record that has gone on since its last one.
    fn anew(&self) -> Start {
        let entry = self.run.snapshot.entries.get(self.identity.key());
        let generation = entry.map_or(0, |entry| entry.value.generation.saturating_add(1));
        (entry.map(|entry| entry.version), generation)
    }

    /// Resolves, claims and posts; a mapping that QuickBooks no longer accepts is healed, once, and a
    /// number that is taken gives way to the next, where the settings say so.
    async fn start(&self, start: Start, unit: &mut Unit) -> Result<(), ActionError> {
        self.try_out(start, Trust::Mappings, unit).await
    }

    async fn heal(&self, start: Start, unit: &mut Unit) -> Result<(), ActionError> {
        self.try_out(start, Trust::OnlyQuickBooks, unit).await
    }

    async fn try_out(
        &self,
        mut start: Start,
        mut trust: Trust,
        unit: &mut Unit,
    ) -> Result<(), ActionError> {
        let mut number = 1;
        loop {
            let (fault, intuit_tid) = match self.attempt(start, trust, number, unit).await? {
                Attempt::Made => return Ok(()),
                Attempt::Refused {
                    fault,
                    intuit_tid,
                    start: again,
                } => {
                    start = again;
                    (fault, intuit_tid)
                }
            };
            let next = next_number(number, &self.run.prepared.settings);
            match next.filter(|_| is_number_taken(&fault)) {
                Some(next) => number = next,
                None if fault.is_stale_reference() && trust == Trust::Mappings => {
                    trust = Trust::OnlyQuickBooks;
                    unit.found = None;
                }
                None => return Err(self.rejected(&fault, intuit_tid)),
            }
        }
    }

    async fn attempt(
        &self,
        start: Start,
        trust: Trust,
        number: u32,
        unit: &mut Unit,
    ) -> Result<Attempt, ActionError> {
        self.check_quota(unit)?;
        let (expected, generation) = start;
        let prepared = self.run.prepared;
        let is_resolved = trust == Trust::Mappings || number > 1;
        let known = unit.found.take().filter(|_| is_resolved);
        let found = match known {
            Some(found) => found,
            None => self.resolve(generation, trust).await?,
        };
        let draft = prepared.draft(self.identity, &found, unit.made(), number);
        let (body, mut context) = draft?;
        if found.healed {
            context.warnings.push(Warning::healed());
        }
        unit.found = Some(found);
        let fingerprint = unit.fingerprint().unwrap_or(&prepared.fingerprint);
        let fingerprint = fingerprint.to_owned();
        let (body, context) = (finish::to_bytes(&body)?, context.to_text()?);
        self.check_quota(unit)?;
        let claim = self
            .commit
            .claim(expected, generation, fingerprint, body, context)
            .instrument(Phase::Claim.span())
            .await?;
        let post = self.commit.post_claimed(&claim);
        let committed = post.instrument(Phase::Post.span()).await?;
        self.outcome(&claim, committed, unit).await
    }

    /// Resolves what the document needs. Creating a product may fail over a mapped account that is
    /// gone: then no mapping is believed, once.
    async fn resolve(&self, generation: u32, trust: Trust) -> Result<Resolved, ActionError> {
        let resolve = |trust| self.run.resolve(self.identity, generation, trust, true);
        match resolve(trust).await {
            Err(error) if trust == Trust::Mappings && error.is_stale_reference() => {
                resolve(Trust::OnlyQuickBooks).await
            }
            resolved => resolved,
        }
    }

    async fn take_over(&self, found: Claimed, unit: &mut Unit) -> Result<(), ActionError> {
        let prepared = self.run.prepared;
        let wanted = unit.fingerprint().unwrap_or(&prepared.fingerprint);
        let same_content = found.fingerprint == wanted;
        self.check_quota(unit)?;
        let take_over = self.commit.take_over(found);
        let claim = take_over.instrument(Phase::Claim.span()).await?;
        let post = self.commit.post_taken_over(&claim);
        let committed = post.instrument(Phase::Post.span()).await?;
        match self.outcome(&claim, committed, unit).await? {
            Attempt::Made => {
                if !same_content {
                    unit.conflicts();
                }
                Ok(())
            }
            // What was claimed was not made, so what is asked now can be, if it is still due.
            Attempt::Refused { start, fault, .. }
                if self.is_due()? && (fault.is_stale_reference() || !same_content) =>
            {
                self.heal(start, unit).await
            }
            Attempt::Refused { start, fault, .. }
                if self.is_due()? && self.may_take_another_number(&fault) =>
            {
                self.start(start, unit).await
            }
            Attempt::Refused {
                fault, intuit_tid, ..
            } => Err(self.rejected(&fault, intuit_tid)),
        }
    }

    async fn outcome(
        &self,
        claim: &Claimed,
        committed: Committed,
        unit: &mut Unit,
    ) -> Result<Attempt, ActionError> {
        match committed {
            Committed::Made(document) => {
                Finish {
                    making: self,
                    claim,
                }
                .finish(&document, unit)
                .instrument(Phase::Record.span())
                .await?;
                Ok(Attempt::Made)
            }
            Committed::Refused {
                fault,
                intuit_tid,
                version,
                generation,
            } => Ok(Attempt::Refused {
                fault,
                intuit_tid,
                start: (Some(version), generation),
            }),
        }
    }

    /// Begins nothing while the company's quota is used up: no claim is left, no request is spent.
    /// What is begun is finished, if it can be: an invoice does not wait for its payment.
    fn check_quota(&self, unit: &Unit) -> Result<(), ActionError> {
        if unit.has_created() {
            return Ok(());
        }
        self.run.books.check_quota(Quota::Requests)
    }

    fn may_take_another_number(&self, fault: &Fault) -> bool {
        is_number_taken(fault) && next_number(1, &self.run.prepared.settings).is_some()
    }

    fn rejected(&self, fault: &Fault, intuit_tid: Option<String>) -> ActionError {
        let prepared = self.run.prepared;
        let error = rejected(fault, intuit_tid, &prepared.redactor);
        let advice = A::advice(&prepared.subject, fault);
        error.advised(advice.or_else(|| numbering::advice(fault)))
    }
}
