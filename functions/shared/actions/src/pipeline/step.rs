//! The step that one document needs, decided from what the ledger holds of it.

use jiff::Timestamp;
use quickbooks::Transport;
use storage::{EntryState, LedgerEntry, Version};

use super::context::Context;
use super::document_set::{DocumentSet, Recorded};
use super::prepare::Prepared;
use super::stored::Place;
use super::{Run, Store};
use crate::action::Action;
use crate::books::environment::Environment;
use crate::commit::{
    self, Claimed, Commit, Done, Identity, OtherDocument, RecordedDocument, Refusal, Relation,
    made_before,
};
use crate::draft::header::marker_of_any_part;
use crate::reservation::SaleRole;
use crate::settings::NumberTaken;
use crate::{ActionError, Response};

/// The step that one document needs.
pub(super) enum Step {
    /// None: it is recorded, and the record needs no other.
    Recorded(Box<Recorded>),
    /// It is to be made or finished.
    Due(Due),
}

/// The step towards a document that is due.
pub(super) enum Due {
    /// Make the record's first document of this kind.
    First(Start),
    /// Make another one: the record has gone on from the one that is recorded.
    Another(Start),
    /// Finish what another invocation began and did not come back to.
    Finish(Box<Unfinished>),
    /// Wait for another invocation that is at work on it.
    Wait {
        /// The end of its claim.
        until: Timestamp,
    },
}

impl Due {
    /// True when nothing is claimed yet, so that what is made follows from the request.
    pub(super) const fn begins(&self) -> bool {
        matches!(self, Self::First(_) | Self::Another(_))
    }
}

/// The place to claim from.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// The version of the ledger entry, if there is one.
    pub(super) expected: Option<Version>,
    /// The generation of the request id.
    pub(super) generation: u32,
    /// The number of claims that this invocation wrote with the sale's reservations.
    pub(super) claims: u64,
}

impl Start {
    /// After a refusal, which opens the entry under a new generation, of the claim that this many of
    /// this invocation came before.
    pub(super) fn after(refusal: &Refusal, claims: u64) -> Self {
        Self {
            expected: Some(refusal.version),
            generation: refusal.generation,
            claims,
        }
    }

    /// For another document of a record, after the one that its entry holds.
    fn beyond(done: &Done) -> Self {
        Self {
            expected: Some(done.version),
            generation: done.generation.saturating_add(1),
            claims: 0,
        }
    }
}

/// The claim of an invocation that did not come back.
pub(super) struct Unfinished {
    pub(super) claimed: Claimed,
    pub(super) context: Context,
    /// True when a document is still due if nothing was made of the claim.
    pub(super) is_due: bool,
}

impl<A: Action> Prepared<A> {
    /// True when the record has gone on from the document of this response, and so needs another.
    pub(super) fn needs_another(&self, recorded: &Response) -> bool {
        A::needs_another(&self.subject, recorded)
    }
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The step that one document needs, after those of the set.
    ///
    /// # Errors
    ///
    /// [`ActionError::LedgerCorrupt`] for an entry that cannot be read, and
    /// [`ActionError::IdempotencyConflict`] for what was begun in a company that the connection has
    /// left: that cannot be finished in this one.
    pub(super) fn step(&self, identity: &Identity, set: &DocumentSet) -> Result<Step, ActionError> {
        let (prepared, company) = (self.prepared, self.books.company());
        let place = self.place(identity);
        let entry = self.snapshot.entries.get(identity.key());
        let now = self.engine.environment.now();
        let next = commit::next_step(entry, self.fingerprint(set), company, now);
        let due = match next.map_err(|error| place.unreadable(&error))? {
            commit::Step::Repeat(done) => {
                let response = place.response(&done.response)?;
                if !prepared.needs_another(&response) {
                    let recorded = self.recorded(identity, done, response, set)?;
                    return Ok(Step::Recorded(Box::new(recorded)));
                }
                Due::Another(Start::beyond(&done))
            }
            commit::Step::Start {
                expected,
                generation,
            } => Due::First(Start {
                expected,
                generation,
                claims: 0,
            }),
            commit::Step::TakeOver(claimed) => {
                Due::Finish(Box::new(self.unfinished(identity, claimed)?))
            }
            commit::Step::Wait { until } => Due::Wait { until },
            commit::Step::Elsewhere { company } => return Err(prepared.begun_elsewhere(&company)),
        };
        match set.elsewhere(company) {
            Some(company) => Err(prepared.begun_elsewhere(company)),
            None => Ok(Step::Due(due)),
        }
    }

