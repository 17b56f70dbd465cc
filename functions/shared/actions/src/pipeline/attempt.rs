//! Making one document: resolve, draft, claim, post; a dead mapping is healed once.

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use quickbooks::{Fault, Transport};
use serde_json::Value;
use storage::Quota;
use tracing::Instrument;

use super::completion::Completed;
use super::context::Context;
use super::document_set::DocumentSet;
use super::draft::Drafted;
use super::prepare::Prepared;
use super::step::{Due, Start, Unfinished};
use super::{Run, Store};
use crate::ActionError;
use crate::action::Action;
use crate::books::environment::Environment;
use crate::commit::{self, Claimed, Commit, Identity, Posted, Refusal, same_content};
use crate::draft::numbering::{is_number_taken, next_number};
use crate::pipeline::phase::Phase;
use crate::resolve::{Resolved, Trust};
use crate::response::Warning;

/// A claim that this invocation holds.
pub(super) struct Claim {
    pub(super) claimed: Claimed,
    pub(super) context: Context,
}

/// A document that QuickBooks has.
#[derive(Clone, Copy)]
pub(super) enum Entity<'d> {
    /// Of this claim.
    Made(&'d Value),
    /// From before the ledger lost it: a person may have worked on it since, and it is left as it is.
    Found(&'d Value),
}

/// One attempt at a document; a refusal may lead to another.
struct Attempt {
    start: Start,
    trust: Trust,
    /// The count of the number to try.
    number: u32,
}

impl Attempt {
    fn first(start: Start, trust: Trust) -> Self {
        let number = 1;
        Self {
            start,
            trust,
            number,
        }
    }
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Makes or finishes a document that is due.
    pub(super) async fn make(
        &self,
        commit: &Commit<'_, S, T, E>,
        due: Due,
        set: &mut DocumentSet,
    ) -> Result<Completed, ActionError> {
        match due {
            Due::First(start) | Due::Another(start) => {
                let first = Attempt::first(start, Trust::Mappings);
                self.attempt(commit, first, set).await
            }
            Due::Finish(unfinished) => self.finish(commit, *unfinished, set).await,
            Due::Wait { until } => Err(ActionError::InProgress {
                detail: format!(
                    "{}: a document of it is being made, or it is not known yet whether one was: try again \
                     after {}, when that can be found out",
                    self.prepared.subject.label,
                    in_seconds(until)
                ),
            }),
        }
    }

    /// Resolves, drafts, claims and posts; a mapping that QuickBooks no longer accepts is healed,
    /// once, and a number that is taken gives way to the next, where the settings say so.
    async fn attempt(
        &self,
        commit: &Commit<'_, S, T, E>,
        mut attempt: Attempt,
        set: &mut DocumentSet,
    ) -> Result<Completed, ActionError> {
        self.check_quota(set)?;
        if let Some(asked) = self.read_invoices(set).await? {
            return Ok(Completed::Asked(asked));
        }
        if attempt.trust == Trust::OnlyQuickBooks {
            self.read_customer_of_sale(set).await?;
        }
        let known = set.resolved.take();
        let known = known.filter(|_| attempt.trust == Trust::Mappings);
        let mut resolved = if let Some(resolved) = known {
            resolved
        } else {
            if self.may_ask(&attempt) {
                self.prepared.rehearse()?;
            }
            self.resolve_or_heal(commit.identity, &attempt).await?
        };
        loop {
            let drafted = self.draft(commit.identity, &resolved, set, attempt.number)?;
            let claim = self.claim(commit, attempt.start, drafted, set).await?;
            let post = commit.post_claimed(&claim.claimed);
            let refusal = match post.instrument(Phase::Post.span()).await? {
                Posted::Made(document) => {
                    set.resolved = Some(resolved);
                    let made = Entity::Made(&document);
                    return self.complete(commit, claim, made, set).await;
                }
                Posted::Found(document) => {
                    set.resolved = Some(resolved);
                    let found = Entity::Found(&document);
                    return self.complete(commit, claim, found, set).await;
                }
                Posted::Refused(refusal) => refusal,
            };
            let next = match self.after(&attempt, refusal) {
                Ok(next) => next,
                Err(refusal) => {
                    let body = &claim.claimed.body;
                    return Err(self.rejected(refusal, body, &resolved).await);
                }
            };
            if next.trust != attempt.trust {
                self.check_quota(set)?;
                self.read_customer_of_sale(set).await?;
                let healed = self.resolve_or_heal(commit.identity, &next).await?;
                resolved = healed.after(&resolved);
            }
            attempt = next;
        }
    }

    /// True where something may be asked or created before the draft of the last document, which then has to be rehearsed.
    /// With everything mapped the one document is drafted next.
    fn may_ask(&self, attempt: &Attempt) -> bool {
        let Prepared {
            documents, needs, ..
        } = self.prepared;
        let are_mapped = || needs.are_mapped(&self.snapshot.mappings);
        documents.are_several() || attempt.trust != Trust::Mappings || !are_mapped()
    }

    /// The attempt after a refusal; the refusal where none may help.
    fn after(&self, attempt: &Attempt, refusal: Refusal) -> Result<Attempt, Refusal> {
        let start = Start::after(&refusal, attempt.start.claims + 1);
        let next = next_number(attempt.number, &self.prepared.settings);
        match next.filter(|_| is_number_taken(&refusal.fault)) {
            Some(number) => Ok(Attempt {
                start,
                number,
                ..*attempt
            }),
            None if refusal.fault.is_stale_reference() && attempt.trust == Trust::Mappings => {
                Ok(Attempt {
                    start,
                    trust: Trust::OnlyQuickBooks,
                    ..*attempt
                })
            }
            None => Err(refusal),
        }
    }

    /// Resolves what the document needs. Creating a product may fail over a mapped account that is
    /// gone: then no mapping is believed, once.
    async fn resolve_or_heal(
        &self,
        identity: &Identity,
        attempt: &Attempt,
    ) -> Result<Resolved, ActionError> {
        let resolve = |trust| self.resolve(identity, attempt.start.generation, trust, true);
        match resolve(attempt.trust).await {
            Err(error) if attempt.trust == Trust::Mappings && error.is_stale_reference() => {
                resolve(Trust::OnlyQuickBooks).await
            }
            resolved => resolved,
        }
    }

    fn draft(
        &self,
        identity: &Identity,
        resolved: &Resolved,
        set: &DocumentSet,
        number: u32,
    ) -> Result<Drafted, ActionError> {
        let drafted = self.prepared.draft(identity, resolved, set.made(), number);
        let mut drafted = drafted?;
        drafted.context.warnings.extend_from_slice(set.told());
        if resolved.healed {
            drafted.context.warnings.push(Warning::healed());
        }
        Ok(drafted)
    }

    /// Claims the document, with the very bytes to post.
    async fn claim(
        &self,
        commit: &Commit<'_, S, T, E>,
        start: Start,
        drafted: Drafted,
        set: &DocumentSet,
    ) -> Result<Claim, ActionError> {
        let Drafted { body, context } = drafted;
        let fingerprint = self.fingerprint(set).to_owned();
        let text = context.to_text()?;
        self.check_quota(set)?;
        let claim = commit.claim(commit::Claim {
            expected: start.expected,
            generation: start.generation,
            fingerprint,
            body: body.into_text(),
            context: text,
            reservations: self.reservations(commit.identity, start, set),
        });
        let claimed = claim.instrument(Phase::Claim.span()).await?;
        Ok(Claim { claimed, context })
    }

    /// Finishes what another invocation began. If nothing was made of its claim, what is asked now
    /// can be made, if it is still due.
    async fn finish(
        &self,
        commit: &Commit<'_, S, T, E>,
        unfinished: Unfinished,
        set: &mut DocumentSet,
    ) -> Result<Completed, ActionError> {
        let Unfinished {
            claimed,
            context,
            is_due,
        } = unfinished;
        let same_content = same_content(&claimed.fingerprint, self.fingerprint(set));
        self.check_quota(set)?;
        let take_over = commit.take_over(claimed);
        let claimed = take_over.instrument(Phase::Claim.span()).await?;
        let post = commit.post_taken_over(&claimed);
        let refusal = match post.instrument(Phase::Post.span()).await? {
            Posted::Made(document) => {
                let claim = Claim { claimed, context };
                let made = Entity::Made(&document);
                return self.complete(commit, claim, made, set).await;
            }
            Posted::Found(document) => {
                let claim = Claim { claimed, context };
                let found = Entity::Found(&document);
                return self.complete(commit, claim, found, set).await;
            }
            Posted::Refused(refusal) => refusal,
        };
        let trust = if refusal.fault.is_stale_reference() || !same_content {
            Trust::OnlyQuickBooks
        } else {
            Trust::Mappings
        };
        if is_due
            && set.conflict().is_none()
            && (trust == Trust::OnlyQuickBooks || self.may_take_another_number(&refusal.fault))
        {
            let first = Attempt::first(Start::after(&refusal, 0), trust);
            return self.attempt(commit, first, set).await;
        }
        let resolved = Resolved::default();
        Err(self.rejected(refusal, &claimed.body, &resolved).await)
    }

    /// Begins nothing while the company's quota is used up: no claim is left, no request is spent.
    /// A document that is begun is finished, if it can be: an invoice does not wait for its payment.
    fn check_quota(&self, set: &DocumentSet) -> Result<(), ActionError> {
        if set.has_created() {
            return Ok(());
        }
        self.books.check_quota(Quota::Requests)
    }

    fn may_take_another_number(&self, fault: &Fault) -> bool {
        is_number_taken(fault) && next_number(1, &self.prepared.settings).is_some()
    }
}

/// The first whole second that is not before a moment, as people read it.
fn in_seconds(moment: Timestamp) -> Timestamp {
    let second = TimestampRound::new().smallest(Unit::Second);
    let rounded = moment.round(second.mode(RoundMode::Ceil));
    rounded.unwrap_or(moment)
}