    fn recorded(
        &self,
        identity: &Identity,
        done: Done,
        response: Response,
        set: &DocumentSet,
    ) -> Result<Recorded, ActionError> {
        let kind = identity.document();
        let shown = set.shown_in(kind, &response);
        let incomplete = || {
            self.place(identity)
                .corrupt("its response shows no document in full")
        };
        let (document, made) = shown.ok_or_else(incomplete)?;
        Ok(Recorded {
            entry: RecordedDocument {
                kind,
                id: done.document.id,
                version: done.version,
                generation: done.generation,
                company: done.company,
                fingerprint: done.fingerprint,
            },
            made,
            document,
            response,
            same_content: done.same_content,
            was_lost: false,
        })
    }

    fn unfinished(&self, identity: &Identity, claimed: Claimed) -> Result<Unfinished, ActionError> {
        let place = self.place(identity);
        let before = claimed.before.as_deref();
        let before = before.map(|entry| place.recorded_response(entry));
        let before = before.transpose()?.flatten();
        Ok(Unfinished {
            context: place.context(&claimed.context)?,
            is_due: before.is_none_or(|response| self.prepared.needs_another(&response)),
            claimed,
        })
    }

    fn place<'p>(&'p self, identity: &'p Identity) -> Place<'p> {
        Place {
            record: &self.prepared.subject.label,
            identity,
        }
    }

    /// The fingerprint of the content that the documents are made of: what belongs together is
    /// recorded as of one content.
    pub(super) fn fingerprint<'f>(&'f self, set: &'f DocumentSet) -> &'f str {
        set.fingerprint().unwrap_or(&self.prepared.fingerprint)
    }

    /// The documents that are looked for where the ledger may have lost them, before a sale's own or a refund is made.
    fn others(&self, identity: &Identity, before: Option<&LedgerEntry>) -> Vec<OtherDocument> {
        let prepared = self.prepared;
        if prepared.settings.ledger.incomplete_since.is_none() {
            return Vec::new();
        }
        let own = |kind, marker, relation| OtherDocument {
            action: A::NAME,
            record: prepared.identities.label(),
            kind,
            marker,
            relation,
        };
        let documents = prepared.documents;
        match A::SALE {
            SaleRole::GivesBack => {
                let recorded = before.and_then(|entry| match &entry.state {
                    EntryState::Done { document, .. } => Some(document.id.clone()),
                    EntryState::Open | EntryState::Claimed { .. } => None,
                });
                let marker = marker_of_any_part(&prepared.subject.label);
                let relation = Relation::EarlierRefund { recorded };
                vec![own(identity.document(), marker, relation)]
            }
            SaleRole::Books if identity.document() == documents.first => {
                let others = (!A::books_anyway(&prepared.own))
                    .then(|| self.sale.others_unread(self.books.connection));
                let rest = documents.rest.iter().map(|kind| {
                    let marker = prepared.identities.of(*kind).marker();
                    own(*kind, marker, Relation::Settlement)
                });
                others.into_iter().flatten().chain(rest).collect()
            }
            SaleRole::Books | SaleRole::Apart => Vec::new(),
        }
    }

    /// The commit of one document.
    pub(super) fn commit<'c>(
        &'c self,
        identity: &'c Identity,
    ) -> Result<Commit<'c, S, T, E>, ActionError> {
        let prepared = self.prepared;
        let entry = self.snapshot.entries.get(identity.key());
        let before = entry.map(|entry| made_before(&entry.value)).transpose();
        let before = before.map_err(|error| self.place(identity).unreadable(&error))?;
        let before = before.flatten();
        Ok(Commit {
            store: &self.engine.store,
            books: self.books,
            identity,
            memory: prepared.settings.request_id_memory(),
            payment_link: A::wants_payment_link(&prepared.own),
            allow_duplicate_number: prepared.settings.document_number_taken == NumberTaken::Allow,
            others: self.others(identity, before.as_ref()),
            before,
            incomplete_since: prepared.settings.ledger.incomplete_since,
        })
    }
}
